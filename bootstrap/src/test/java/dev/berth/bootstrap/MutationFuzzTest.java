package dev.berth.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.bootstrap.ApiClient.Answer;
import dev.berth.bootstrap.RawConnection.RawAnswer;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Valid requests with something wrong in them, at random: none may be answered with a fault. The seed is printed;
 * {@code -Dberth.test.seed=…} repeats it, {@code -Dberth.test.mutations=…} goes on for longer.
 */
@OnEveryDatabase
class MutationFuzzTest {
    @RegisterExtension
    static final RunningBerth BERTH = RunningBerth.fresh();

    private static final long SEED = Long.getLong("berth.test.seed", System.nanoTime());
    private static final int MUTATIONS = Integer.getInteger("berth.test.mutations", 10_000);
    private static final int THREADS = 4;
    /** A mutation may announce more than it sends; then both sides wait. */
    private static final Duration PATIENCE = Duration.ofMillis(250);

    /** As the server reads it, which minds neither case nor kind of space. */
    private static final Pattern HEAD = Pattern.compile("[\\x00-\\x20]*HEAD[\\x00-\\x20]", Pattern.CASE_INSENSITIVE);

    private static final List<String> FRAGMENTS = List.of(
            "%00",
            "%",
            "%zz",
            "%2f",
            "..",
            "//",
            "?",
            "&",
            "=",
            "#",
            ";",
            "\"",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\\",
            "\\u0000",
            "\\ud800",
            "\r\n",
            "\n",
            "\u0000",
            "\u00ff",
            "null",
            "true",
            "-1",
            "1e999999",
            "0",
            "1.5",
            "9007199254740992",
            "99999999999999999999999",
            "a".repeat(300),
            " ",
            "\t",
            "é",
            "🚀",
            "'",
            "--",
            "<script>",
            "${jndi:ldap://x}",
            "{{7*7}}",
            "../../etc/passwd",
            "status=active",
            "Content-Length: 5\r\n",
            "gzip");

    @Test
    void no_mutation_of_a_valid_request_is_answered_with_a_fault() {
        System.out.println("MutationFuzzTest: -Dberth.test.seed=" + SEED);
        Customer customer = BERTH.newCustomer("1000", 20); // few servers, so that no_capacity has no chance
        long server = customer.createActive();
        long started = System.nanoTime();
        List<CompletableFuture<Map<Integer, Integer>>> workers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Fuzzer fuzzer = new Fuzzer(customer, server, new Random(SEED + i));
            workers.add(Background.start(() -> fuzzer.run(MUTATIONS / THREADS)));
        }
        Map<Integer, Integer> statuses = new TreeMap<>();
        workers.forEach(
                worker -> worker.join().forEach((status, count) -> statuses.merge(status, count, Integer::sum)));
        System.out.printf(
                "MutationFuzzTest: %d mutations in %d ms, answers (0: none) %s%n",
                MUTATIONS, Duration.ofNanos(System.nanoTime() - started).toMillis(), statuses);
        // what is neither valid nor refused would say that nothing reached the routes
        assertThat(statuses).containsKeys(200, 400, 401, 404, 405);
        assertThat(statuses.getOrDefault(0, 0)).isLessThan(MUTATIONS / 5);

