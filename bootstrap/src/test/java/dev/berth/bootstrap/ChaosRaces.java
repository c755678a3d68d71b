package dev.berth.bootstrap;

import dev.berth.bootstrap.ApiClient.Answer;
import dev.berth.bootstrap.ApiClient.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/** Pairs of the same request, sent to two replicas in the same instant: one is accepted, the other is told why not. */
final class ChaosRaces {
    private static final String SERVERS = "/api/v1/servers/";
    private static final int POWER_LANES = 24;
    private static final int ADMISSION_LANES = 3;
    /** For one server of the first plan, and not for two. */
    private static final String CREDIT_FOR_ONE = "0.5";

    private static final String AN_HOUR = "0.0150";

    private final ChaosCluster cluster;
    private final ChaosLedger ledger = new ChaosLedger();
    private final BooleanSupplier goOn;

    /** @param acceptedAtLeast how many operations are enough */
    ChaosRaces(ChaosCluster cluster, int acceptedAtLeast) {
        this.cluster = cluster;
        this.goOn = () -> ledger.acceptedCount() < acceptedAtLeast
                && ledger.undocumentedOnes().isEmpty();
    }

    /** Does all of them, on several lanes at once. */
    ChaosLedger run() {
        List<CompletableFuture<?>> lanes = new ArrayList<>();
        for (int i = 0; i < POWER_LANES; i++) {
            lanes.add(lane(cluster.newCustomer(), this::power));
        }
        for (int i = 0; i < ADMISSION_LANES; i++) {
            lanes.add(lane(
                    cluster.newCustomer(CREDIT_FOR_ONE, 100),
                    customer -> admission(customer, 402, "insufficient_credit")));
            lanes.add(lane(cluster.newCustomer("1000", 1), customer -> admission(customer, 403, "quota_exceeded")));
        }
        lanes.add(lane(cluster.newCustomer(), customer -> lastOne(customer, location("last-room", 1, 64))));
        lanes.add(lane(cluster.newCustomer(), customer -> lastOne(customer, location("last-address", 64, 1))));
        lanes.forEach(CompletableFuture::join);
        return ledger;
    }

    private CompletableFuture<?> lane(Customer customer, Consumer<Customer> rounds) {
        return Background.start(() -> {
            try {
                rounds.accept(customer);
            } catch (AssertionError | RuntimeException e) {
                ledger.undocumented(e.toString());
            }
            return true;
        });
    }

    private void power(Customer customer) {
        while (goOn.getAsBoolean()) {
            long server = create(customer, "us-west");
            for (int i = 0; i < 3; i++) {
                change(customer, server, "stop", "server_not_running");
                change(customer, server, "start", "server_already_running");
            }
            delete(customer, server);
        }
    }

    private void admission(Customer customer, int status, String code) {
        while (goOn.getAsBoolean()) {
            delete(customer, createOne(customer, "us-east", status, code));
            customer.addCredit(AN_HOUR); // what the server has cost
        }
    }

    private void lastOne(Customer customer, String location) {
        while (goOn.getAsBoolean()) {
            delete(customer, createOne(customer, location, 503, "no_capacity"));
            Await.until("there is one again", () -> isRoomAt(location));
        }
    }

    private long create(Customer customer, String location) {
        Answer created =
                customer.api().post(SERVERS).body(Customer.createBody(location)).expect(201);
        return accepted(customer, created, "provision", created.json().get("id").longValue());
    }

    private long createOne(Customer customer, String location, int otherwise, String code) {
        Answer created =
                one(both(customer, api -> api.post(SERVERS).body(Customer.createBody(location))), 201, otherwise, code);
        long server = created.json().get("id").longValue();
        ledger.accepted(server, "provision", created.operation());
        return server;
    }

    /** @param late what the second is told when the first has ended by then */
    private void change(Customer customer, long server, String verb, String late) {
        Answer changed = one(
                both(customer, api -> api.post(SERVERS + server + "/" + verb + "/")),
                200,
                400,
                "operation_in_progress",
                late);
        accepted(customer, changed, verb, server);
    }

    private void delete(Customer customer, long server) {
        Answer deleted = one(both(customer, api -> api.delete(SERVERS + server + "/")), 204, 404, "server_not_found");
        ledger.accepted(server, "delete", deleted.operation());
    }

    private long accepted(Customer customer, Answer answer, String kind, long server) {
        ledger.accepted(server, kind, answer.operation());
        Answer ended = customer.api()
                .get("/api/v1/operations/%d/?wait=20s".formatted(answer.operation()))
                .expect(200);
        if (!ended.json().get("status").textValue().equals("succeeded")) {
            throw new AssertionError(ended.body());
        }
        return server;
    }

    /** The accepted one; the other has to be one of these refusals. */
    private Answer one(List<Answer> answers, int accepted, int otherwise, String... codes) {
        List<Answer> winners =
                answers.stream().filter(answer -> answer.status() == accepted).toList();
        if (winners.size() != 1) {
            throw new AssertionError(answers.stream()
                    .map(answer -> "%s: %d %s".formatted(answer.request(), answer.status(), answer.body()))
                    .toList());
        }
        answers.stream().filter(answer -> answer.status() != accepted).forEach(answer -> {
            String code = answer.json().path("code").asText();
            answer.requireProblem(otherwise, List.of(codes).contains(code) ? code : String.join(" or ", codes));
            ledger.refused();
        });
        return winners.get(0);
    }

    private List<Answer> both(Customer customer, Function<ApiClient, Call> request) {
        CyclicBarrier start = new CyclicBarrier(2);
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Call call = request.apply(cluster.replica(i).client(customer.api().token()));
            answers.add(Background.start(() -> {
                try {
                    start.await();
                } catch (InterruptedException | BrokenBarrierException e) {
                    throw new IllegalStateException(e);
                }
                return call.send();
            }));
        }
        return answers.stream().map(CompletableFuture::join).toList();
    }

    private boolean isRoomAt(String location) {
        return cluster.database().number("""
                        SELECT COUNT(*) FROM hosts h
                        WHERE h.location = ? AND h.used_memory < h.memory AND EXISTS (
                          SELECT 1 FROM addresses a WHERE a.location = h.location AND a.server_id IS NULL
                            AND (a.quarantined_until IS NULL OR a.quarantined_until <= CURRENT_TIMESTAMP))""", location) > 0;
    }

    /** A location with so much room for servers of the first plan, and so many addresses. */
    private String location(String code, int room, int addresses) {
        Database database = cluster.database();
        database.update("INSERT INTO locations (code, name, retired) VALUES (?, ?, FALSE)", code, code);
        database.update("""
                INSERT INTO hosts (name, location, hypervisor, vcpus, memory, storage, used_vcpus, used_memory, used_storage)
                SELECT 'only-' || ?, ?, MIN(h.hypervisor), p.vcpus * ?, p.memory * ?, p.storage * ?, 0, 0, 0
                FROM hosts h, plans p WHERE p.id = 1 GROUP BY p.id""", code, code, room, room, room);
        database.update("""
                INSERT INTO addresses (location, address)
                SELECT ?, '172.' || ? || '.0.' || n FROM generate_series(1, ?) n""", code, 16 + room % 16, addresses);
        database.update(
                "INSERT INTO ipv6_prefixes (location, prefix) VALUES (?, ?)",
                code,
                "2001:db8:%d::/64".formatted(room + 16));
        return code;
    }
}
