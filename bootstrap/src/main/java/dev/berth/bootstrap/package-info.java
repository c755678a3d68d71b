/** The running program: wiring, configuration and {@code main}. */
@NullMarked
package dev.berth.bootstrap;

import org.jspecify.annotations.NullMarked;
