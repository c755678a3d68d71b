/** Hosts and addresses over REST. */
@NullMarked
package dev.berth.rest.placement;

import org.jspecify.annotations.NullMarked;
