/** The gRPC contract: all below this package is generated from the {@code .proto} files. */
package dev.berth.proto;
