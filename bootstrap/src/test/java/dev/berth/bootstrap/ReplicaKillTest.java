package dev.berth.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One of two replicas dies: {@link ChaosTest} in short. */
class ReplicaKillTest {
    private static final long SEED = Long.getLong("berth.test.seed", System.nanoTime());

    private final Random random = new Random(SEED);

    @TempDir
    Path folder;

    @Test
    void what_a_killed_replica_was_doing_is_carried_out_once_by_the_other() {
        try (ChaosCluster cluster = new ChaosCluster(folder, 2, Map.of())) {
            ChaosTraffic traffic = new ChaosTraffic(cluster, cluster::any, false, 200, random.nextLong());
            Takeover takeover;
            try (traffic) {
                Await.until("enough was accepted", () -> traffic.ledger().acceptedCount() > 50);
                new ChaosFaults(cluster.database(), random).stall(48, 3_000);
                Await.until(
                        "it is in the middle of something",
                        () -> Takeover.held(
                                        cluster.database(), cluster.replica(0).name(cluster.database()))
                                > 3);
                takeover = Takeover.after(cluster, 0);
            }
            new ChaosVerdict("one kill", SEED, cluster, traffic.ledger())
                    .require(", held=%d, recovery=%.1fs".formatted(takeover.held(), takeover.seconds()));
            assertThat(takeover.held()).isPositive();
        }
    }
}
