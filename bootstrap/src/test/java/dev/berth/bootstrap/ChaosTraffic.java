package dev.berth.bootstrap;

import dev.berth.bootstrap.ApiClient.Answer;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Clients that create, start, stop, reboot and delete all the while, several of them the same servers. */
final class ChaosTraffic implements AutoCloseable {
    private static final String SERVERS = "/api/v1/servers/";
    private static final List<String> LOCATIONS = List.of("us-west", "us-east", "eu-central");
    private static final int ACCOUNTS = 6;
    private static final int CLIENTS_OF_EACH = 4;
    private static final int SERVERS_OF_EACH = 8;
    private static final Duration AFTER_A_REFUSAL = Duration.ofMillis(100);
    private static final Set<String> WRONG_STATUS =
            Set.of("operation_in_progress", "server_already_running", "server_not_running");

    private final ChaosLedger ledger = new ChaosLedger();
    private final List<Thread> clients = new ArrayList<>();
    private final Function<Random, ChaosReplica> replicas;
    private final boolean mayBeUnavailable;
    private final int longestPause;
    private volatile boolean stopped;

    /**
     * @param replicas where the next request goes
     * @param mayBeUnavailable whether a 503 is an answer here
     * @param longestPause of a client between two requests, in milliseconds
     */
    ChaosTraffic(
            ChaosCluster cluster,
            Function<Random, ChaosReplica> replicas,
            boolean mayBeUnavailable,
            int longestPause,
            long seed) {
        this.replicas = replicas;
        this.mayBeUnavailable = mayBeUnavailable;
        this.longestPause = longestPause;
        Random seeds = new Random(seed);
        for (int i = 0; i < ACCOUNTS; i++) {
            Shared shared = new Shared(cluster.newCustomer().api().token());
            for (int j = 0; j < CLIENTS_OF_EACH; j++) {
                Client client = new Client(shared, new Random(seeds.nextLong()));
                Thread thread = new Thread(client::work, "chaos-client-" + i + "-" + j);
                clients.add(thread);
                thread.start();
            }
        }
    }

    ChaosLedger ledger() {
        return ledger;
    }

