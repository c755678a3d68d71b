package dev.berth.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import dev.berth.domain.operation.Operation;
import dev.berth.domain.operation.OperationFailure;
import dev.berth.rest.FakeAccounts.Wait;
import dev.berth.rest.RestApi.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperationEndpointTest {
    private final RestApi api = RestApi.start();

    @AfterEach
    void stop() {
        api.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/operations/99/", "/api/v1/operations/99"})
    void an_operation_that_has_not_begun_has_nulls(String path) {
        Answer answer = api.get(path).send();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo("{\"id\":99,\"server_id\":12345,\"kind\":\"start\",\"status\":\"pending\",\"progress\":0,"
                        + "\"error\":null,\"created_at\":\"2025-01-16T15:30:00Z\",\"started_at\":null,"
                        + "\"finished_at\":null}");
    }

    @Test
    void a_failed_operation_says_why() {
        Operation begun = api.accounts.operation.claim(Instant.parse("2025-01-16T15:30:02Z"));
        api.accounts.operation = begun.fail(OperationFailure.DEADLINE_EXCEEDED, Instant.parse("2025-01-16T15:36:00Z"));
        var json = api.get("/api/v1/operations/99/").send().json();
        assertThat(json.get("status").asText()).isEqualTo("failed");
        assertThat(json.at("/error/code").asText()).isEqualTo("deadline_exceeded");
        assertThat(json.at("/error/detail").asText()).isNotBlank();
        assertThat(json.get("started_at").asText()).isEqualTo("2025-01-16T15:30:02Z");
        assertThat(json.get("finished_at").asText()).isEqualTo("2025-01-16T15:36:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "abc", "-1"})
    void an_operation_that_is_not_there_is_a_404(String id) {
        Answer answer = api.get("/api/v1/operations/" + id + "/").send();
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("operation_not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD"})
    void a_wait_is_answered_with_what_the_operation_has_come_to(String method) throws Exception {
        var answer = sendAsync(method, "/api/v1/operations/99/?wait=30s");
        Wait wait = nextWait();
        assertThat(wait.atMost()).isEqualTo(Duration.ofSeconds(30));
        assertThat(answer).isNotDone();
        wait.end().complete(ended());
        assertThat(answer.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
        assertThat(answer.join().header("content-type")).isEqualTo("application/json");
        if (method.equals("GET")) {
            assertThat(answer.join().json().get("status").asText()).isEqualTo("failed");
        } else {
            api.accounts.operation = ended();
            assertThat(answer.join().header("content-length"))
                    .isEqualTo(api.get("/api/v1/operations/99/").send().header("content-length"));
        }
    }

    @ParameterizedTest
    @CsvSource({"1s, 1", "9s, 9", "10s, 10", "59s, 59", "60s, 60"})
    void a_wait_is_whole_seconds_up_to_a_minute(String wait, long seconds) throws Exception {
        var answer = sendAsync("GET", "/api/v1/operations/99/?wait=" + wait);
        Wait begun = nextWait();
        assertThat(begun.atMost()).isEqualTo(Duration.ofSeconds(seconds));
        begun.end().complete(ended());
        assertThat(answer.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0s", "61s", "100s", "30", "s", "-1s", "+1s", "1.5s", "030s", "30S", "1m", "30s%20", "%D9%A3s"})
    void any_other_wait_is_refused_with_the_remedy(String wait) {
        Answer answer = api.get("/api/v1/operations/99/?wait=" + wait).send();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo("wait");
        assertThat(answer.json().at("/errors/0/code").asText()).isEqualTo("out_of_range");
        assertThat(answer.json().at("/errors/0/message").asText()).contains("1s to 60s");
        assertThat(api.accounts.waits).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"wait=, required", "wait=1s&wait=2s, repeated", "waits=1s, unknown_parameter"})
    void a_wait_is_sent_once_and_spelt_right(String query, String code) {
        Answer answer = api.get("/api/v1/operations/1/?" + query).send();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/errors/0/code").asText()).isEqualTo(code);
    }

    @Test
    void nobody_waits_for_what_is_not_there() {
        Answer answer = api.get("/api/v1/operations/1/?wait=60s").send();
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("operation_not_found");
    }

    @Test
    void nobody_waits_for_an_answer_that_would_not_be_accepted() throws Exception {
        Answer answer = api.get("/api/v1/operations/99/?wait=60s")
                .header("Accept", "text/html")
                .send();
        assertThat(answer.status()).isEqualTo(406);
        assertThat(nextWait().end()).isCancelled();
    }

    @Test
    void a_wait_that_fails_is_a_problem_like_any_other() throws Exception {
        var answer = sendAsync("GET", "/api/v1/operations/99/?wait=60s");
        nextWait().end().completeExceptionally(new DomainException(ErrorCode.UNAVAILABLE, "Ask again."));
        assertThat(answer.get(20, TimeUnit.SECONDS).status()).isEqualTo(503);
        assertThat(answer.join().code()).isEqualTo("unavailable");
        assertThat(answer.join().header("retry-after")).isEqualTo("2");
        assertThat(answer.join().header("x-request-id")).startsWith("request-");
    }

    private CompletableFuture<Answer> sendAsync(String method, String path) {
        return CompletableFuture.supplyAsync(() -> api.call(method, path).send());
    }

    private Wait nextWait() throws InterruptedException {
        return Objects.requireNonNull(api.accounts.waits.poll(20, TimeUnit.SECONDS));
    }

    private Operation ended() {
        Operation begun = api.accounts.operation.claim(Instant.parse("2025-01-16T15:30:02Z"));
        return begun.fail(OperationFailure.DEADLINE_EXCEEDED, Instant.parse("2025-01-16T15:36:00Z"));
    }
}