        Customer afterwards = BERTH.newCustomer();
        long created = afterwards.createActive();
        assertThat(Customer.ids(afterwards.list())).containsExactly(created);
        customer.list();
        assertThat(BERTH.database().number("SELECT COUNT(*) FROM operations WHERE status = 'FAILED'"))
                .isZero();
    }

    /** Sends mutations, one after the other. */
    private static final class Fuzzer {
        private final Customer customer;
        private final List<Route> routes;
        private final Random random;
        private final Map<Integer, Integer> statuses = new TreeMap<>();
        private RawConnection connection;

        Fuzzer(Customer customer, long server, Random random) {
            this.customer = customer;
            this.random = random;
            this.routes = new ArrayList<>(Route.all(server, customer.account())
                    .filter(route -> !route.method().equals("DELETE")) // the others need the server
                    .toList());
            routes.add(new Route("DELETE", "/api/v1/servers/%d/".formatted(server + 1), "servers:write", ""));
            routes.add(new Route("GET", "/api/v1/servers/?status=active&location=us-west&limit=5", "servers:read", ""));
            routes.add(new Route("HEAD", "/api/v1/servers/" + server + "/", "servers:read", ""));
            routes.add(new Route("OPTIONS", "/api/v1/servers/", "servers:read", ""));
            this.connection = customer.api().connect();
        }

        Map<Integer, Integer> run(int mutations) {
            for (int i = 0; i < mutations; i++) {
                Route route = routes.get(random.nextInt(routes.size()));
                byte[] request = random.nextInt(3) == 0 && route.takesBody()
                        ? request(route, mutatedJson(route.body()))
                        : mutatedBytes(request(route, route.body()));
                send(request);
            }
            connection.close();
            return statuses;
        }

        private void send(byte[] request) {
            String sent = new String(request, StandardCharsets.ISO_8859_1);
            boolean isHead = HEAD.matcher(sent).lookingAt();
            Optional<RawAnswer> received = connection.send(request).receive(isHead ? "HEAD" : "GET", PATIENCE);
            int status = received.map(RawAnswer::status).orElse(0);
            statuses.merge(status, 1, Integer::sum);
            received.ifPresent(answer -> hold(answer, isHead, sent));
            // one request may have become two: only an answer that can be no other's leaves the connection in use
            if (received.isEmpty() || received.get().closesConnection() || isHead || status == 400) {
                connection.close();
                connection = customer.api().connect();
            }
        }

        private static void hold(RawAnswer answer, boolean isHead, String sent) {
            assertThat(answer.status()).as("%s%n→ %s", sent, answer.body()).isBetween(200, 499);
            if (answer.status() >= 400 && !isHead) {
                assertThat(answer.isProblem()).as("%s%n→ %s", sent, answer).isTrue();
                JsonNode problem = Answer.parse(answer.body());
                Answer.requireProblem(
                        problem, answer.status(), problem.get("code").textValue());
            }
        }

        private byte[] request(Route route, String body) {
            String token =
                    route.isAdmin() ? RunningBerth.ADMIN_TOKEN : customer.api().token();
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            ByteArrayOutputStream request = new ByteArrayOutputStream();
            String length = bytes.length == 0 ? "" : "Content-Length: " + bytes.length + "\r\n";
            request.writeBytes((route.method() + " " + route.path()
                            + " HTTP/1.1\r\nHost: berth\r\nAuthorization: Bearer "
                            + token + "\r\nContent-Type: application/json\r\nAccept: application/json\r\n" + length
                            + "\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            request.writeBytes(bytes);
            return request.toByteArray();
        }

        /** Bytes flipped, inserted, deleted or repeated, anywhere: path, query, headers and body. */
        private byte[] mutatedBytes(byte[] request) {
            byte[] mutated = request;
            for (int i = random.nextInt(3); i >= 0; i--) {
                // half of them in the first line, which is short beside the headers
                int end = random.nextBoolean() ? indexOf(mutated, '\r') : mutated.length;
                int at = random.nextInt(Math.max(1, end));
                mutated = switch (random.nextInt(5)) {
                    case 0 -> flipped(mutated, at);
                    case 1 -> spliced(mutated, at, 0, new byte[] {(byte) random.nextInt(256)});
                    case 2 -> spliced(mutated, at, 1 + random.nextInt(8), new byte[0]);
                    case 3 -> spliced(mutated, at, 0, fragment());
                    default -> spliced(mutated, at, 1 + random.nextInt(4), fragment());
                };
            }
            return mutated;
        }

        private byte[] fragment() {
            return FRAGMENTS.get(random.nextInt(FRAGMENTS.size())).getBytes(StandardCharsets.UTF_8);
        }

        private byte[] flipped(byte[] bytes, int at) {
            byte[] flipped = bytes.clone();
            flipped[at] ^= (byte) (1 << random.nextInt(8));
            return flipped;
        }

        private static byte[] spliced(byte[] bytes, int at, int removed, byte[] inserted) {
            ByteArrayOutputStream spliced = new ByteArrayOutputStream();
            spliced.write(bytes, 0, at);
            spliced.writeBytes(inserted);
            int from = Math.min(bytes.length, at + removed);
            spliced.write(bytes, from, bytes.length - from);
            return spliced.toByteArray();
        }

        private static int indexOf(byte[] bytes, char wanted) {
            for (int i = 0; i < bytes.length; i++) {
                if (bytes[i] == wanted) {
                    return i;
                }
            }
            return bytes.length;
        }

        /** Fields left out, added, renamed, or with values of other types. */
        private String mutatedJson(String body) {
            ObjectNode object = (ObjectNode) Answer.parse(body);
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            for (int i = random.nextInt(2); i >= 0; i--) {
                String name = names.get(random.nextInt(names.size()));
                switch (random.nextInt(4)) {
                    case 0 -> object.remove(name);
                    case 1 -> object.set(FRAGMENTS.get(random.nextInt(FRAGMENTS.size())), value(0));
                    case 2 -> object.set(name.toUpperCase(Locale.ROOT), value(0));
                    default -> object.set(name, value(0));
                }
            }
            return object.toString();
        }

        private JsonNode value(int depth) {
            JsonNodeFactory json = JsonNodeFactory.instance;
            return switch (random.nextInt(depth > 3 ? 8 : 10)) {
                case 0 -> json.nullNode();
                case 1 -> json.booleanNode(random.nextBoolean());
                case 2 -> json.numberNode(random.nextLong());
                case 3 -> json.numberNode(random.nextInt(12) - 3);
                case 4 -> json.numberNode(new BigInteger(1 + random.nextInt(400), random));
                case 5 -> json.numberNode(BigDecimal.valueOf(random.nextLong(), random.nextInt(600) - 300));
                case 6 -> json.textNode(text());
                case 7 -> json.textNode(FRAGMENTS.get(random.nextInt(FRAGMENTS.size())));
                case 8 -> {
                    ArrayNode array = json.arrayNode();
                    for (int i = random.nextInt(4); i > 0; i--) {
                        array.add(value(depth + 1));
                    }
                    yield array;
                }
                default -> json.objectNode().set(text(), value(depth + 1));
            };
        }

        private String text() {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(80); i > 0; i--) {
                // letters mostly, and now and then anything: controls, halves of surrogate pairs, other planes
                text.append(
                        random.nextInt(8) == 0 ? (char) random.nextInt(0x10000) : (char) ('a' + random.nextInt(26)));
            }
            return text.toString();
        }
    }
}
