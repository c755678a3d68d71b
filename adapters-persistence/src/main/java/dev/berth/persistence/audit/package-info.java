/** The audit log, in SQL. */
@NullMarked
package dev.berth.persistence.audit;

import org.jspecify.annotations.NullMarked;
