package dev.berth.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.operation.Operation;
import dev.berth.domain.operation.OperationFailure;
import dev.berth.rest.RestApi.Answer;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
}
