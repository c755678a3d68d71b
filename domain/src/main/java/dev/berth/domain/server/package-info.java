/** Servers and the rules of their lifecycle. */
@NullMarked
package dev.berth.domain.server;

import org.jspecify.annotations.NullMarked;
