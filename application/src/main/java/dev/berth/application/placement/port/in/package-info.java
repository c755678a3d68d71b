/** What the operator can do with hosts and addresses. */
@NullMarked
package dev.berth.application.placement.port.in;

import org.jspecify.annotations.NullMarked;
