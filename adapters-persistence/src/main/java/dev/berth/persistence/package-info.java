/** The application's ports on SQL that both H2 and PostgreSQL speak. */
@NullMarked
package dev.berth.persistence;

import org.jspecify.annotations.NullMarked;
