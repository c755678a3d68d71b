/** What may be a little old. */
@NullMarked
package dev.berth.application.caching;

import org.jspecify.annotations.NullMarked;
