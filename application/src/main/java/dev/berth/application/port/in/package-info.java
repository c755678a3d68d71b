/** What every feature's use cases share: pages of lists, and the ids of requests. */
@NullMarked
package dev.berth.application.port.in;

import org.jspecify.annotations.NullMarked;
