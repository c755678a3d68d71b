package dev.berth.bootstrap;

import java.time.Duration;
import java.util.UUID;

/**
 * How long after a replica's death others had everything that it was in the middle of.
 *
 * @param held how much that was
 */
record Takeover(long held, Duration time) {
    static final Takeover NONE = new Takeover(0, Duration.ZERO);

    private static final Duration AT_MOST = Duration.ofSeconds(60);

    /** Kills it, and waits for the others. */
    static Takeover after(ChaosCluster cluster, int victim) {
        Database database = cluster.database();
        ChaosReplica replica = cluster.replica(victim);
        UUID name = replica.name(database);
        replica.kill();
        long killed = System.nanoTime();
        long held = held(database, name);
        Await.until("others have taken over", AT_MOST, () -> left(database, name), left -> left == 0);
        return new Takeover(held, Duration.ofNanos(System.nanoTime() - killed));
    }

    /** How many operations this one has in its hands. */
    static long held(Database database, UUID replica) {
        return database.number(
                "SELECT COUNT(*) FROM operations WHERE worker = ? AND status IN ('PENDING', 'RUNNING')", replica);
    }

    /** How many are still in its hands, or wait for the end of its lease to take the place of such a one. */
    static long left(Database database, UUID replica) {
        return database.number("""
                SELECT COUNT(*) FROM operations held
                JOIN servers s ON s.id = held.server_id
                JOIN operations o ON o.id = s.current_operation_id
                WHERE held.worker = ? AND (o.id = held.id OR o.started_at IS NULL)""", replica);
    }

    Takeover orLonger(Takeover other) {
        return other.time.compareTo(time) > 0 ? other : this;
    }

    double seconds() {
        return time.toMillis() / 1000.0;
    }
}
