/** What can be bought, in SQL. */
@NullMarked
package dev.berth.persistence.catalog;

import org.jspecify.annotations.NullMarked;
