/** The operator's side over gRPC. */
@NullMarked
package dev.berth.grpc.account;

import org.jspecify.annotations.NullMarked;
