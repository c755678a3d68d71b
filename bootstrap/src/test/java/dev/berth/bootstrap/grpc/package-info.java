/** Both transports, over a real Berth. */
package dev.berth.bootstrap.grpc;
