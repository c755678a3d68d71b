/** Operations and the replicas that work on them, in SQL. */
@NullMarked
package dev.berth.persistence.operation;

import org.jspecify.annotations.NullMarked;
