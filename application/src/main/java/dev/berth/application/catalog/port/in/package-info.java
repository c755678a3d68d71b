/** What can be asked of the catalog, and changed in it. */
@NullMarked
package dev.berth.application.catalog.port.in;

import org.jspecify.annotations.NullMarked;
