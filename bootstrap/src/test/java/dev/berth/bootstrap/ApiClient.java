package dev.berth.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Somebody with a token, on a real socket. */
record ApiClient(URI base, String token) {
    /** As strict as a client can be. */
    static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private static final Set<String> PROBLEM_MEMBERS =
            Set.of("type", "title", "status", "detail", "instance", "code", "request_id", "retryable");

    ApiClient with(String otherToken) {
        return new ApiClient(base, otherToken);
    }

    Call get(String path) {
        return call("GET", path);
    }

    Call post(String path) {
        return call("POST", path);
    }

    Call put(String path) {
        return call("PUT", path);
    }

    Call patch(String path) {
        return call("PATCH", path);
    }

    Call delete(String path) {
        return call("DELETE", path);
    }

    Call call(String method, String path) {
        return new Call(method, path);
    }

    /** A connection for requests that no HTTP client would send. */
    RawConnection connect() {
        return new RawConnection(base);
    }

    /** A request to be sent. */
    final class Call {
        private final String method;
        private final HttpRequest.Builder request;
        private HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.noBody();

        private Call(String method, String path) {
            this.method = method;
            this.request = HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(30));
            if (!token.isEmpty()) {
                request.header("Authorization", "Bearer " + token);
            }
        }

        Call header(String name, String value) {
            request.header(name, value);
            return this;
        }

        /** For what takes longer than anything else. */
        Call within(Duration time) {
            request.timeout(time);
            return this;
        }

        Call body(String text) {
            return body(text.getBytes(StandardCharsets.UTF_8));
        }

        Call body(byte[] bytes) {
            return body(HttpRequest.BodyPublishers.ofByteArray(bytes));
        }

        Call body(HttpRequest.BodyPublisher publisher) {
            body = publisher;
            return this;
        }

        Answer send() {
            try {
                return trySend();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Answer trySend() throws IOException {
            try {
                HttpRequest built = request.method(method, body).build();
                return new Answer(
                        method + " " + built.uri().getRawPath(),
                        HTTP.send(built, HttpResponse.BodyHandlers.ofString()));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Sends it, and holds the answer to this status. */
        Answer expect(int status) {
            Answer answer = send();
            assertThat(answer.status())
                    .as("%s: %s", answer.request(), answer.body())
                    .isEqualTo(status);
            return answer;
        }

        /** Sends it, and holds the answer to a whole problem document. */
        Answer expectProblem(int status, String code) {
            Answer answer = send();
            answer.requireProblem(status, code);
            return answer;
        }
    }

    /** What came back. */
    record Answer(String request, HttpResponse<String> response) {
        int status() {
            return response.statusCode();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        Set<String> allowed() {
            return new TreeSet<>(List.of(header("Allow").split(", ")));
        }

        String body() {
            return response.body();
        }

        /** The id in {@code Operation-Location}. */
        long operation() {
            String location = header("Operation-Location");
            assertThat(location).matches("/api/v1/operations/[1-9][0-9]*/");
            return Long.parseLong(location.substring("/api/v1/operations/".length(), location.length() - 1));
        }

        JsonNode json() {
            assertThat(header("Content-Type").toLowerCase(Locale.ROOT))
                    .as(request)
                    .isIn("application/json", "application/problem+json");
            return parse(body());
        }

        /** {@code field: code} of each violation in a problem document. */
        List<String> errors() {
            List<String> errors = new ArrayList<>();
            json().path("errors").forEach(error -> {
                JsonPattern.require(error, "{\"field\": \"#string\", \"code\": \"#text\", \"message\": \"#text\"}");
                errors.add(error.get("field").textValue() + ": "
                        + error.get("code").textValue());
            });
            return errors;
        }

        void requireProblem(int status, String code) {
            assertThat(status()).as("%s: %s", request, body()).isEqualTo(status);
            assertThat(header("Content-Type")).as(request).isEqualTo("application/problem+json");
            requireProblem(json(), status, code);
            assertThat(json().get("request_id").textValue()).isEqualTo(header("X-Request-Id"));
            assertThat(json().get("retryable").booleanValue())
                    .as("Retry-After comes with what is retryable: %s", body())
                    .isEqualTo(!header("Retry-After").isEmpty());
            assertThat(json().get("instance").textValue())
                    .isEqualTo(response.uri().getRawPath());
        }

        static void requireProblem(JsonNode json, int status, String code) {
            Set<String> members = new TreeSet<>();
            json.fieldNames().forEachRemaining(members::add);
            assertThat(members).containsAll(PROBLEM_MEMBERS);
            assertThat(json.get("status").intValue()).isEqualTo(status);
            assertThat(json.get("code").textValue()).as(json.toString()).isEqualTo(code);
            assertThat(json.get("type").textValue()).isEqualTo("urn:berth:error:" + code);
            assertThat(json.get("title").textValue()).isNotBlank();
            assertThat(json.get("detail").textValue()).isNotBlank();
            assertThat(json.get("request_id").textValue()).isNotBlank();
            assertThat(json.get("retryable").isBoolean()).isTrue();
            assertThat(json.has("errors")).as(json.toString()).isEqualTo(code.equals("invalid_request"));
        }

        static JsonNode parse(String text) {
            try {
                return JSON.readTree(text);
            } catch (JsonProcessingException e) {
                throw new AssertionError("not JSON: " + text, e);
            }
        }
    }
}
