/** Where servers live: hosts, their room, addresses. */
@NullMarked
package dev.berth.domain.placement;

import org.jspecify.annotations.NullMarked;
