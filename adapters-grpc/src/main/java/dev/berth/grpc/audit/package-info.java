/** The audit log over gRPC. */
@NullMarked
package dev.berth.grpc.audit;

import org.jspecify.annotations.NullMarked;
