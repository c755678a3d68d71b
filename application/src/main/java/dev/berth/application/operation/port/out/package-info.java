/** What carrying out operations needs from outside: the queue, the replicas, the hypervisors. */
@NullMarked
package dev.berth.application.operation.port.out;

import org.jspecify.annotations.NullMarked;
