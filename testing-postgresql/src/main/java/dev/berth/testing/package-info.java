/** For tests only: nothing that runs may depend on it. */
@NullMarked
package dev.berth.testing;

import org.jspecify.annotations.NullMarked;
