package dev.berth.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.bootstrap.ApiClient.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What takes longer than every lease and heartbeat; beside {@link ChaosTest}, as it mostly waits. */
@Tag("chaos")
class ChaosWaitingTest {
    private static final String SERVERS = "/api/v1/servers/";
    private static final long SEED = Long.getLong("berth.test.seed", System.nanoTime());
    private static final int NUMBER = 700;
    private static final int CLIENTS = 8;
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(4);

    private final Random random = new Random(SEED);
    private final ChaosLedger ledger = new ChaosLedger();

    @TempDir
    Path folder;

    @Test
    void what_takes_a_minute_and_more_is_done_once() {
        Map<String, String> settings = Map.of("BERTH_SIMULATED_BOOT_TIME", "30s", "BERTH_WORKERS", "2");
        try (ChaosCluster cluster = new ChaosCluster(folder, 2, settings)) {
            Database database = cluster.database();
            String token = cluster.newCustomer().api().token();
            ChaosFaults faults = new ChaosFaults(database, random);
            List<Long> servers = Collections.synchronizedList(new ArrayList<>());
            faults.stall(8, 5_000);
            forEach(range(), number -> servers.add(create(client(cluster, token, number), number)));
            awaitEnd(database);
            database.update("UPDATE simulated_machines SET deaf = TRUE");
            List<Long> stopped = servers.subList(0, NUMBER / 2);
            List<Long> rebooted = servers.subList(NUMBER / 2, NUMBER);
            // a second worker would be through, and the machine on again, when the first one cuts its power; no more of
            // them than leaves a worker free to be that second one
            faults.stallTheFirst("ensureOff", rebooted.subList(0, 3));
            forEach(stopped, server -> change(cluster, token, server, "stop"));
            forEach(rebooted, server -> change(cluster, token, server, "reboot"));
            awaitEnd(database);
            faults.stall(8, 5_000);
            forEach(stopped, server -> change(cluster, token, server, "start"));
            awaitEnd(database);
            forEach(
                    servers,
                    server -> ledger.accepted(
                            server,
                            "delete",
                            client(cluster, token, server)
                                    .delete(SERVERS + server + "/")
                                    .expect(204)
                                    .operation()));
            awaitEnd(database);
            new ChaosVerdict("waiting", SEED, cluster, ledger).require("");
            assertThat(database.number("SELECT COUNT(*) FROM operations WHERE kind IN ('STOP', 'REBOOT')"
                            + " AND finished_at < started_at + INTERVAL '1' MINUTE"))
                    .as("deaf guests that went before their grace was over")
                    .isZero();
        }
    }

    private long create(ApiClient api, long number) {
        String location = List.of("us-west", "us-east", "eu-central").get((int) (number % 3));
        Answer created = api.post(SERVERS).body(Customer.createBody(location)).expect(201);
        long server = created.json().get("id").longValue();
        ledger.accepted(server, "provision", created.operation());
        return server;
    }

    /** Asks one replica, and then the other, which has to know of it. */
    private void change(ChaosCluster cluster, String token, long server, String verb) {
        String path = SERVERS + server + "/" + verb + "/";
        Answer changed = client(cluster, token, server).post(path).expect(200);
        ledger.accepted(server, verb, changed.operation());
        client(cluster, token, server + 1).post(path).expectProblem(400, "operation_in_progress");
        ledger.refused();
    }

    private static ApiClient client(ChaosCluster cluster, String token, long number) {
        return cluster.replica((int) (number % cluster.size())).client(token);
    }

    private static List<Long> range() {
        List<Long> range = new ArrayList<>();
        for (long i = 0; i < NUMBER; i++) {
            range.add(i);
        }
        return range;
    }

    private static void forEach(List<Long> all, LongConsumer action) {
        AtomicInteger next = new AtomicInteger();
        List<CompletableFuture<Boolean>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(Background.start(() -> {
                for (int index = next.getAndIncrement(); index < all.size(); index = next.getAndIncrement()) {
                    action.accept(all.get(index));
                }
                return true;
            }));
        }
        clients.forEach(CompletableFuture::join);
    }

    private static void awaitEnd(Database database) {
        Await.until("everything has ended", LONG_ENOUGH, new Audit(database)::nothingRuns, Boolean::booleanValue);
    }
}
