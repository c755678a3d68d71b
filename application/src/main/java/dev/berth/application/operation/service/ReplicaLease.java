package dev.berth.application.operation.service;

import dev.berth.application.operation.port.out.ReplicaId;
import dev.berth.application.operation.port.out.Replicas;
import java.time.Duration;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * This process's place among the replicas. The end of the lease as known here is counted from before each renewal was
 * sent, so it is never later than the store's.
 */
public final class ReplicaLease implements Lease {
    private final Replicas replicas;
    private final Duration length;
    private final Supplier<UUID> names;
    private final LongSupplier nanoTime;

    private volatile @Nullable Held held;
    private volatile boolean answering;
    private boolean ended;

    private record Held(ReplicaId replica, long endsAt) {}

    /**
     * @param length how long a lease lasts without renewal
     * @param names gives a name never used before
     * @param nanoTime a clock that only goes forward, such as {@link System#nanoTime}
     */
    public ReplicaLease(Replicas replicas, Duration length, Supplier<UUID> names, LongSupplier nanoTime) {
        this.replicas = replicas;
        this.length = length;
        this.names = names;
        this.nanoTime = nanoTime;
    }

    /** Keeps this process alive among the replicas; under a new name when the store has forgotten the old one. */
    public synchronized void renew() {
        if (ended) {
            return;
        }
        try {
            renewOrRegister();
            answering = true;
        } catch (RuntimeException | Error e) {
            answering = false;
            throw e;
        }
    }

    private void renewOrRegister() {
        long before = nanoTime.getAsLong();
        Held current = held;
        if (current != null && replicas.renew(current.replica(), length)) {
            held = new Held(current.replica(), before + length.toNanos());
        } else {
            takeNewName();
        }
    }

    /**
     * Goes on under a new name. What was claimed under the old one, known of or not, is anybody's when its lease ends,
     * which is no longer renewed, whether or not the store answers now.
     */
    public synchronized void takeNewName() {
        held = null;
        long before = nanoTime.getAsLong();
        ReplicaId replica = new ReplicaId(names.get());
        replicas.register(replica, length);
        held = new Held(replica, before + length.toNanos());
    }

    /** The name to claim under: a new one after the last was given up and the store did not answer. */
    public synchronized ReplicaId replica() {
        if (held == null && !ended) {
            takeNewName();
        }
        Held current = held;
        if (current == null) {
            throw new IllegalStateException("the lease has ended");
        }
        return current.replica();
    }

    /** Whether this process is alive among the replicas, and the store answered the last time it was told so. */
    public boolean isAlive() {
        Held current = held;
        return answering && current != null && current.endsAt() - nanoTime.getAsLong() > 0;
    }

    @Override
    public boolean covers(ReplicaId replica, Duration time) {
        Held current = held;
        return current != null
                && current.replica().equals(replica)
                && current.endsAt() - nanoTime.getAsLong() > time.toNanos();
    }

    /** Ends the lease: what this process still holds can be claimed by others at once. */
    public synchronized void end() {
        Held current = held;
        held = null;
        ended = true;
        if (current != null) {
            replicas.remove(current.replica());
        }
    }
}
