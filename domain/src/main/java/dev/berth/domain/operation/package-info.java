/** Lifecycle changes: the table of kinds, and one accepted change as it is carried out. */
@NullMarked
package dev.berth.domain.operation;

import org.jspecify.annotations.NullMarked;
