package dev.berth.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.bootstrap.ApiClient.Answer;
import dev.berth.bootstrap.RawConnection.RawAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds on every route: tokens, paths, methods, media types, and the order of checks. */
@OnEveryDatabase
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConventionsTest {
    @RegisterExtension
    static final RunningBerth BERTH =
            RunningBerth.fresh(ComputedSettings.from(Map.of("BERTH_CORS_ORIGINS", "https://panel.example.com")));

    private static final String UNKNOWN_TOKEN = "berth_of_a_form_that_no_token_of_berth_has_0000";

    private final Customer customer = BERTH.newCustomer();
    private final long server = customer.createActive();

    Stream<Route> routes() {
        return Route.all(server, customer.account());
    }

    @ParameterizedTest
    @MethodSource("routes")
    void no_route_answers_without_a_token(Route route) {
        Answer refused = route.call(BERTH.anonymous()).expectProblem(401, "unauthenticated");
        assertThat(refused.header("WWW-Authenticate")).isEqualTo("Bearer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "bearer",
                "Basic dXNlcjpwYXNz",
                "Bearer " + UNKNOWN_TOKEN,
                "Bearer xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
                "Bearer " + RunningBerth.DEMO_TOKEN + "x",
                "Bearer " + RunningBerth.DEMO_TOKEN + " x",
                "Bearer the-Demo-accounts-token-of-all-tests-0",
                "Token " + RunningBerth.DEMO_TOKEN,
                RunningBerth.DEMO_TOKEN,
                "Bearer, " + RunningBerth.DEMO_TOKEN,
                "Bearer \"" + RunningBerth.DEMO_TOKEN + "\"",
                "Bearer ' OR 1=1 --"
            })
    void a_token_that_is_malformed_or_unknown_is_refused(String authorization) {
        Answer refused = BERTH.anonymous()
                .get("/api/v1/servers/")
                .header("Authorization", authorization)
                .expectProblem(401, "unauthenticated");
        assertThat(refused.header("WWW-Authenticate")).isEqualTo("Bearer error=\"invalid_token\"");
    }

    @Test
    void two_tokens_are_none() {
        customer.api()
                .get("/api/v1/servers/")
                .header("Authorization", "Bearer " + RunningBerth.DEMO_TOKEN)
                .expectProblem(401, "unauthenticated");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ", "bearer ", "BEARER ", "Bearer   "})
    void the_scheme_is_read_as_http_has_it(String scheme) {
        BERTH.anonymous()
                .get("/api/v1/servers/")
                .header("Authorization", scheme + RunningBerth.DEMO_TOKEN)
                .expect(200);
    }

    @Test
    void a_token_that_has_expired_or_was_revoked_elsewhere_is_refused_within_five_seconds() {
        String tokens = "/api/v1/admin/accounts/%d/tokens/".formatted(customer.account());
        JsonNode issued = BERTH.admin()
                .post(tokens)
                .body("{\"name\": \"short\", \"scopes\": [\"servers:read\"], \"expires_at\": \"%s\"}"
                        .formatted(Instant.now().plusSeconds(3600)))
                .expect(201)
                .json();
        ApiClient client = BERTH.anonymous().with(issued.get("token").textValue());
        client.get("/api/v1/servers/").expect(200);
        long id = issued.get("id").longValue();
        BERTH.database()
                .update(
                        "UPDATE api_tokens SET expires_at = TIMESTAMP WITH TIME ZONE '2025-01-01 00:00:00Z' WHERE id = ?",
                        id);
        awaitStatus(client, 401);
        client.get("/api/v1/servers/").expectProblem(401, "unauthenticated");
        BERTH.database().update("UPDATE api_tokens SET expires_at = NULL WHERE id = ?", id);
        awaitStatus(client, 200);
        BERTH.database().update("DELETE FROM api_tokens WHERE id = ?", id);
        awaitStatus(client, 401);
        client.get("/api/v1/servers/").expectProblem(401, "unauthenticated");
    }

    private static void awaitStatus(ApiClient client, int status) {
        Await.until(
                "it is " + status,
                Duration.ofSeconds(5),
                () -> client.get("/api/v1/servers/").send().status(),
                answer -> answer == status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/servers/",
                "/api/v1/servers",
                "/api/v1/servers/1/",
                "/api/v1/nothing",
                "/api/v1/",
                "/api/v1",
                "/api/v1/servers/1/2/3",
                "/api/v1/admin/",
                "/api/v1//servers/",
                "/api/v1/%73ervers/",
                "/api/v1/servers;a=b/"
            })
    void nothing_below_the_base_path_is_told_to_strangers(String path) {
        BERTH.anonymous().get(path).expectProblem(401, "unauthenticated");
        BERTH.anonymous().call("BREW", path).expectProblem(401, "unauthenticated");
        BERTH.anonymous().delete(path).expectProblem(401, "unauthenticated");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/api",
                "/api/",
                "/api/v2/servers/",
                "/api/v1/",
                "/api/v1",
                "/api/v1/nothing/",
                "/api/v1/servers/1/pause/",
                "/api/v1/servers/1/start/now/",
                "/api/v1/servers//",
                "/api/v1/servers//start/",
                "/api/v1/SERVERS/",
                "/%61pi/v1/servers/"
            })
    void what_does_not_exist_is_a_404_problem(String path) {
        customer.api().get(path).expectProblem(404, "route_not_found");
    }

    @ParameterizedTest
    @MethodSource("routes")
    void a_path_is_served_with_and_without_its_slash_and_without_a_redirect(Route route) {
        assertThat(route.path()).endsWith("/");
        String withoutSlash = route.path().substring(0, route.path().length() - 1);
        if (route.isForAnyToken()) {
            String body = route.call(customer.api()).expect(200).body();
            assertThat(customer.api()
                            .call(route.method(), withoutSlash)
                            .expect(200)
                            .body())
                    .isEqualTo(body);
            return;
        }
        // for a token that may not: nothing is done, and only a route that is there knows what scope it lacks
        ApiClient nobody =
                customer.restrictedTo(route.scope().equals("servers:read") ? "account:read" : "servers:read");
        route.call(nobody).expectProblem(403, "missing_scope");
        new Route(route.method(), withoutSlash, route.scope(), route.body())
                .call(nobody)
                .expectProblem(403, "missing_scope");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/beans",
                "/env",
                "/health",
                "/info",
                "/loggers",
                "/metrics",
                "/refresh",
                "/routes",
                "/stop",
                "/threaddump"
            })
    void the_insides_are_shown_to_nobody(String path) {
        for (ApiClient client : List.of(BERTH.anonymous(), customer.api(), BERTH.admin())) {
            client.get(path).expectProblem(404, "route_not_found");
            client.post(path).expectProblem(404, "route_not_found");
        }
    }

    @Test
    void a_change_is_accepted_without_the_slash_too() {
        Customer other = BERTH.newCustomer();
        long id = other.api()
                .post("/api/v1/servers")
                .body(Customer.createBody("us-west"))
                .expect(201)
                .json()
                .get("id")
                .longValue();
        other.await(id, "active");
        other.api().patch("/api/v1/servers/" + id).body("{}").expect(200);
        other.api().post("/api/v1/servers/" + id + "/stop").expect(200);
        other.api().delete("/api/v1/servers/" + id).expect(204);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/servers/, GET HEAD OPTIONS POST",
        "/api/v1/servers, GET HEAD OPTIONS POST",
        "/api/v1/servers/1/, DELETE GET HEAD OPTIONS PATCH PUT",
        "/api/v1/servers/1/start/, OPTIONS POST",
        "/api/v1/servers/1/stop/, OPTIONS POST",
        "/api/v1/servers/1/reboot, OPTIONS POST",
        "/api/v1/operations/1/, GET HEAD OPTIONS",
        "/api/v1/account/, GET HEAD OPTIONS",
        "/api/v1/tokens/, GET HEAD OPTIONS POST",
        "/api/v1/tokens/1/, DELETE OPTIONS",
        "/api/v1/ssh-keys/, GET HEAD OPTIONS POST",
        "/api/v1/ssh-keys/1, DELETE GET HEAD OPTIONS",
        "/api/v1/admin/accounts/1/credit/, OPTIONS POST",
        "/api/v1/admin/accounts/1/close/, OPTIONS POST"
    })
    void a_path_knows_its_methods_and_names_them(String path, String methods) {
        Set<String> allowed = new TreeSet<>(List.of(methods.split(" ", -1)));
        for (String method :
                List.of("GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW", "PROPFIND", "X".repeat(100))) {
            if (!allowed.contains(method)) {
                Answer refused = customer.api().call(method, path).expectProblem(405, "method_not_allowed");
                assertThat(refused.allowed()).isEqualTo(allowed);
            }
        }
        // no token is needed to ask
        Answer options = BERTH.anonymous().call("OPTIONS", path).expect(204);
        assertThat(options.allowed()).isEqualTo(allowed);
        assertThat(options.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/servers/", "/api/v1/servers/?limit=1", "/api/v1/servers", "/api/v1/servers/{id}/"})
    void head_is_get_without_a_body(String template) {
        String path = template.replace("{id}", Long.toString(server));
        Answer get = customer.api().get(path).expect(200);
        Answer head = customer.api().call("HEAD", path).expect(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.header("Content-Type")).isEqualTo(get.header("Content-Type"));
    }

    @Test
    void head_is_refused_as_get_is() {
        assertThat(customer.api().call("HEAD", "/api/v1/servers/999999/").send().status())
                .isEqualTo(404);
        assertThat(customer.api()
                        .call("HEAD", "/api/v1/servers/?status=x")
                        .send()
                        .status())
                .isEqualTo(400);
        assertThat(BERTH.anonymous().call("HEAD", "/api/v1/servers/").send().status())
                .isEqualTo(401);
    }

    @Test
    void a_connection_is_kept_alive_over_answers_of_all_kinds() {
        try (RawConnection connection = customer.api().connect()) {
            String token = "Authorization: Bearer " + customer.api().token() + "\r\n";
            for (String start : List.of(
                    "GET /api/v1/servers/ HTTP/1.1\r\n" + token,
                    "HEAD /api/v1/servers/?limit=1 HTTP/1.1\r\n" + token,
                    "HEAD /api/v1/servers/999999/ HTTP/1.1\r\n" + token,
                    "OPTIONS /api/v1/servers/ HTTP/1.1\r\n",
                    "GET /api/v1/servers/ HTTP/1.1\r\n",
                    "POST /api/v1/servers/ HTTP/1.1\r\nContent-Length: 0\r\n" + token,
                    "GET /api/v1/nothing/ HTTP/1.1\r\n" + token)) {
                connection.send(start + "Host: berth\r\n\r\n");
                String method = start.substring(0, start.indexOf(' '));
                RawAnswer answer =
                        connection.receive(method, Duration.ofSeconds(10)).orElseThrow(() -> new AssertionError(start));
                assertThat(answer.closesConnection()).as(start).isFalse();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json",
                "*/*",
                "application/*",
                "application/json;q=0.1, text/html",
                "text/html, */*;q=0.1",
                "application/json; charset=utf-8"
            })
    void json_is_sent_to_whoever_does_not_exclude_it(String accept) {
        customer.api()
                .get("/api/v1/servers/%d/".formatted(server))
                .header("Accept", accept)
                .expect(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/xml", "application/json;q=0", "*/*;q=0", "text/*, image/png"})
    void who_excludes_json_is_refused_before_anything_is_done(String accept) {
        Customer other = BERTH.newCustomer();
        long id = other.createActive();
        String path = "/api/v1/servers/%d/".formatted(id);
        JsonNode before = other.server(id);
        other.api().get(path).header("Accept", accept).expectProblem(406, "not_acceptable");
        other.api().get("/api/v1/servers/").header("Accept", accept).expectProblem(406, "not_acceptable");
        other.api().get("/api/v1/servers/?limit=5").header("Accept", accept).expectProblem(406, "not_acceptable");
        other.api().post(path + "stop/").header("Accept", accept).expectProblem(406, "not_acceptable");
        other.api()
                .patch(path)
                .body("{\"name\": \"other\"}")
                .header("Accept", accept)
                .expectProblem(406, "not_acceptable");
        other.api()
                .post("/api/v1/servers/")
                .body(Customer.createBody("us-west"))
                .header("Accept", accept)
                .expectProblem(406, "not_acceptable");
        assertThat(other.list().get("count").intValue()).isEqualTo(1);
        assertThat(other.server(id)).isEqualTo(before);
        // errors ignore Accept
        other.api().get("/api/v1/servers/999999/").header("Accept", accept).expectProblem(404, "server_not_found");
        other.api().get("/api/v1/servers/?x=1").header("Accept", accept).expectProblem(400, "invalid_request");
        BERTH.anonymous().get(path).header("Accept", accept).expectProblem(401, "unauthenticated");
        // an answer without a body excludes nothing
        other.api().delete(path).header("Accept", accept).expect(204);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "Application/JSON",
                "application/json; charset=utf-8",
                "application/json;charset=UTF-8",
                "application/json; charset=\"utf-8\""
            })
    void a_body_of_json_is_read(String type) {
        customer.api()
                .patch("/api/v1/servers/%d/".formatted(server))
                .header("Content-Type", type)
                .body("{}")
                .expect(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "text/json",
                "application/xml",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/json; charset=iso-8859-1",
                "application/json; charset=utf-16",
                "application/merge-patch+json",
                "application/problem+json",
                "garbage",
                "application/json, application/json",
                "*/*"
            })
    void a_body_of_anything_else_is_refused(String type) {
        for (Route route : routes().filter(Route::takesBody).toList()) {
            route.call(route.isAdmin() ? BERTH.admin() : customer.api())
                    .header("Content-Type", type)
                    .expectProblem(415, "unsupported_media_type");
        }
    }

    @Test
    void a_compressed_body_is_refused() {
        customer.api()
                .patch("/api/v1/servers/%d/".formatted(server))
                .header("Content-Encoding", "gzip")
                .body("{}")
                .expectProblem(415, "unsupported_media_type");
    }

    @Test
    void content_type_is_looked_at_only_when_there_is_a_body() {
        customer.api()
                .get("/api/v1/servers/")
                .header("Content-Type", "text/plain")
                .expect(200);
        customer.api()
                .get("/api/v1/servers/")
                .header("Content-Type", "application/json")
                .expect(200);
        Customer other = BERTH.newCustomer();
        long id = other.createActive();
        other.api()
                .post("/api/v1/servers/%d/stop/".formatted(id))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .expect(200);
        other.api()
                .delete("/api/v1/servers/%d/".formatted(id))
                .header("Content-Type", "garbage")
                .expect(204);
    }

    @Test
    void a_body_without_a_type_is_json() {
        // the client sends no type of its own accord
        customer.api().patch("/api/v1/servers/%d/".formatted(server)).body("{}").expect(200);
    }

    @Test
    void bodies_of_get_and_delete_are_ignored() {
        Customer other = BERTH.newCustomer();
        long id = other.createActive();
        String path = "/api/v1/servers/%d/".formatted(id);
        for (String body : List.of("{", "[1]", "{\"status\": \"stopped\"}", "x".repeat(1000))) {
            assertThat(other.api()
                            .call("GET", "/api/v1/servers/")
                            .body(body)
                            .expect(200)
                            .json()
                            .get("count")
                            .intValue())
                    .isEqualTo(1);
            other.api().call("GET", path).body(body).expect(200);
        }
        other.api().call("DELETE", path).body("{\"sure\": false}").expect(204);
    }

    @Test
    void cors_headers_are_for_listed_origins_only() {
        Answer listed = customer.api()
                .get("/api/v1/servers/")
                .header("Origin", "https://panel.example.com")
                .expect(200);
        assertThat(listed.header("Access-Control-Allow-Origin")).isEqualTo("https://panel.example.com");
        Answer preflight = BERTH.anonymous()
                .call("OPTIONS", "/api/v1/servers/")
                .header("Origin", "https://panel.example.com")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization,content-type")
                .expect(204);
        assertThat(preflight.header("Access-Control-Allow-Methods")).contains("POST");
        assertThat(preflight.header("Access-Control-Allow-Credentials")).isNotEqualTo("true");
        for (String stranger : List.of(
                "https://evil.example.com", "http://panel.example.com", "https://panel.example.com.evil.com", "null")) {
            Answer answer = customer.api()
                    .get("/api/v1/servers/")
                    .header("Origin", stranger)
                    .send();
            assertThat(answer.response().headers().map().keySet().stream()
                            .map(String::toLowerCase)
                            .filter(name -> name.startsWith("access-control-")))
                    .as(stranger)
                    .isEmpty();
        }
    }

    @Test
    void a_request_id_is_taken_over_or_made() {
        Answer taken = customer.api()
                .get("/api/v1/servers/")
                .header("X-Request-Id", "my-request.1")
                .expect(200);
        assertThat(taken.header("X-Request-Id")).isEqualTo("my-request.1");
        Answer first = customer.api().get("/api/v1/servers/").expect(200);
        Answer second = customer.api().get("/api/v1/servers/").expect(200);
        assertThat(first.header("X-Request-Id")).isNotBlank().isNotEqualTo(second.header("X-Request-Id"));
        Answer replaced = customer.api()
                .get("/api/v1/servers/")
                .header("X-Request-Id", "<script>")
                .expect(200);
        assertThat(replaced.header("X-Request-Id")).matches("[A-Za-z0-9._-]{1,64}");
    }

    @Test
    void the_first_check_that_fails_is_the_one_that_answers() {
        ApiClient reader = customer.restrictedTo("servers:read");
        // 401 before 404
        BERTH.anonymous().get("/api/v1/nothing/").expectProblem(401, "unauthenticated");
        // 404 of a route and 405 before 403
        reader.post("/api/v1/nothing/").body("{").expectProblem(404, "route_not_found");
        reader.call("BREW", "/api/v1/servers/").expectProblem(405, "method_not_allowed");
        // 403 before the body
        reader.post("/api/v1/servers/").body("{").expectProblem(403, "missing_scope");
        reader.post("/api/v1/servers/")
                .header("Content-Type", "text/plain")
                .body("x".repeat(70_000))
                .expectProblem(403, "missing_scope");
        // the body before references and before a server that is not there
        Answer refused = customer.api()
                .post("/api/v1/servers/")
                .body("{\"name\": \"-\", \"plan_id\": 99, \"os_id\": 5, \"location\": \"us-west\"}")
                .expectProblem(400, "invalid_request");
        assertThat(refused.errors()).containsExactly("name: invalid_format");
        customer.api().patch("/api/v1/servers/999999/").body("[]").expectProblem(400, "invalid_request");
        customer.api()
                .post("/api/v1/servers/999999/start/")
                .body("{\"now\": 1}")
                .expectProblem(400, "invalid_request");
        customer.api().get("/api/v1/servers/999999/?verbose=1").expectProblem(400, "invalid_request");
    }

    @Test
    void references_come_before_the_quota_the_quota_before_credit_and_credit_before_capacity() {
        BERTH.database().update("INSERT INTO locations (code, name, retired) VALUES ('order', 'Order', FALSE)");
        String create = Customer.createBody("order");
        String unknown = create.replace("\"plan_id\": 1", "\"plan_id\": 99");
        Customer nothing = BERTH.newCustomer("0", 0);
        nothing.api().post("/api/v1/servers/").body(unknown).expectProblem(400, "invalid_request");
        nothing.api().post("/api/v1/servers/").body(create).expectProblem(403, "quota_exceeded");
        Customer poor = BERTH.newCustomer("0", 1);
        poor.api().post("/api/v1/servers/").body(create).expectProblem(402, "insufficient_credit");
        Customer rich = BERTH.newCustomer("100", 1);
        rich.api().post("/api/v1/servers/").body(create).expectProblem(503, "no_capacity");
    }
}
