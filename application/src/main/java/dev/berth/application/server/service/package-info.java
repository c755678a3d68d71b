/** The use cases of servers. */
@NullMarked
package dev.berth.application.server.service;

import org.jspecify.annotations.NullMarked;
