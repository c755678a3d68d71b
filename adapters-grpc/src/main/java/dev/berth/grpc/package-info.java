/** The same use cases over gRPC, for internal services. */
@NullMarked
package dev.berth.grpc;

import org.jspecify.annotations.NullMarked;