    /** Lets every client have its last answer. */
    @Override
    public void close() {
        stopped = true;
        try {
            for (Thread client : clients) {
                client.join();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private enum Fate {
        THERE,
        /** A delete was sent. */
        LEAVING,
        /** A delete was answered. */
        GONE
    }

    /** What several clients know of the servers of their account. */
    private record Shared(String token, Map<Long, Fate> fates) {
        Shared(String token) {
            this(token, new ConcurrentHashMap<>());
        }

        List<Long> there() {
            return fates.entrySet().stream()
                    .filter(entry -> entry.getValue() == Fate.THERE)
                    .map(Map.Entry::getKey)
                    .toList();
        }
    }

    private final class Client {
        private final Shared shared;
        private final Random random;
        private long lastOperation;

        Client(Shared shared, Random random) {
            this.shared = shared;
            this.random = random;
        }

        void work() {
            while (!stopped) {
                try {
                    request();
                } catch (AssertionError | RuntimeException e) {
                    ledger.undocumented(e.toString());
                }
                Await.pause(Duration.ofMillis(random.nextInt(longestPause)));
            }
        }

        private void request() {
            List<Long> there = shared.there();
            if (there.isEmpty() || (there.size() < SERVERS_OF_EACH && random.nextBoolean())) {
                create();
                return;
            }
            long server = there.get(random.nextInt(there.size()));
            int dice = random.nextInt(100);
            if (dice < 25) {
                change(server, "stop");
            } else if (dice < 55) {
                change(server, "start");
            } else if (dice < 75) {
                change(server, "reboot");
            } else if (dice < 87) {
                delete(server);
            } else if (dice < 91) {
                look(server);
            } else if (dice < 95) {
                list();
            } else {
                await();
            }
        }

        private void create() {
            String body = Customer.createBody(LOCATIONS.get(random.nextInt(LOCATIONS.size())));
            Answer answer = change(api -> api.post(SERVERS).body(body));
            if (answer == null) {
                return;
            }
            require(answer, answer.status() == 201);
            long server = answer.json().get("id").longValue();
            ledger.accepted(server, "provision", answer.operation());
            lastOperation = answer.operation();
            shared.fates.put(server, Fate.THERE);
        }

        private void change(long server, String verb) {
            String path = SERVERS + server + "/" + verb + "/";
            Fate before = fate(server);
            Answer answer = change(api -> api.post(path));
            if (answer == null || requireThereOrGone(answer, before, server)) {
                return;
            }
            if (answer.status() == 400) {
                String code = answer.json().get("code").textValue();
                answer.requireProblem(400, code);
                require(answer, WRONG_STATUS.contains(code));
                ledger.refused();
            } else {
                require(answer, answer.status() == 200);
                ledger.accepted(server, verb, answer.operation());
                lastOperation = answer.operation();
            }
        }

        private void delete(long server) {
            Fate before = fate(server);
            shared.fates.replace(server, Fate.THERE, Fate.LEAVING);
            Answer answer = null;
            while (answer == null && !stopped) { // or it would stay, with nobody left who knows of it
                answer = change(api -> api.delete(SERVERS + server + "/"));
            }
            if (answer == null || requireThereOrGone(answer, before, server)) {
                return;
            }
            require(answer, answer.status() == 204);
            ledger.accepted(server, "delete", answer.operation());
            lastOperation = answer.operation();
            shared.fates.put(server, Fate.GONE);
        }

        private void look(long server) {
            Fate before = fate(server);
            Answer answer = read(api -> api.get(SERVERS + server + "/"));
            if (answer != null && !requireThereOrGone(answer, before, server)) {
                require(answer, answer.status() == 200);
            }
        }

        private void list() {
            Map<Long, Fate> before = new HashMap<>(shared.fates);
            Answer answer = read(api -> api.get(SERVERS));
            if (answer == null) {
                return;
            }
            require(answer, answer.status() == 200);
            List<Long> listed = Customer.ids(answer.json());
            before.forEach((server, fate) -> {
                boolean isListed = listed.contains(server);
                if ((fate == Fate.GONE && isListed) || (fate(server) == Fate.THERE && !isListed)) {
                    ledger.undocumented("server %d was %s, listed: %s".formatted(server, fate, isListed));
                }
            });
        }

        private void await() {
            if (lastOperation > 0) {
                Answer answer = read(api -> api.get("/api/v1/operations/" + lastOperation + "/?wait=10s"));
                if (answer != null) {
                    require(answer, answer.status() == 200);
                }
            }
        }

        private Fate fate(long server) {
            return shared.fates.getOrDefault(server, Fate.GONE);
        }

        /** True when the answer is that it is gone; fails when it cannot be, or must be and is not. */
        private boolean requireThereOrGone(Answer answer, Fate before, long server) {
            boolean gone = answer.status() == 404;
            require(answer, before != Fate.GONE || gone);
            if (gone) {
                require(answer, fate(server) != Fate.THERE);
                answer.requireProblem(404, "server_not_found");
                shared.fates.put(server, Fate.GONE);
                ledger.refused();
            }
            return gone;
        }

        private @Nullable Answer change(Function<ApiClient, ApiClient.Call> request) {
            return send(request, ledger::unanswered);
        }

        private @Nullable Answer read(Function<ApiClient, ApiClient.Call> request) {
            return send(request, () -> {});
        }

        /**
         * Null when there was no answer but that there is none.
         *
         * @param whenUnknown what to do when it may have come through
         */
        private @Nullable Answer send(Function<ApiClient, ApiClient.Call> request, Runnable whenUnknown) {
            ChaosReplica replica = replicas.apply(random);
            try {
                Answer answer = request.apply(replica.client(shared.token)).trySend();
                if (answer.status() != 503) {
                    return answer;
                }
                whenUnknown.run();
                ledger.unavailable();
                answer.requireProblem(503, "unavailable");
                require(answer, mayBeUnavailable);
            } catch (IOException e) {
                if (!(e instanceof ConnectException)) {
                    whenUnknown.run();
                }
                ledger.reconnected();
                if (!replica.isDoomed()) {
                    ledger.undocumented(e.toString());
                }
            }
            Await.pause(AFTER_A_REFUSAL);
            return null;
        }

        private void require(Answer answer, boolean condition) {
            if (!condition) {
                throw new AssertionError("%s: %d %s".formatted(answer.request(), answer.status(), answer.body()));
            }
        }
    }
}
