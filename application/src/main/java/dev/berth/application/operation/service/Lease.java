package dev.berth.application.operation.service;

import dev.berth.application.operation.port.out.ReplicaId;
import java.time.Duration;

/** What a worker knows of its replica's lease, without asking the store. */
@FunctionalInterface
public interface Lease {
    /** Whether the replica will surely still be alive after this time. */
    boolean covers(ReplicaId replica, Duration time);
}
