package dev.berth.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.rest.RestApi.Answer;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HeadOptionsCorsTest {
    private static final String ORIGIN = "https://console.example.com";

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
        "/api/v1/servers/12345/, 200",
        "/api/v1/servers/?limit=1, 200",
        "/api/v1/operations/99/, 200",
        "/api/v1/servers/1/, 404",
        "/api/v1/nothing/, 404",
        "/api/v1/servers/12345/start/, 405",
        "/api/v1/servers/?x=1, 400"
    })
    void head_is_get_without_a_body(String path, int status) {
        Answer head = api.call("HEAD", path).send();
        assertThat(head.status()).isEqualTo(status);
        assertThat(head.body()).isEmpty();
        Answer get = api.get(path)
                .header("X-Request-Id", head.header("x-request-id"))
                .send();
        assertThat(head.header("content-type")).isEqualTo(get.header("content-type"));
        assertThat(head.header("link")).isEqualTo(get.header("link"));
        if (status < 400) {
            assertThat(head.header("content-length")).isEqualTo(get.header("content-length"));
        }
    }

    @Test
    void head_of_the_full_list_sends_nothing_and_keeps_no_place() {
        for (int i = 0; i < 20; i++) {
            Answer head = api.call("HEAD", "/api/v1/servers/").send();
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("content-type")).isEqualTo("application/json");
            assertThat(head.body()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/servers/, 'GET, HEAD, OPTIONS, POST'",
        "/api/v1/servers, 'GET, HEAD, OPTIONS, POST'",
        "/api/v1/servers/abc/, 'DELETE, GET, HEAD, OPTIONS, PATCH, PUT'",
        "/api/v1/servers/1/reboot/, 'OPTIONS, POST'",
        "/api/v1/operations/1/, 'GET, HEAD, OPTIONS'",
        "/api/v1/admin/accounts/1/credit/, 'OPTIONS, POST'"
    })
    void options_needs_no_token_and_names_the_methods(String path, String allow) {
        Answer answer = api.call("OPTIONS", path).as("").send();
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("allow")).isEqualTo(allow);
        assertThat(answer.header("x-request-id")).isNotEmpty();
    }

    @Test
    void options_of_an_unknown_path_is_a_404() {
        assertThat(api.call("OPTIONS", "/api/v1/nothing/").as("").send().code()).isEqualTo("route_not_found");
    }

    @Test
    void a_configured_origin_may_ask_without_a_token_and_read_answers_and_errors() {
        Answer preflight = preflight(api, ORIGIN);
        assertThat(preflight.status()).isEqualTo(204);
        assertThat(preflight.header("access-control-allow-origin")).isEqualTo(ORIGIN);
        assertThat(preflight.header("access-control-allow-methods")).isEqualTo("POST");
        assertThat(preflight.header("access-control-allow-headers")).isEqualTo("authorization");
        assertThat(preflight.header("x-request-id")).isNotEmpty();
        Answer unknown =
                api.get("/api/v1/servers/").as("").header("Origin", ORIGIN).send();
        assertThat(unknown.status()).isEqualTo(401);
        assertThat(unknown.header("access-control-allow-origin")).isEqualTo(ORIGIN);
        Answer list = api.get("/api/v1/servers/").header("Origin", ORIGIN).send();
        assertThat(list.status()).isEqualTo(200);
        assertThat(list.header("access-control-expose-headers")).contains("Operation-Location");
    }

    @Test
    void any_other_origin_gets_answers_without_cors_headers() {
        Answer preflight = preflight(api, "https://elsewhere.example.com");
        assertThat(preflight.status()).isEqualTo(204);
        assertThat(preflight.header("access-control-allow-origin")).isEmpty();
        Answer list = api.get("/api/v1/servers/")
                .header("Origin", "https://elsewhere.example.com")
                .send();
        assertThat(list.status()).isEqualTo(200);
        assertThat(list.header("access-control-allow-origin")).isEmpty();
    }

    @Test
    void no_configured_origin_means_none() {
        Map<String, Object> none = Map.of("micronaut.server.cors.configurations.berth.allowed-origins", "");
        try (RestApi closed = RestApi.start(none, Clock.systemUTC())) {
            assertThat(preflight(closed, ORIGIN).header("access-control-allow-origin"))
                    .isEmpty();
        }
    }

    private static Answer preflight(RestApi api, String origin) {
        return api.call("OPTIONS", "/api/v1/servers/")
                .as("")
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization")
                .send();
    }
}
