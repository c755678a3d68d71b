/** Following an operation. */
@NullMarked
package dev.berth.rest.operation;

import org.jspecify.annotations.NullMarked;
