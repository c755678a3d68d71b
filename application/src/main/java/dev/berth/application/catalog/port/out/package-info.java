/** What can be bought, as it is stored. */
@NullMarked
package dev.berth.application.catalog.port.out;

import org.jspecify.annotations.NullMarked;
