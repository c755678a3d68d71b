/** How refusals and faults are answered. */
@NullMarked
package dev.berth.grpc.error;

import org.jspecify.annotations.NullMarked;
