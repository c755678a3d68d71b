/** Every out-port in memory, for tests and for those who embed Berth's use cases. Nothing here outlives its process. */
@NullMarked
package dev.berth.application.testing;

import org.jspecify.annotations.NullMarked;
