package dev.berth.application.operation.port.out;

import java.time.Duration;

/** The leases of running processes, by the store's own clock: a replica whose lease is over counts as dead. */
public interface Replicas {
    /** Enters a replica, alive for this long, and forgets those whose lease has been over for a day. */
    void register(ReplicaId replica, Duration lease);

    /**
     * Keeps a replica alive for this long from now.
     *
     * @return false when it is not known (any more): it has to register under a new name
     */
    boolean renew(ReplicaId replica, Duration lease);

    /** Takes a replica out; what it worked on can be claimed at once. */
    void remove(ReplicaId replica);

    /** Takes out every replica: only for a process that knows itself to be alone on the store. */
    void removeAll();
}
