/** The catalog over gRPC. */
@NullMarked
package dev.berth.grpc.catalog;

import org.jspecify.annotations.NullMarked;
