/** How operations are carried out. */
@NullMarked
package dev.berth.application.operation.service;

import org.jspecify.annotations.NullMarked;
