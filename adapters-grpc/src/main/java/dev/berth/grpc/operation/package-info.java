/** Operations over gRPC, as google.longrunning has them. */
@NullMarked
package dev.berth.grpc.operation;

import org.jspecify.annotations.NullMarked;
