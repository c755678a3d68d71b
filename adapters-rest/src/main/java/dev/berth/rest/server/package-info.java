/** The nine documented endpoints. */
@NullMarked
package dev.berth.rest.server;

import org.jspecify.annotations.NullMarked;
