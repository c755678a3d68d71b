/** The use cases of the catalog. */
@NullMarked
package dev.berth.application.catalog.service;

import org.jspecify.annotations.NullMarked;
