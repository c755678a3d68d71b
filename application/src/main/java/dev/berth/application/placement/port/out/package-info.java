/** Hosts, reservations and addresses, as they are stored. */
@NullMarked
package dev.berth.application.placement.port.out;

import org.jspecify.annotations.NullMarked;
