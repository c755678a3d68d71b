/** Servers and what they use, in SQL. */
@NullMarked
package dev.berth.persistence.server;

import org.jspecify.annotations.NullMarked;
