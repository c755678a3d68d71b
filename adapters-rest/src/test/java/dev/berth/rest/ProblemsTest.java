package dev.berth.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import dev.berth.domain.error.FieldViolation;
import dev.berth.rest.RestApi.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProblemsTest {
    private static final String AUTHORIZATION = "Authorization: Bearer " + FakeAccounts.FULL + "\r\n";

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
    @EnumSource
    void every_code_has_its_status(ErrorCode code) {
        api.servers.refuse(new DomainException(code, "the detail", Map.of("figure", 7)));
        Answer answer = api.get("/api/v1/servers/12345/").send();
        JsonNode json = answer.json();
        assertThat(answer.status()).isEqualTo(expectedStatus(code));
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
        assertThat(json.get("type").asText()).isEqualTo("urn:berth:error:" + code.wireName());
        assertThat(json.get("code").asText()).isEqualTo(code.wireName());
        assertThat(json.get("status").intValue()).isEqualTo(answer.status());
        assertThat(json.get("title").asText()).isNotBlank();
        assertThat(json.get("instance").asText()).isEqualTo("/api/v1/servers/12345/");
        assertThat(json.get("request_id").asText()).isEqualTo(answer.header("x-request-id"));
        assertThat(json.get("retryable").booleanValue()).isEqualTo(code.retryable());
        assertThat(answer.header("retry-after").isEmpty()).isEqualTo(!code.retryable());
        assertThat(json.has("errors")).isEqualTo(code == ErrorCode.INVALID_REQUEST);
        boolean internal = code == ErrorCode.INTERNAL;
        assertThat(json.get("detail").asText().equals("the detail")).isEqualTo(!internal);
        assertThat(json.has("figure")).isEqualTo(!internal);
    }

    @Test
    void invalid_fields_are_listed() {
        api.servers.refuse(DomainException.invalid(List.of(
                new FieldViolation("plan_id", "not_found", "There is no such plan."),
                new FieldViolation("os_id", "not_found", "There is no such operating system."))));
        JsonNode errors = api.get("/api/v1/servers/").send().json().get("errors");
        assertThat(errors)
                .hasToString(
                        "[{\"field\":\"plan_id\",\"code\":\"not_found\",\"message\":\"There is no such plan.\"},"
                                + "{\"field\":\"os_id\",\"code\":\"not_found\",\"message\":\"There is no such operating system.\"}]");
    }

    @Test
    void a_fault_tells_nothing_but_its_request_id() {
        api.servers.failure = new IllegalStateException("password=hunter2");
        Answer answer = api.get("/api/v1/servers/12345/").send();
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.code()).isEqualTo("internal");
        assertThat(answer.body()).doesNotContain("hunter2").doesNotContain("Exception");
        assertThat(answer.json().get("request_id").asText()).isEqualTo(answer.header("x-request-id"));
    }

    @Test
    void a_well_formed_request_id_is_taken_over() {
        Answer answer = api.get("/api/v1/servers/1/")
                .header("X-Request-Id", "My.id_1-2")
                .send();
        assertThat(answer.header("x-request-id")).isEqualTo("My.id_1-2");
        assertThat(answer.json().get("request_id").asText()).isEqualTo("My.id_1-2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a b", "a/b", "<script>", "", "0123456789012345678901234567890123456789012345678901234567890123x"
            })
    void any_other_request_id_is_replaced(String sent) {
        Answer answer =
                api.get("/api/v1/servers/12345/").header("X-Request-Id", sent).send();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("x-request-id")).startsWith("request-");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GARBAGE\r\n\r\n",
                "GET /api/v1/servers/%zz/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + AUTHORIZATION + "\r\n",
                "GET /api/v1/servers/?status=%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + AUTHORIZATION + "\r\n",
                "GET /api/v1/servers/?status=%ff HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + AUTHORIZATION + "\r\n",
                "GET /api/v1/servers/?status=%00 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + AUTHORIZATION + "\r\n",
                "GET /a|b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                "POST /api/v1/servers/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: x\r\n\r\n",
                "POST /api/v1/servers/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: -1\r\n\r\n",
                "POST /api/v1/servers/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 2\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "GET /api/v1/servers/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\nB ad: x\r\n\r\n"
            })
    void what_cannot_be_understood_is_a_400_problem(String request) {
        assertProblem(api.raw(request), "400");
    }

    @Test
    void what_is_too_long_is_a_413_problem() {
        assertProblem(api.raw("GET /" + "a".repeat(9000) + " HTTP/1.1\r\nHost: a\r\n\r\n"), "413");
        assertProblem(api.raw("GET / HTTP/1.1\r\nHost: a\r\nX: " + "a".repeat(20_000) + "\r\n\r\n"), "413");
    }

    @Test
    void a_body_that_is_too_long_is_refused_before_it_is_sent() {
        String answer = api.raw("POST /api/v1/servers/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                + "Content-Length: 65537\r\nExpect: 100-continue\r\n" + AUTHORIZATION + "\r\n");
        assertProblem(answer, "413");
    }

    @Test
    void there_is_no_page_for_browsers() {
        Answer answer = api.get("/").as("").header("Accept", "text/html").send();
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("route_not_found");
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
    }

    private static void assertProblem(String answer, String status) {
        assertThat(answer.lines().findFirst().orElseThrow()).contains(" " + status + " ");
        assertThat(answer)
                .contains("content-type: application/problem+json")
                .contains("X-Request-Id: request-")
                .contains("\"code\":")
                .doesNotContain("<html")
                .doesNotContain("Exception");
    }

    private static int expectedStatus(ErrorCode code) {
        return switch (code) {
            case INVALID_REQUEST,
                    SERVER_ALREADY_RUNNING,
                    SERVER_NOT_RUNNING,
                    SERVER_SUSPENDED,
                    SERVER_NOT_SUSPENDED,
                    SERVER_IN_ERROR,
                    SERVER_NOT_IN_ERROR,
                    ACCOUNT_CLOSED,
                    ACCOUNT_HAS_SERVERS,
                    OPERATION_IN_PROGRESS -> 400;
            case UNAUTHENTICATED -> 401;
            case INSUFFICIENT_CREDIT -> 402;
            case MISSING_SCOPE, ACCOUNT_REQUIRED, QUOTA_EXCEEDED -> 403;
            case SERVER_NOT_FOUND,
                    OPERATION_NOT_FOUND,
                    ACCOUNT_NOT_FOUND,
                    TOKEN_NOT_FOUND,
                    SSH_KEY_NOT_FOUND,
                    PLAN_NOT_FOUND,
                    OPERATING_SYSTEM_NOT_FOUND,
                    LOCATION_NOT_FOUND,
                    HOST_NOT_FOUND -> 404;
            case REFERENCE_CONFLICT, ALREADY_EXISTS -> 409;
            case INTERNAL -> 500;
            case NO_CAPACITY, UNAVAILABLE -> 503;
        };
    }
}
