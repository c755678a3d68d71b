/** What can be bought and where: plans, operating systems, locations. */
@NullMarked
package dev.berth.domain.catalog;

import org.jspecify.annotations.NullMarked;
