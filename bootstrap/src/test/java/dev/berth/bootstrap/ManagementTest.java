package dev.berth.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What load balancers ask; {@link DatabaseAwayTest} and the rolling restart see it change. */
@OnEveryDatabase
class ManagementTest {
    @RegisterExtension
    static final RunningBerth BERTH = RunningBerth.fresh();

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @Test
    void a_berth_that_runs_is_live_and_ready() throws Exception {
        assertThat(ask("GET", "/health/live").statusCode()).isEqualTo(200);
        HttpResponse<String> ready = ask("GET", "/health/ready");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body()).isEqualTo("{\"status\": \"ready\"}\n");
        assertThat(ready.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(ready.headers().firstValue("Cache-Control")).hasValue("no-store");
    }

    @Test
    void a_head_has_no_body() throws Exception {
        HttpResponse<String> ready = ask("HEAD", "/health/ready");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body()).isEmpty();
    }

    @Test
    void nothing_else_is_there_and_nothing_can_be_changed() throws Exception {
        assertThat(ask("GET", "/").statusCode()).isEqualTo(404);
        assertThat(ask("GET", "/health/ready/").statusCode()).isEqualTo(404);
        assertThat(ask("GET", "/api/v1/servers/").statusCode()).isEqualTo(404);
        HttpResponse<String> refused = ask("POST", "/health/ready");
        assertThat(refused.statusCode()).isEqualTo(405);
        assertThat(refused.headers().firstValue("Allow")).hasValue("GET, HEAD");
    }

    @Test
    void from_a_stop_on_it_is_not_ready_though_it_still_serves() throws Exception {
        try (RunningBerth stopping = RunningBerth.fresh()) {
            URI readiness = stopping.berth().readiness();
            stopping.bean(ManagementServer.class).announceStop();
            HttpResponse<String> answer = ask("GET", readiness);
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("stopping");
            assertThat(ask("GET", readiness.resolve("/health/live")).statusCode())
                    .isEqualTo(200);
            stopping.demo().get("/api/v1/servers/").expect(200);
        }
    }

    @Test
    void whoever_sends_half_a_request_keeps_nobody_waiting() throws Exception {
        URI readiness = BERTH.berth().readiness();
        List<Socket> stalled = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Socket socket = new Socket(readiness.getHost(), readiness.getPort());
            socket.getOutputStream().write("GET /he".getBytes(StandardCharsets.US_ASCII));
            stalled.add(socket);
        }
        assertThat(ask("GET", "/health/ready").statusCode()).isEqualTo(200);
        for (Socket socket : stalled) {
            socket.setSoTimeout(30_000);
            assertThat(socket.getInputStream().read()).as("it is hung up on").isEqualTo(-1);
            socket.close();
        }
    }

    private static HttpResponse<String> ask(String method, String path) throws Exception {
        return ask(method, BERTH.berth().readiness().resolve(path));
    }

    private static HttpResponse<String> ask(String method, URI uri) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
