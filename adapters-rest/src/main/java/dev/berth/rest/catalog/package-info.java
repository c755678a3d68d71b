/** The catalog over REST. */
@NullMarked
package dev.berth.rest.catalog;

import org.jspecify.annotations.NullMarked;
