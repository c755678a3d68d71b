package dev.berth.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import dev.berth.rest.RestApi.Answer;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 6.2: each request here is wrong in two ways, and the earlier one is told. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OrderOfChecksTest {
    private static final String LARGE = "x".repeat(64 * 1024 + 1);

    private final RestApi api = RestApi.start();

    @BeforeEach
    void reset() {
        api.reset();
    }

    @AfterAll
    void stop() {
        api.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/servers/",
        "GET, /api/v1/nothing/",
        "GET, /api/v1/",
        "GET, /api/v1",
        "PUT, /api/v1/servers/",
        "POST, /api/v1/admin/accounts/",
        "FOO, /api/v1/servers/"
    })
    void a_missing_token_comes_before_route_and_method(String method, String path) {
        Answer answer = api.call(method, path).as("").send();
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("unauthenticated");
        assertThat(answer.header("www-authenticate")).isEqualTo("Bearer");
    }

    @Test
    void a_missing_token_comes_before_the_size_of_the_body() {
        assertThat(api.post("/api/v1/servers/").as("").body(LARGE).send().status())
                .isEqualTo(401);
    }

    @Test
    void a_token_that_is_nobodys_is_invalid() {
        Answer answer = api.get("/api/v1/servers/").as("nobodys").send();
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("www-authenticate")).isEqualTo("Bearer error=\"invalid_token\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Basic dTpw",
                "Bearer",
                "Bearer ",
                "token-of-account-7",
                "Bearer token-of-account-7 x",
                "Bearer a,b c"
            })
    void what_is_no_bearer_token_is_a_401(String header) {
        assertThat(api.get("/api/v1/servers/")
                        .as("")
                        .header("Authorization", header)
                        .send()
                        .status())
                .isEqualTo(401);
    }

    @Test
    void two_tokens_are_a_401() {
        assertThat(api.get("/api/v1/servers/")
                        .header("Authorization", "Bearer other")
                        .send()
                        .status())
                .isEqualTo(401);
    }

    @Test
    void the_scheme_is_spelt_in_any_case() {
        assertThat(api.get("/api/v1/servers/")
                        .as("")
                        .header("Authorization", "bearer " + FakeAccounts.FULL)
                        .send()
                        .status())
                .isEqualTo(200);
    }

    @Test
    void tokens_are_looked_up_off_the_event_loop() {
        api.get("/api/v1/servers/").send();
        assertThat(api.accounts.authenticatedOn).doesNotContain("eventLoop").isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/nothing/", "/api/v1/", "/api/v1/servers/12345/explode/", "/api/v1/servers//"})
    void an_unknown_path_is_a_404_of_the_route(String path) {
        Answer answer =
                api.call("PUT", path).as(FakeAccounts.READ_ONLY).body(LARGE).send();
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("route_not_found");
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE, /api/v1/servers/, 'GET, HEAD, OPTIONS, POST'",
        "POST, /api/v1/servers/abc/, 'DELETE, GET, HEAD, OPTIONS, PATCH, PUT'",
        "GET, /api/v1/servers/12345/start/, 'OPTIONS, POST'",
        "FOO, /api/v1/operations/99/, 'GET, HEAD, OPTIONS'"
    })
    void a_wrong_method_is_a_405_before_scope_and_body(String method, String path, String allow) {
        Answer answer =
                api.call(method, path).as(FakeAccounts.OPERATOR).body(LARGE).send();
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.code()).isEqualTo("method_not_allowed");
        assertThat(answer.header("allow")).isEqualTo(allow);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /api/v1/servers/, servers:write",
        "PUT, /api/v1/servers/abc/, servers:write",
        "PATCH, /api/v1/servers/abc/, servers:write",
        "DELETE, /api/v1/servers/abc/, servers:write",
        "POST, /api/v1/servers/abc/start/, servers:power",
        "POST, /api/v1/servers/abc/stop/, servers:power",
        "POST, /api/v1/servers/abc/reboot/, servers:power",
        "POST, /api/v1/admin/accounts/, admin",
        "POST, /api/v1/admin/accounts/abc/credit/, admin",
        "POST, /api/v1/admin/accounts/abc/tokens/, admin"
    })
    void a_missing_scope_is_named_before_the_body_is_looked_at(String method, String path, String scope) {
        Answer answer = api.call(method, path + "?x=1")
                .as(FakeAccounts.READ_ONLY)
                .body(LARGE)
                .send();
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("missing_scope");
        assertThat(answer.json().get("scope").asText()).isEqualTo(scope);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/servers/",
        "GET, /api/v1/servers/12345/",
        "POST, /api/v1/servers/",
        "POST, /api/v1/servers/12345/start/",
        "GET, /api/v1/operations/99/"
    })
    void an_operators_token_has_no_account_side(String method, String path) {
        Answer answer = api.call(method, path).as(FakeAccounts.OPERATOR).send();
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("account_required");
    }

    @Test
    void reading_needs_one_scope_only() {
        assertThat(api.get("/api/v1/servers/").as(FakeAccounts.READ_ONLY).send().status())
                .isEqualTo(200);
        assertThat(api.get("/api/v1/servers/12345/")
                        .as(FakeAccounts.READ_ONLY)
                        .send()
                        .status())
                .isEqualTo(200);
        assertThat(api.get("/api/v1/operations/99/")
                        .as(FakeAccounts.READ_ONLY)
                        .send()
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_route_that_was_given_no_scope_is_closed_to_everybody() {
        try (RestApi unscoped = RestApi.start(Map.of("unscoped-route", "true"), Clock.systemUTC())) {
            for (String token : new String[] {FakeAccounts.FULL, FakeAccounts.READ_ONLY, FakeAccounts.OPERATOR}) {
                Answer answer = unscoped.get("/api/v1/unscoped/").as(token).send();
                assertThat(answer.status()).isEqualTo(500);
                assertThat(answer.body()).doesNotContain("secret");
            }
        }
    }

    @Test
    void a_large_body_is_a_413_before_its_type_is_looked_at() {
        Answer answer = api.post("/api/v1/servers/")
                .header("Content-Type", "text/plain")
                .body(LARGE)
                .send();
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.code()).isEqualTo("request_too_large");
    }

    @Test
    void a_large_body_is_a_413_also_when_its_length_is_not_told() {
        Answer answer = api.post("/api/v1/servers/12345/stop/")
                .body(BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(LARGE.getBytes(StandardCharsets.US_ASCII))))
                .send();
        assertThat(answer.status()).isEqualTo(413);
        assertThat(api.servers.changes).isEmpty();
    }

    @Test
    void a_body_of_exactly_the_limit_is_read() {
        String padded = "{\"name\":\"" + "n".repeat(64 * 1024 - 11) + "\"}";
        assertThat(padded).hasSize(64 * 1024);
        assertThat(api.call("PATCH", "/api/v1/servers/12345/")
                        .body(padded)
                        .send()
                        .status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"PUT, /api/v1/servers/1/", "PATCH, /api/v1/servers/abc/", "POST, /api/v1/servers/abc/start/"})
    void a_bad_body_comes_before_a_server_that_is_not_there(String method, String path) {
        assertThat(api.call(method, path).body("[]").send().status()).isEqualTo(400);
    }

    @Test
    void a_bad_query_comes_before_a_server_that_is_not_there() {
        assertThat(api.get("/api/v1/servers/abc/?x=1").send().status()).isEqualTo(400);
        assertThat(api.call("DELETE", "/api/v1/servers/1/?x=1").send().status()).isEqualTo(400);
    }

    @Test
    void an_answer_that_nobody_wants_changes_nothing() {
        for (String[] call : new String[][] {
            {"POST", "/api/v1/servers/", "{\"name\":\"n\",\"plan_id\":1,\"os_id\":1,\"location\":\"us-west\"}"},
            {"PATCH", "/api/v1/servers/12345/", "{}"},
            {"POST", "/api/v1/servers/12345/stop/", ""}
        }) {
            Answer answer = api.call(call[0], call[1])
                    .header("Accept", "text/html")
                    .body(call[2])
                    .send();
            assertThat(answer.status()).isEqualTo(406);
            assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
        }
        assertThat(api.servers.changes).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'', 200",
        "*/*, 200",
        "application/*, 200",
        "application/json, 200",
        "'text/html, application/json;q=0.1', 200",
        "'text/html, image/gif, *; q=.2, */*; q=.2', 200",
        "text/html, 406",
        "'application/json;q=0, */*', 406",
        "'application/*;q=0, */*;q=1', 406",
        "application/problem+json, 406"
    })
    void only_a_client_that_excludes_json_gets_a_406(String accept, int status) {
        for (String path : new String[] {"/api/v1/servers/12345/", "/api/v1/servers/", "/api/v1/servers/?limit=1"}) {
            RestApi.Call call = api.get(path);
            Answer answer = (accept.isEmpty() ? call : call.header("Accept", accept)).send();
            assertThat(answer.status()).as(path).isEqualTo(status);
        }
    }

    @Test
    void errors_ignore_the_accept_header() {
        assertThat(api.get("/api/v1/servers/1/")
                        .header("Accept", "text/html")
                        .send()
                        .code())
                .isEqualTo("server_not_found");
        api.servers.refuse(new DomainException(ErrorCode.UNAVAILABLE, "no database"));
        assertThat(api.get("/api/v1/servers/")
                        .header("Accept", "text/html")
                        .send()
                        .code())
                .isEqualTo("unavailable");
    }
}
