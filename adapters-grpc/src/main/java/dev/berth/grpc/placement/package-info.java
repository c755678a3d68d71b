/** Hosts and addresses over gRPC. */
@NullMarked
package dev.berth.grpc.placement;

import org.jspecify.annotations.NullMarked;
