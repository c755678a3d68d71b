package dev.berth.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.bootstrap.ApiClient.Answer;
import dev.berth.bootstrap.RawConnection.RawAnswer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong is refused by name, with nothing changed: never guessed at, never a fault of the server. */
@OnEveryDatabase
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StrictInputTest {
    @RegisterExtension
    static final RunningBerth BERTH = RunningBerth.fresh();

    private static final String SERVERS = "/api/v1/servers/";
    private static final String VALID = "\"name\": \"web\", \"plan_id\": 1, \"os_id\": 5, \"location\": \"us-west\"";
    private static final String A63 = "a".repeat(63);

    private final Customer customer = BERTH.newCustomer();
    private final long server = customer.createActive();
    private JsonNode listBefore;
    private List<Map<String, Object>> accountsBefore;

    @BeforeEach
    void remember() {
        listBefore = customer.list();
        accountsBefore = accounts();
    }

    @AfterEach
    void nothing_has_changed() {
        assertThat(customer.list()).isEqualTo(listBefore);
        assertThat(accounts()).isEqualTo(accountsBefore);
    }

    private static List<Map<String, Object>> accounts() {
        return BERTH.database()
                .query("SELECT a.*, (SELECT COUNT(*) FROM credit_entries) e, (SELECT COUNT(*) FROM api_tokens) t,"
                        + " (SELECT COUNT(*) FROM operations) o FROM accounts a ORDER BY id");
    }

    /**
     * A body that is refused.
     *
     * @param errors all that it is refused for
     */
    private record Bad(String body, List<String> errors) {
        Bad(String body, String... errors) {
            this(body, List.of(errors));
        }

        @Override
        public String toString() {
            return body.length() > 120 ? body.substring(0, 120) + "…" : body;
        }
    }

    static Stream<Bad> badCreates() {
        return Stream.of(
                new Bad("{}", "name: required", "plan_id: required", "os_id: required", "location: required"),
                name("\"\""),
                name("\"-a\""),
                name("\"a-\""),
                name("\"-\""),
                name("\"a b\""),
                name("\"a_b\""),
                name("\"a.b\""),
                name("\"" + A63 + "a\""),
                name("\"ä\""),
                name("\"а\""), // Cyrillic
                name("\"１\""), // a full-width digit
                name("\"web\\n\""),
                name("\"web\\u0000\""),
                name("\"\\u0000\""),
                name("\"\\ud800\""),
                name("\"\\udc00\\ud800\""),
                name("\"🚀\""),
                name("\"web\\u200b\""),
                name("\"a'; DROP TABLE servers; --\""),
                new Bad(create("name", "1"), "name: invalid_type"),
                new Bad(create("name", "true"), "name: invalid_type"),
                new Bad(create("name", "null"), "name: invalid_type"),
                new Bad(create("name", "[\"web\"]"), "name: invalid_type"),
                new Bad(create("name", "{\"a\": 1}"), "name: invalid_type"),
                new Bad(create("plan_id", "\"1\""), "plan_id: invalid_type"),
                new Bad(create("plan_id", "1.0"), "plan_id: invalid_type"),
                new Bad(create("plan_id", "1.5"), "plan_id: invalid_type"),
                new Bad(create("plan_id", "1e0"), "plan_id: invalid_type"),
                new Bad(create("plan_id", "true"), "plan_id: invalid_type"),
                new Bad(create("plan_id", "null"), "plan_id: invalid_type"),
                new Bad(create("plan_id", "[1]"), "plan_id: invalid_type"),
                new Bad(create("plan_id", "0"), "plan_id: out_of_range"),
                new Bad(create("plan_id", "-1"), "plan_id: out_of_range"),
                new Bad(create("plan_id", "9007199254740992"), "plan_id: out_of_range"),
                new Bad(create("plan_id", "9223372036854775808"), "plan_id: out_of_range"),
                new Bad(create("plan_id", "1e999999"), "plan_id: invalid_type"),
                new Bad(create("plan_id", "1e-999999"), "plan_id: invalid_type"),
                new Bad(create("plan_id", "9".repeat(900)), "plan_id: out_of_range"),
                new Bad(create("plan_id", "9007199254740991"), "plan_id: not_found"),
                new Bad(create("os_id", "\"5\""), "os_id: invalid_type"),
                new Bad(create("os_id", "999"), "os_id: not_found"),
                new Bad(create("location", "1"), "location: invalid_type"),
                new Bad(create("location", "null"), "location: invalid_type"),
                new Bad(create("location", "\"\""), "location: not_found"),
                new Bad(create("location", "\"US-WEST\""), "location: not_found"),
                new Bad(create("location", "\"us-west \""), "location: not_found"),
                new Bad(create("location", "\"us-west\\u0000\""), "location: invalid_format"),
                new Bad(create("location", "\"" + "a".repeat(10_000) + "\""), "location: not_found"),
                new Bad(plus("\"hostname\": \"\""), "hostname: invalid_format"),
                new Bad(plus("\"hostname\": \"a..b\""), "hostname: invalid_format"),
                new Bad(plus("\"hostname\": \".a\""), "hostname: invalid_format"),
                new Bad(plus("\"hostname\": \"a.\""), "hostname: invalid_format"),
                new Bad(plus("\"hostname\": \"-a.b\""), "hostname: invalid_format"),
                new Bad(plus("\"hostname\": \"a-.b\""), "hostname: invalid_format"),
                new Bad(plus("\"hostname\": \"a_b\""), "hostname: invalid_format"),
                new Bad(plus("\"hostname\": \"" + A63 + "a.b\""), "hostname: invalid_format"),
                new Bad(
                        plus("\"hostname\": \"" + (A63 + ".").repeat(3) + "a".repeat(62) + "\""),
                        "hostname: invalid_format"),
                new Bad(plus("\"hostname\": \"a\\n\""), "hostname: invalid_format"),
                new Bad(plus("\"hostname\": 1"), "hostname: invalid_type"),
                new Bad(plus("\"ssh_key_id\": 1"), "ssh_key_id: not_found"),
                new Bad(plus("\"ssh_key_id\": \"1\""), "ssh_key_id: invalid_type"),
                new Bad(plus("\"ssh_key_id\": 0"), "ssh_key_id: out_of_range"),
                new Bad(plus("\"backups_enabled\": 1"), "backups_enabled: invalid_type"),
                new Bad(plus("\"backups_enabled\": \"true\""), "backups_enabled: invalid_type"),
                new Bad(plus("\"Name\": \"web\""), "Name: unknown_field"),
                new Bad(plus("\"\": 1"), ": unknown_field"),
                new Bad(plus("\"plan\": {\"id\": 1}"), "plan: unknown_field"),
                new Bad(plus("\"id\": 7, \"status\": \"active\""), "id: unknown_field", "status: unknown_field"),
                new Bad(
                        "{\"name\": \"-\", \"plan_id\": \"1\", \"os_id\": 0, \"location\": null, \"hostname\": 5,"
                                + " \"ssh_key_id\": 1.5, \"backups_enabled\": 0, \"x\": 1}",
                        "name: invalid_format",
                        "plan_id: invalid_type",
                        "os_id: out_of_range",
                        "location: invalid_type",
                        "hostname: invalid_type",
                        "ssh_key_id: invalid_type",
                        "backups_enabled: invalid_type",
                        "x: unknown_field"),
                new Bad("{\"name\": \"web\", " + VALID + "}", "name: duplicate_field"),
                new Bad(plus("\"hostname\": {\"a\": 1, \"a\": 2}"), "a: duplicate_field"));
    }

    /** What no route takes for a body. */
    static Stream<Bad> badDocuments() {
        return Stream.of(
                new Bad("", "body: required"),
                new Bad(" ", "body: invalid_type"),
                new Bad("null", "body: invalid_type"),
                new Bad("[]", "body: invalid_type"),
                new Bad("[{" + VALID + "}]", "body: invalid_type"),
                new Bad("\"text\"", "body: invalid_type"),
                new Bad("1", "body: invalid_type"),
                new Bad("true", "body: invalid_type"),
                new Bad("{", "body: invalid_json"),
                new Bad("{" + VALID, "body: invalid_json"),
                new Bad("{" + VALID + "}}", "body: invalid_json"),
                new Bad("{" + VALID + "} {}", "body: invalid_json"),
                new Bad("{" + VALID + "} x", "body: invalid_json"),
                new Bad("{" + VALID + ",}", "body: invalid_json"),
                new Bad("{\"name\": 'web'}", "body: invalid_json"),
                new Bad("{name: \"web\"}", "body: invalid_json"),
                new Bad("{\"name\": \"web\" /* a comment */}", "body: invalid_json"),
                new Bad("{\"name\": NaN}", "body: invalid_json"),
                new Bad("{\"name\": Infinity}", "body: invalid_json"),
                new Bad("{\"name\": 01}", "body: invalid_json"),
                new Bad("{\"name\": +1}", "body: invalid_json"),
                new Bad("{\"name\": .5}", "body: invalid_json"),
                new Bad("{\"name\": \"\\x\"}", "body: invalid_json"),
                new Bad("{\"name\": \"\\u12\"}", "body: invalid_json"),
                new Bad("{\"name\": \"a\nb\"}", "body: invalid_json"),
                new Bad("{\"name\": \"a\u0000b\"}", "body: invalid_json"),
                new Bad("\u0000{}", "body: invalid_json"),
                new Bad("\ufeff{}", "body: invalid_json"),
                new Bad("name=web&plan_id=1", "body: invalid_json"),
                new Bad("<server/>", "body: invalid_json"),
                new Bad("[".repeat(30_000), "body: invalid_json"),
                new Bad("{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000), "body: invalid_json"),
                new Bad("{\"a\": " + "[".repeat(2_000) + "]".repeat(2_000) + "}", "body: invalid_json"),
                new Bad("{\"" + "a".repeat(60_000), "body: invalid_json"),
                new Bad("{\"x\": " + "9".repeat(60_000) + "}", "body: invalid_json"));
    }

    Stream<Route> routesWithBody() {
        return Route.all(server, customer.account())
                .filter(Route::takesBody)
                .filter(route -> !route.path().equals("/api/v1/admin/accounts/") || route.isAdmin());
    }

    @ParameterizedTest
    @MethodSource("badCreates")
    void a_create_with_anything_wrong_in_it_is_refused(Bad bad) {
        Answer refused = customer.api().post(SERVERS).body(bad.body()).expectProblem(400, "invalid_request");
        assertThat(refused.errors()).containsExactlyInAnyOrderElementsOf(bad.errors());
    }

    @ParameterizedTest
    @MethodSource("badDocuments")
    void what_is_no_json_object_is_refused_everywhere(Bad bad) {
        for (Route route : routesWithBody().toList()) {
            ApiClient client = route.isAdmin() ? BERTH.admin() : customer.api();
            Answer refused =
                    client.call(route.method(), route.path()).body(bad.body()).expectProblem(400, "invalid_request");
            assertThat(refused.errors()).as("%s", route).containsExactlyElementsOf(bad.errors());
        }
        if (!bad.body().isEmpty()) {
            for (String verb : List.of("start", "stop", "reboot")) {
                Answer refused = customer.api()
                        .post(SERVERS + server + "/" + verb + "/")
                        .body(bad.body())
                        .expectProblem(400, "invalid_request");
                assertThat(refused.errors()).as(verb).containsExactlyElementsOf(bad.errors());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("routesWithBody")
    void what_is_not_utf_8_is_refused(Route route) {
        ApiClient client = route.isAdmin() ? BERTH.admin() : customer.api();
        for (byte[] bytes : List.of(
                bytes("{\"name\": \"", 0xFF, "\"}"),
                bytes("{\"name\": \"", 0xC0, 0x80, "\"}"), // an overlong NUL
                bytes("{\"name\": \"", 0xED, 0xA0, 0x80, "\"}"), // half a surrogate pair
                bytes("{\"name\": \"", 0xF4, 0x90, 0x80, 0x80, "\"}"), // beyond Unicode
                bytes("{\"name\": \"", 0xE2, 0x82), // in the middle of a character
                "{\"name\": \"ü\"}".getBytes(StandardCharsets.ISO_8859_1))) {
            Answer refused =
                    client.call(route.method(), route.path()).body(bytes).expectProblem(400, "invalid_request");
            assertThat(refused.errors()).containsExactly("body: invalid_encoding");
        }
        for (String charset : List.of("UTF-16", "UTF-16LE", "UTF-32")) {
            Answer refused = client.call(route.method(), route.path())
                    .body(route.body().getBytes(Charset.forName(charset)))
                    .expectProblem(400, "invalid_request");
            assertThat(refused.errors()).hasSize(1).first().asString().startsWith("body: invalid_");
        }
    }

    @ParameterizedTest
    @MethodSource("routesWithBody")
    void a_body_of_more_than_64_kib_is_refused_with_and_without_its_length(Route route) {
        ApiClient client = route.isAdmin() ? BERTH.admin() : customer.api();
        String start = route.body().substring(0, route.body().length() - 1);
        for (int size : List.of(64 * 1024 + 1, 1_000_000)) {
            byte[] body = (start + " ".repeat(size - start.length() - 1) + "}").getBytes(StandardCharsets.UTF_8);
            assertThat(client.call(route.method(), route.path())
                            .body(body)
                            .send()
                            .status())
                    .isEqualTo(413);
            Answer refused = client.call(route.method(), route.path())
                    .body(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                    .send();
            refused.requireProblem(413, "request_too_large");
        }
    }

    @Test
    void a_body_of_64_kib_is_read() {
        String body = "{" + " ".repeat(64 * 1024 - 2) + "}";
        customer.api().patch(SERVERS + server + "/").body(body).expect(200);
        customer.api()
                .patch(SERVERS + server + "/")
                .body(BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))))
                .expect(200);
    }

    @Test
    void a_body_of_nothing_but_unknown_fields_has_no_answer_many_times_its_size() {
        StringBuilder body = new StringBuilder("{\"f0\": 0");
        for (int i = 1; i < 5_000; i++) {
            body.append(",\"f").append(i).append("\":0");
        }
        Answer refused =
                customer.api().post(SERVERS).body(body.append('}').toString()).expectProblem(400, "invalid_request");
        assertThat(refused.body()).hasSizeLessThan(64 * 1024);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"force\": true}", "[]", "null", "{} {}", "x"})
    void a_power_change_takes_no_fields(String body) {
        for (String verb : List.of("start", "stop", "reboot")) {
            customer.api().post(SERVERS + server + "/" + verb + "/").body(body).expectProblem(400, "invalid_request");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\": \"\"}",
                "{\"name\": \"a\\u0000\"}",
                "{\"name\": 5}",
                "{\"hostname\": null}",
                "{\"backups_enabled\": null}",
                "{\"backups_enabled\": \"false\"}",
                "{\"status\": \"stopped\"}",
                "{\"plan_id\": 2}",
                "{\"id\": 1}",
                "{\"name\": \"good\", \"hostname\": \"bad_\"}",
                "{\"name\": \"good\", \"name\": \"good\"}"
            })
    void a_patch_with_anything_wrong_in_it_changes_nothing(String body) {
        customer.api().patch(SERVERS + server + "/").body(body).expectProblem(400, "invalid_request");
        customer.api().put(SERVERS + server + "/").body(body).expectProblem(400, "invalid_request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/v1/servers/%",
                "GET /api/v1/servers/%zz/",
                "GET /api/v1/servers/%f/",
                "GET /api/v1/servers/?status=%",
                "GET /api/v1/servers/?status=%zz",
                "GET /api/v1/servers/?%zz=1",
                "GET /api/v1/servers/?status=%ff",
                "GET /api/v1/servers/?status=%c0%80",
                "GET /api/v1/servers/?status=%00",
                "GET /api/v1/servers/?a=1&a=%ud800",
                "GET /api/v1/servers/?=active",
                "GET /api/v1/servers/?&&status=",
                "GET /api/v1/servers/?status=active;stopped",
                "GET /api/v1/servers/?status[]=active",
                "GET /api/v1/servers/%00/",
                "GET /api/v1/servers/%2e%2e/",
                "GET /api/v1/servers/..%2f/",
                "GET /api/v1/servers/1%00/",
                "GET /api/v1/servers/%ff%fe/",
                "GET /api/v1/servers/<script>/",
                "GET /api/v1/servers/\"/",
                "GET /api/v1/servers/{id}/",
                "GET /api/v1/servers/a|b/",
                "GET /api/v1/servers/\\/",
                "GET /api/v1/servers/\u00e9/",
                "GET /api/v1/servers/ 1/",
                "GET  /api/v1/servers/?x",
                "GET api/v1/servers/",
                "GET",
                "GET *",
                "OPTIONS /api/v1/servers/%zz",
                "DELETE /api/v1/servers/%31%00/",
                "POST /api/v1/servers/1/st%61rt/?x=1",
                "GET http://[::1/api/v1/servers/",
                "GET http://evil.example.com/api/v1/servers/?x=1",
                "GET //evil.example.com/api/v1/servers/",
                "CONNECT example.com:80",
                "PRI * HTTP/2.0",
                "G\u0000T /api/v1/servers/",
                "G(T /api/v1/servers/",
                "\u0000\u0001\u0002",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003"
            })
    void a_request_line_that_makes_no_sense_is_a_4xx_problem(String line) {
        RawAnswer answer = raw(line + " HTTP/1.1\r\nHost: berth\r\n" + authorization() + "\r\n");
        assertRefused(line, answer);
    }

    @Test
    void a_path_or_a_header_that_is_too_long_is_a_4xx_problem() {
        for (int length : List.of(5_000, 9_000, 70_000)) {
            assertRefused(
                    "path of " + length,
                    raw("GET /api/v1/servers/" + "1".repeat(length) + "/ HTTP/1.1\r\nHost: berth\r\n" + authorization()
                            + "\r\n"));
            assertRefused(
                    "query of " + length,
                    raw("GET /api/v1/servers/?status=" + "a".repeat(length) + " HTTP/1.1\r\nHost: berth\r\n"
                            + authorization() + "\r\n"));
        }
        assertRefused(
                "header",
                raw("GET /api/v1/servers/ HTTP/1.1\r\nHost: berth\r\nX: " + "a".repeat(70_000) + "\r\n"
                        + authorization() + "\r\n"));
        assertRefused(
                "headers",
                raw("GET /api/v1/servers/ HTTP/1.1\r\nHost: berth\r\n" + "X-A: bcdefgh\r\n".repeat(5_000)
                        + authorization() + "\r\n"));
        assertRefused(
                "token",
                raw("GET /api/v1/servers/ HTTP/1.1\r\nHost: berth\r\nAuthorization: Bearer " + "a".repeat(10_000)
                        + "\r\n\r\n"));
        assertRefused(
                "method",
                raw("X".repeat(9_000) + " /api/v1/servers/ HTTP/1.1\r\nHost: berth\r\n" + authorization() + "\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: x\r\n\r\n",
                "Content-Length: -1\r\n\r\n",
                "Content-Length: +2\r\n\r\n{}",
                "Content-Length: 99999999999999999999999\r\n\r\n{}",
                "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}}",
                "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n-1\r\n{}\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n{}\r\n0\r\n\r\n",
                "Transfer-Encoding: gzip\r\n\r\n{}",
                "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
                "B ad: x\r\n\r\n",
                ": x\r\n\r\n",
                "NoColon\r\n\r\n",
                "X: a\u0000b\r\n\r\n",
                " folded: x\r\n\r\n",
                "Content-Type: \u00ff\u00fe\r\nContent-Length: 2\r\n\r\n{}",
                "Content-Type: application/json\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}",
                "Content-Length: 2\r\nExpect: the-unexpected\r\n\r\n[]",
                "Content-Length: 0\r\n\r\n"
            })
    void a_header_that_makes_no_sense_is_a_4xx_problem(String headers) {
        RawAnswer answer = raw("POST /api/v1/servers/ HTTP/1.1\r\nHost: berth\r\n" + authorization() + headers);
        assertRefused(headers, answer);
    }

    @Test
    void what_looks_like_two_requests_is_never_one_of_somebody_else() {
        try (RawConnection connection = customer.api().connect()) {
            connection.send("POST /api/v1/servers/ HTTP/1.1\r\nHost: berth\r\n" + authorization()
                    + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
                    + "DELETE /api/v1/servers/" + server + "/ HTTP/1.1\r\nHost: berth\r\n" + authorization() + "\r\n");
            assertRefused("first", connection.receive());
            // the connection is not to be trusted any more
            assertThat(connection.receive("GET", Duration.ofSeconds(5)).map(RawAnswer::status))
                    .isNotEqualTo(Optional.of(204));
        }
    }

    @Test
    void a_client_that_stops_in_the_middle_of_a_body_does_nothing() {
        try (RawConnection connection = customer.api().connect()) {
            connection.send("POST /api/v1/servers/ HTTP/1.1\r\nHost: berth\r\n" + authorization()
                    + "Content-Length: 1000\r\n\r\n{" + VALID + "}");
        }
        try (RawConnection connection = customer.api().connect()) {
            connection.send("POST /api/v1/servers/ HTTP/1.1\r\nHost: berth\r\n" + authorization()
                    + "Transfer-Encoding: chunked\r\n\r\n4f\r\n{" + VALID + "}\r\n");
        }
        Await.pause(Duration.ofMillis(200));
    }

    private static Bad name(String json) {
        return new Bad(create("name", json), "name: invalid_format");
    }

    /** A valid create but for one field. */
    private static String create(String field, String json) {
        return "{"
                + VALID.replaceAll("\"" + field + "\": (\"[^\"]*\"|[0-9]+)", "")
                        .replaceAll("^, |, $", "")
                        .replace(", , ", ", ")
                + ", \"" + field + "\": " + json + "}";
    }

    /** A valid create with one field more. */
    private static String plus(String field) {
        return "{" + VALID + ", " + field + "}";
    }

    private static byte[] bytes(Object... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Object part : parts) {
            if (part instanceof Integer one) {
                bytes.write(one);
            } else {
                bytes.writeBytes(part.toString().getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    private String authorization() {
        return "Authorization: Bearer " + customer.api().token() + "\r\n";
    }

    private RawAnswer raw(String request) {
        try (RawConnection connection = customer.api().connect()) {
            return connection.send(request).receive();
        }
    }

    private static void assertRefused(String what, RawAnswer answer) {
        assertThat(answer.status()).as("%s: %s", what, answer.body()).isBetween(400, 499);
        assertThat(answer.isProblem()).as("%s: %s", what, answer).isTrue();
        JsonNode problem = Answer.parse(answer.body());
        Answer.requireProblem(problem, answer.status(), problem.get("code").textValue());
        assertThat(answer.body()).doesNotContain("Exception").doesNotContain("io.micronaut");
    }
}
