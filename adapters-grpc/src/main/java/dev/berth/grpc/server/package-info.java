/** Servers over gRPC. */
@NullMarked
package dev.berth.grpc.server;

import org.jspecify.annotations.NullMarked;
