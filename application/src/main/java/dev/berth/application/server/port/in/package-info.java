/** What can be asked of servers. */
@NullMarked
package dev.berth.application.server.port.in;

import org.jspecify.annotations.NullMarked;
