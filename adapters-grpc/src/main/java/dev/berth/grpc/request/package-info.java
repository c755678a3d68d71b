/** What all endpoints share: who is asking, what was sent, and how strictly it is read. */
@NullMarked
package dev.berth.grpc.request;

import org.jspecify.annotations.NullMarked;
