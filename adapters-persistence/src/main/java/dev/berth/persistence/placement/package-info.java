/** Hosts, reservations and addresses, in SQL. */
@NullMarked
package dev.berth.persistence.placement;

import org.jspecify.annotations.NullMarked;
