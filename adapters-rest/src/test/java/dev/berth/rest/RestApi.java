package dev.berth.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.application.port.in.RequestIdSource;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** The adapter on a real socket, over in-ports that are not there. */
final class RestApi implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();

    final FakeServers servers = new FakeServers();
    final FakeAdministration administration = new FakeAdministration();
    final FakeAccounts accounts = new FakeAccounts();
    final FakeSshKeys sshKeys = new FakeSshKeys();

    private final HttpClient client = HttpClient.newHttpClient();
    private final EmbeddedServer server;

    private RestApi(Map<String, Object> settings, Clock clock) {
        ApplicationContext context = ApplicationContext.builder("test")
                .properties(settings)
                .deduceEnvironment(false)
                .build();
        context.registerSingleton(servers)
                .registerSingleton(administration)
                .registerSingleton(accounts)
                .registerSingleton(sshKeys)
                .registerSingleton(Clock.class, clock);
        AtomicLong ids = new AtomicLong();
        context.registerSingleton(new RequestIdSource(() -> "request-" + ids.incrementAndGet()));
        server = context.start().getBean(EmbeddedServer.class).start();
    }

    static RestApi start() {
        return start(Map.of(), Clock.systemUTC());
    }

    static RestApi start(Map<String, Object> settings, Clock clock) {
        return new RestApi(new HashMap<>(settings), clock);
    }

    Call call(String method, String path) {
        return new Call(method, path);
    }

    Call get(String path) {
        return call("GET", path);
    }

    Call post(String path) {
        return call("POST", path);
    }

    Socket connect() {
        try {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort());
            socket.setSoTimeout(20_000);
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What comes back for these bytes, to the end of the connection. */
    String raw(String request) {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void reset() {
        servers.reset();
        administration.reset();
        accounts.reset();
        sshKeys.changes.clear();
    }

    @Override
    public void close() {
        server.getApplicationContext().close();
    }

    /** A request to be sent, by account 7 unless somebody else is named. */
    final class Call {
        private final String method;
        private final HttpRequest.Builder request;
        private HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.noBody();
        private String token = FakeAccounts.FULL;

        private Call(String method, String path) {
            this.method = method;
            this.request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.getPort() + path));
        }

        Call as(String otherToken) {
            token = otherToken;
            return this;
        }

        Call header(String name, String value) {
            request.header(name, value);
            return this;
        }

        Call body(String text) {
            body = HttpRequest.BodyPublishers.ofString(text);
            return this;
        }

        Call body(byte[] bytes) {
            body = HttpRequest.BodyPublishers.ofByteArray(bytes);
            return this;
        }

        Call body(HttpRequest.BodyPublisher publisher) {
            body = publisher;
            return this;
        }

        Answer send() {
            if (!token.isEmpty()) {
                request.header("Authorization", "Bearer " + token);
            }
            try {
                return new Answer(
                        client.send(request.method(method, body).build(), HttpResponse.BodyHandlers.ofString()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** What came back. */
    record Answer(HttpResponse<String> response) {
        int status() {
            return response.statusCode();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        String body() {
            return response.body();
        }

        JsonNode json() {
            try {
                return JSON.readTree(response.body());
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        }

        String code() {
            return json().path("code").asText();
        }
    }
}
