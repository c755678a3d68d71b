/** What the use cases of servers need from outside. */
@NullMarked
package dev.berth.application.server.port.out;

import org.jspecify.annotations.NullMarked;
