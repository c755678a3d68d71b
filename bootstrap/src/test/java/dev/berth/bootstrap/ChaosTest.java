package dev.berth.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testing.RestartablePostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Replicas, their database and the network between them fail in every way that they do in earnest, while clients go on.
 * What is random depends on a seed that is printed; {@code -Dberth.test.seed=…} repeats it.
 */
@Tag("chaos")
class ChaosTest {
    private static final long SEED = Long.getLong("berth.test.seed", System.nanoTime());
    private static final int ACCEPTED_AT_LEAST = Integer.getInteger("berth.test.accepted", 2_000);
    private static final int KILLS = 10;
    private static final int SLEEPS = 4;
    private static final int ROUNDS = 3;
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(3);
    /** What we promise; the lease of ten seconds is most of it. */
    private static final Duration RECOVERS_WITHIN = Duration.ofSeconds(15);

    private final Random random = new Random(SEED);

    @TempDir
    Path folder;

    @Test
    void what_a_killed_replica_was_doing_is_carried_out_once_by_the_others() {
        try (ChaosCluster cluster = new ChaosCluster(folder, 3, Map.of())) {
            ChaosTraffic traffic = new ChaosTraffic(cluster, cluster::any, false, 200, random.nextLong());
            ChaosFaults faults = new ChaosFaults(cluster.database(), random);
            Takeover worst = Takeover.NONE;
            long held = 0;
            try (traffic) {
                for (int kill = 0; kill < KILLS; kill++) {
                    faults.stall(48, 3_000);
                    Await.pause(Duration.ofMillis(500 + random.nextInt(2_500)));
                    int victim = random.nextInt(cluster.size());
                    Takeover takeover = Takeover.after(cluster, victim);
                    held += takeover.held();
                    worst = worst.orLonger(takeover);
                    cluster.restart(victim);
                }
                awaitAccepted(traffic);
            }
            faults.mend();
            ChaosVerdict verdict = new ChaosVerdict("kill", SEED, cluster, traffic.ledger());
            verdict.require(", held=%d, recovery=%.1fs".formatted(held, worst.seconds()));
            assertThat(held).as("operations that the killed replicas held").isPositive();
            assertThat(worst.time()).isLessThan(RECOVERS_WITHIN);
        }
    }

    @Test
    void a_replica_that_slept_through_its_lease_is_refused() {
        try (ChaosCluster cluster = new ChaosCluster(folder, 3, Map.of());
                ChaosBalancer balancer = new ChaosBalancer(cluster)) {
            ChaosTraffic traffic = new ChaosTraffic(cluster, balancer::pick, true, 200, random.nextLong());
            ChaosFaults faults = new ChaosFaults(cluster.database(), random);
            try (traffic) {
                for (int sleep = 0; sleep < SLEEPS; sleep++) {
                    faults.stall(48, 5_000);
                    ChaosReplica sleeper = cluster.replica(random.nextInt(cluster.size()));
                    Await.until(
                            "it is in the middle of something",
                            () -> Takeover.held(cluster.database(), sleeper.name(cluster.database())) > 3);
                    sleeper.suspend();
                    try {
                        UUID name = sleeper.name(cluster.database());
                        Await.until("others have taken over", () -> Takeover.left(cluster.database(), name) == 0);
                        Await.pause(Duration.ofMillis(random.nextInt(2_000)));
                    } finally {
                        sleeper.resume();
                    }
                    Await.until("it is back", () -> balancer.isReady(sleeper));
                }
                awaitAccepted(traffic);
            }
            faults.mend();
            long refused = cluster.replicas().stream()
                    .mapToLong(replica -> replica.output()
                            .lines()
                            .filter(line -> line.contains("STALE_FENCE"))
                            .count())
                    .sum();
            new ChaosVerdict("sleep", SEED, cluster, traffic.ledger()).require(", refused by the fence=" + refused);
            assertThat(refused)
                    .as("calls of the sleepers that the fence has refused")
                    .isPositive();
        }
    }

    @Test
    void whatever_becomes_of_the_database_what_was_acknowledged_stays() {
        try (ChaosCluster cluster = new ChaosCluster(folder, 2, Map.of())) {
            ChaosTraffic traffic = new ChaosTraffic(cluster, cluster::any, true, 100, random.nextLong());
            RestartablePostgres postgres = cluster.postgres();
            try (traffic) {
                for (int round = 0; round < ROUNDS; round++) {
                    for (int cut = 0; cut < 10; cut++) {
                        cluster.terminateEveryConnection();
                        Await.pause(Duration.ofMillis(random.nextInt(600)));
                    }
                    postgres.stop();
                    // once for longer than every lease
                    Await.pause(round == 0 ? Duration.ofSeconds(12) : Duration.ofMillis(random.nextInt(3_000)));
                    postgres.start();
                    Await.pause(Duration.ofMillis(2_000 + random.nextInt(3_000)));
                    postgres.kill();
                    Await.pause(Duration.ofMillis(random.nextInt(2_000)));
                    postgres.start();
                    Await.pause(Duration.ofMillis(2_000 + random.nextInt(3_000)));
                }
                awaitAccepted(traffic);
            }
            new ChaosVerdict("database", SEED, cluster, traffic.ledger()).require("");
        }
    }

    @Test
    void a_rolling_restart_is_not_noticed() {
        // as by default; half a second does for a balancer that is not kept waiting itself
        try (ChaosCluster cluster = new ChaosCluster(folder, 2, Map.of("BERTH_DRAIN_TIME", "5s"));
                ChaosBalancer balancer = new ChaosBalancer(cluster)) {
            ChaosTraffic traffic = new ChaosTraffic(cluster, balancer::pick, false, 100, random.nextLong());
            ChaosFaults faults = new ChaosFaults(cluster.database(), random);
            List<Integer> exits = new ArrayList<>();
            try (traffic) {
                for (int round = 0; round < ROUNDS; round++) {
                    for (int index = 0; index < cluster.size(); index++) {
                        faults.stall(16, 3_000);
                        Await.pause(Duration.ofMillis(random.nextInt(2_000)));
                        exits.add(cluster.replica(index).terminate());
                        ChaosReplica next = cluster.restart(index);
                        Await.until("it is ready", () -> balancer.isReady(next));
                    }
                }
                awaitAccepted(traffic);
            }
            faults.mend();
            new ChaosVerdict("rolling", SEED, cluster, traffic.ledger()).require("");
            assertThat(exits).as("what SIGTERM ends with").containsOnly(143);
        }
    }

    @Test
    void of_two_that_want_the_same_in_the_same_instant_one_gets_it() {
        try (ChaosCluster cluster = new ChaosCluster(folder, 2, Map.of("BERTH_ADDRESS_QUARANTINE", "200ms"))) {
            ChaosLedger ledger = new ChaosRaces(cluster, ACCEPTED_AT_LEAST).run();
            new ChaosVerdict("races", SEED, cluster, ledger).require("");
        }
    }

    private static void awaitAccepted(ChaosTraffic traffic) {
        Await.until(
                "enough was accepted",
                LONG_ENOUGH,
                () -> traffic.ledger().acceptedCount(),
                accepted -> accepted >= ACCEPTED_AT_LEAST);
    }
}
