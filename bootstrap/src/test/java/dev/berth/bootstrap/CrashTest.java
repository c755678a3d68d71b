package dev.berth.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.bootstrap.ApiClient.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that is killed loses nothing that it has acknowledged, and does nothing twice. What is random here depends on
 * a seed that is printed; {@code -Dberth.test.seed=…} repeats it, {@code -Dberth.test.crashes=…} goes on for longer.
 */
class CrashTest {
    /** What the simulated hypervisor ends a process with. */
    private static final int KILLED = 137;

    private static final String SERVERS = "/api/v1/servers/";
    private static final Duration SETTLES_WITHIN = Duration.ofSeconds(60);
    private static final Set<String> AT_REST = Set.of("active", "stopped");
    private static final long SEED = Long.getLong("berth.test.seed", System.nanoTime());
    private static final int CRASHES = Integer.getInteger("berth.test.crashes", 4);
    private static final int CLIENTS = 4;
    /** Fewer would show little. */
    private static final int CHANGES_AT_LEAST = CRASHES * CLIENTS + 1;

    @TempDir
    Path folder;

    @Test
    void whatever_it_is_killed_in_the_middle_of_is_carried_out_once() throws InterruptedException {
        System.out.println("CrashTest: -Dberth.test.seed=" + SEED);
        Random random = new Random(SEED);
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(new Client(random.nextLong()));
        }
        BerthProcess berth = start("3s");
        try {
            for (int crash = 0; crash < CRASHES; crash++) {
                for (Client client : clients) {
                    client.workWith(berth.client(RunningBerth.DEMO_TOKEN));
                }
                // at first within the first provisioning, later anywhere
                Thread.sleep(crash == 0 ? 1500 : 200 + random.nextInt(5000));
                if (crash == CRASHES - 1) {
                    Await.until(
                            "enough was acknowledged",
                            () -> acknowledged(clients).size() >= CHANGES_AT_LEAST);
                }
                berth.kill();
                for (Client client : clients) {
                    client.join();
                }
                berth = start("3s");
                awaitRest(berth, clients);
            }
            berth.close();
            assertNothingLostDoubledOrStuck(clients);

            berth = start("3s");
            ApiClient api = berth.client(RunningBerth.DEMO_TOKEN);
            api.get(SERVERS)
                    .expect(200)
                    .json()
                    .get("results")
                    .forEach(server ->
                            api.delete(SERVERS + server.get("id") + "/").expect(204));
            // a delete is as safe as everything else
            berth.kill();
            berth = start("3s");
            assertThat(berth.client(RunningBerth.DEMO_TOKEN)
                            .get(SERVERS)
                            .expect(200)
                            .body())
                    .contains("\"results\":[]");
            berth = restartUntilNothingRuns(berth);
            Database database = database();
            assertThat(database.number("SELECT COUNT(*) FROM servers WHERE status <> 'DELETED'"))
                    .isZero();
            assertThat(database.number("SELECT COUNT(*) FROM simulated_machines WHERE defined"))
                    .isZero();
            assertThat(database.holdsNothing()).isTrue();
        } finally {
            berth.kill();
        }
    }

    @Test
    void it_may_die_before_or_after_any_call_to_the_hypervisor() {
        List<String> deaths = List.of("ensureDefined", "ensureRunning", "ensureShutDown", "ensureAbsent");
        try (RunningBerth planting = RunningBerth.inFolder(folder, Map.of())) {
            for (String call : deaths) {
                planting.database()
                        .update(
                                "INSERT INTO simulated_faults (kind, on_call, after_effect, remaining) VALUES"
                                        + " ('DIE', ?, TRUE, 1)",
                                call);
            }
        }
        BerthProcess berth = start("500ms");
        try {
            send(demo(berth).api().post(SERVERS).body(Customer.createBody("us-west")));
            assertDied(berth); // after ensureDefined
            berth = start("500ms");
            assertDied(berth); // after ensureRunning
            berth = start("500ms");
            long server = Customer.ids(demo(berth).list()).get(0);
            demo(berth).await(server, "active");
            send(demo(berth).api().post(SERVERS + server + "/reboot/"));
            assertDied(berth); // after ensureShutDown
            berth = start("500ms");
            demo(berth).await(server, "active");
            send(demo(berth).api().delete(SERVERS + server + "/"));
            assertDied(berth); // after ensureAbsent
            berth = start("500ms");
            ApiClient api = demo(berth).api();
            api.get(SERVERS + server + "/").expectProblem(404, "server_not_found");
            berth = restartUntilNothingRuns(berth);
            assertThat(database().number("SELECT COUNT(*) FROM simulated_faults WHERE remaining > 0"))
                    .isZero();
            assertThat(effects(server))
                    .hasToString("{define_count=1, power_on_count=2, shut_down_count=1,"
                            + " power_off_count=1, remove_count=1, defined=false}");
            assertThat(database().holdsNothing()).isTrue();
        } finally {
            berth.kill();
        }
    }

    /** By the planted fault, and not for another reason. */
    private static void assertDied(BerthProcess berth) {
        assertThat(berth.exitCode()).as(berth.output()).isEqualTo(KILLED);
    }

    /** Stops it in good order, and lets it go on if it had not come to an end. */
    private BerthProcess restartUntilNothingRuns(BerthProcess berth) {
        BerthProcess last = berth;
        for (int restarts = 0; restarts < 5; restarts++) {
            Await.pause(Duration.ofSeconds(2));
            last.close();
            if (database().number("SELECT COUNT(*) FROM operations WHERE status IN ('PENDING', 'RUNNING')") == 0) {
                return last;
            }
            last = start("500ms");
        }
        throw new AssertionError("something is stuck");
    }

    /** Sends it to a Berth that may die before it has answered. */
    private static void send(ApiClient.Call call) {
        try {
            assertThat(call.trySend().status()).isBetween(200, 299);
        } catch (IOException e) {
            // what was accepted shows after the next start
        }
    }

    @Test
    void a_second_process_on_the_same_file_ends_at_once_and_says_why() {
        try (BerthProcess first = start("1s");
                BerthProcess second = start("1s")) {
            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.output())
                    .contains("Berth cannot start: ")
                    .contains("in use by another process")
                    .contains("BERTH_DATA_DIR")
                    .doesNotContain("Exception");
            first.client(RunningBerth.DEMO_TOKEN).get(SERVERS).expect(200);
        }
    }

    private BerthProcess start(String bootTime) {
        return BerthProcess.in(folder)
                // space in the file is used again at once, and not only in a process that has run for 45 seconds
                .with("BERTH_DB_URL", EmbeddedDatabase.url(folder.toString()) + ";RETENTION_TIME=0")
                .with("BERTH_DRAIN_TIME", "0s")
                .with("BERTH_DEMO_TOKEN", RunningBerth.DEMO_TOKEN)
                .with("BERTH_SIMULATED_BOOT_TIME", bootTime)
                .start();
    }

    private static Customer demo(BerthProcess berth) {
        ApiClient api = berth.client(RunningBerth.DEMO_TOKEN);
        return new Customer(0, api, api);
    }

    private static void awaitRest(BerthProcess berth, List<Client> clients) {
        ApiClient api = berth.client(RunningBerth.DEMO_TOKEN);
        JsonNode atFirst = api.get(SERVERS).expect(200).json();
        List<Long> there = Customer.ids(atFirst);
        for (Client client : clients) {
            client.alive().forEach(server -> assertThat(there).contains(server));
            client.deleted().forEach(server -> assertThat(there).doesNotContain(server));
        }
        Await.until(
                "every server is at rest by itself",
                SETTLES_WITHIN,
                () -> api.get(SERVERS).expect(200).json().get("results"),
                servers -> {
                    for (JsonNode server : servers) {
                        if (!AT_REST.contains(server.get("status").textValue())) {
                            return false;
                        }
                    }
                    return true;
                });
    }

    private void assertNothingLostDoubledOrStuck(List<Client> clients) {
        List<Accepted> acknowledged = acknowledged(clients);
        int unanswered =
                clients.stream().mapToInt(client -> client.unanswered.get()).sum();
        System.out.printf(
                "CrashTest: %d crashes, %d changes acknowledged, %d unanswered%n",
                CRASHES, acknowledged.size(), unanswered);
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(CHANGES_AT_LEAST);
        Audit audit = new Audit(database());
        assertThat(audit.lost(acknowledged)).as("lost").isEmpty();
        // what was accepted is what was acknowledged, and at most what was under way at a kill
        assertThat(audit.operations()).isBetween((long) acknowledged.size(), (long) acknowledged.size() + unanswered);
        audit.assertConsistent();
        assertThat(audit.doubledOrMissing()).isEmpty();
    }

    private static List<Accepted> acknowledged(List<Client> clients) {
        return clients.stream().flatMap(client -> client.acknowledged.stream()).toList();
    }

    private Map<String, Object> effects(long server) {
        List<Map<String, Object>> machines = database()
                .query(
                        "SELECT define_count, power_on_count, shut_down_count, power_off_count, remove_count, defined"
                                + " FROM simulated_machines m JOIN servers s ON s.machine = m.machine WHERE s.id = ?",
                        server);
        assertThat(machines).hasSizeLessThanOrEqualTo(1);
        return machines.isEmpty() ? Map.of("defined", false) : machines.get(0);
    }

    private Database database() {
        return Database.inFolder(folder);
    }

    /** Changes servers of its own, one after the other, until nobody answers. */
    private static final class Client {
        private final Random random;
        private final List<Accepted> acknowledged = new CopyOnWriteArrayList<>();
        private final List<Long> alive = new ArrayList<>();
        private final AtomicInteger unanswered = new AtomicInteger();
        private ApiClient api;
        private Thread thread;

        Client(long seed) {
            random = new Random(seed);
        }

        void workWith(ApiClient berth) {
            api = berth;
            thread = new Thread(this::work, "crash-client");
            thread.start();
        }

        void join() throws InterruptedException {
            thread.join();
        }

        /** The servers that are certainly there. */
        List<Long> alive() {
            return alive;
        }

        List<Long> deleted() {
            return acknowledged.stream()
                    .filter(one -> one.kind().equals("delete"))
                    .map(Accepted::server)
                    .toList();
        }

        private void work() {
            try {
                while (true) {
                    change();
                    Thread.sleep(random.nextInt(300));
                }
            } catch (IOException e) {
                unanswered.incrementAndGet();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private void change() throws IOException {
            if (alive.size() < 3 || (random.nextInt(8) == 0 && alive.size() < 12)) {
                Answer created = api.post(SERVERS)
                        .body(Customer.createBody(random.nextBoolean() ? "us-west" : "eu-central"))
                        .trySend();
                assertThat(created.status()).as(created.body()).isEqualTo(201);
                long server = created.json().get("id").longValue();
                alive.add(server);
                acknowledged.add(new Accepted(server, "provision", created.operation()));
                return;
            }
            long server = alive.get(random.nextInt(alive.size()));
            String verb = List.of("stop", "start", "reboot", "stop", "start", "reboot", "delete")
                    .get(random.nextInt(7));
            boolean deletes = verb.equals("delete");
            if (deletes) {
                alive.remove(server); // from now on it may be there or not
            }
            Answer changed = deletes
                    ? api.delete(SERVERS + server + "/").trySend()
                    : api.post(SERVERS + server + "/" + verb + "/").trySend();
            // 400: its status does not allow it; 404: a delete that was not answered did come through
            assertThat(changed.status()).as(changed.body()).isIn(200, 204, 400);
            if (changed.status() < 300) {
                acknowledged.add(new Accepted(server, verb, changed.operation()));
            }
        }
    }
}
