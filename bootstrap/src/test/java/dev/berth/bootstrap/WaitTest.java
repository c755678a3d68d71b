package dev.berth.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.application.operation.service.OperationWaiters;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Clients that wait for operations: over sockets, so that they cost no thread themselves. */
@OnEveryDatabase
@Isolated("counts the threads of the process")
class WaitTest {
    private static final Pattern OPERATION = Pattern.compile("operation-location: (\\S+)", Pattern.CASE_INSENSITIVE);
    private static final int SERVERS = 20;
    private static final int WAITERS = 1_000;
    /** How many requests are on their way at once: each costs a thread until it waits. */
    private static final int BURST = 10;

    private Berth berth;
    private OperationWaiters waiters;
    private final List<Client> clients = new ArrayList<>();

    @BeforeEach
    void start() {
        berth = RunningBerth.fresh(Map.of("berth.simulated-boot-time", "1h")) // nothing ends by itself
                .berth();
        waiters = berth.context().getBean(OperationWaiters.class);
    }

    @AfterEach
    void stop() throws IOException {
        for (Client client : clients) {
            client.socket.close();
        }
        if (berth.context().isRunning()) {
            berth.close();
        }
    }

    @Test
    void a_thousand_waits_cost_no_threads_and_end_with_their_operations() throws IOException {
        List<String> operations = new ArrayList<>();
        for (int i = 0; i < SERVERS; i++) {
            operations.add(operation(create()));
        }
        warmUp(operations);
        int threads = threads();

        List<Client> waiting = new ArrayList<>();
        while (waiting.size() < WAITERS) {
            for (int i = 0; i < BURST; i++) {
                waiting.add(send("GET", operations.get(waiting.size() % SERVERS) + "?wait=60s"));
            }
            Await.until("all wait", () -> waiters.size() == waiting.size());
        }
        assertThat(threads()).isLessThanOrEqualTo(threads + 2);

        // somebody else brings these to their end, as a replica would: a delete takes the place of each
        List<String> deletions = new ArrayList<>();
        for (int server = 1; server <= SERVERS; server++) {
            deletions.add(
                    operation(send("DELETE", "/api/v1/servers/" + server + "/").answer()));
        }
        long end = System.nanoTime();
        for (Client client : waiting) {
            assertThat(client.answer()).startsWith("HTTP/1.1 200").contains("\"status\":\"superseded\"");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - end)).isLessThan(Duration.ofSeconds(20));
        assertThat(waiters.size()).isZero();

        // and this process these
        for (String deletion : deletions) {
            assertThat(send("GET", deletion + "?wait=60s").answer()).contains("\"status\":\"succeeded\"");
        }
    }

    @Test
    void whoever_waits_when_berth_stops_is_told_how_it_stands() throws IOException {
        String operation = operation(create());
        List<Client> waiting = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            waiting.add(send("GET", operation + "?wait=60s"));
        }
        Await.until("all wait", () -> waiters.size() == waiting.size());
        berth.close();
        for (Client client : waiting) {
            assertThat(client.answer())
                    .startsWith("HTTP/1.1 200")
                    .containsAnyOf("\"status\":\"pending\"", "\"status\":\"running\"");
        }
    }

    @Test
    void a_connection_is_not_taken_for_idle_while_the_longest_wait_lasts() {
        assertThat(berth.context().getRequiredProperty("micronaut.server.idle-timeout", Duration.class))
                .isGreaterThan(Duration.ofSeconds(60 + 10));
    }

    /** Has every pool make the threads that it makes for so many requests at once. */
    private void warmUp(List<String> operations) throws IOException {
        for (int round = 0; round < 5; round++) {
            List<Client> burst = new ArrayList<>();
            for (int i = 0; i < 4 * BURST; i++) {
                burst.add(send("GET", operations.get(i % SERVERS) + (round == 0 ? "?wait=1s" : "")));
            }
            for (Client client : burst) {
                assertThat(client.answer()).startsWith("HTTP/1.1 200");
            }
        }
    }

    private static int threads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    private String create() throws IOException {
        String body = "{\"name\":\"web\",\"hostname\":\"web.example.com\",\"plan_id\":1,\"os_id\":1,"
                + "\"location\":\"us-west\"}";
        return send("POST", "/api/v1/servers/", body).answer();
    }

    private static String operation(String answer) {
        Matcher matcher = OPERATION.matcher(answer);
        assertThat(matcher.find()).as(answer).isTrue();
        return matcher.group(1);
    }

    private Client send(String method, String path) throws IOException {
        return send(method, path, "");
    }

    private Client send(String method, String path, String body) throws IOException {
        Client client = new Client(new Socket(
                InetAddress.getByName(berth.uri().getHost()), berth.uri().getPort()));
        clients.add(client);
        client.socket.setSoTimeout(30_000);
        String request = "%s %s HTTP/1.1\r\nHost: berth\r\nConnection: close\r\nAuthorization: Bearer %s\r\n"
                        .formatted(method, path, RunningBerth.DEMO_TOKEN)
                + "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s".formatted(body.length(), body);
        client.socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return client;
    }

    /** A connection for one request. */
    private record Client(Socket socket) {
        String answer() throws IOException {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
