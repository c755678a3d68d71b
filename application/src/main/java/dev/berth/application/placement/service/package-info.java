/** Choosing a host. */
@NullMarked
package dev.berth.application.placement.service;

import org.jspecify.annotations.NullMarked;
