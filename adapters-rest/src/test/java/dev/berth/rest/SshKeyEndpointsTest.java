package dev.berth.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.application.account.port.in.CreateSshKeyCommand;
import dev.berth.domain.account.SshKeyId;
import dev.berth.domain.account.SshPublicKey;
import dev.berth.rest.RestApi.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SshKeyEndpointsTest {
    private static final String KEYS = "/api/v1/ssh-keys/";
    private static final String KEY = "{\"id\":5,\"name\":\"laptop\",\"public_key\":\"" + FakeSshKeys.LINE
            + "\",\"fingerprint\":\"SHA256:RWSrTH9vUxO3ujH7EFpVysKJkVXSAccxsasCtJnJwK0\","
            + "\"created_at\":\"2025-02-01T00:00:00Z\"}";

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
    @ValueSource(strings = {KEYS, "/api/v1/ssh-keys"})
    void keys_are_listed_with_their_number(String path) {
        Answer answer = api.get(path).send();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"count\":1,\"results\":[" + KEY + "]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {KEYS + "5/", "/api/v1/ssh-keys/5"})
    void a_key_is_shown(String path) {
        Answer answer = api.get(path).send();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(KEY);
    }

    @ParameterizedTest
    @ValueSource(strings = {KEYS, "/api/v1/ssh-keys"})
    void a_key_is_added(String path) {
        Answer answer = api.post(path)
                .body(body("laptop", "  " + FakeSshKeys.LINE + "\\n"))
                .send();
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Location")).isEqualTo(KEYS + "5/");
        assertThat(answer.body()).isEqualTo(KEY);
        assertThat(api.sshKeys.changes)
                .containsExactly(
                        new CreateSshKeyCommand(Samples.ACCOUNT, "laptop", SshPublicKey.parse(FakeSshKeys.LINE)));
    }

    @ParameterizedTest
    @ValueSource(strings = {KEYS + "5/", "/api/v1/ssh-keys/5"})
    void a_key_is_deleted(String path) {
        Answer answer = api.call("DELETE", path).send();
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertThat(api.sshKeys.changes).containsExactly(new SshKeyId(5));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | name: required, public_key: required",
                "{\"name\":\" \",\"public_key\":\"\"} | name: invalid_format, public_key: invalid_format",
                "{\"name\":7,\"public_key\":null} | name: invalid_type, public_key: invalid_type",
                "{\"name\":\"a\",\"public_key\":\"ssh-dss AAAA\"} | public_key: unsupported_type",
                "{\"name\":\"a\",\"public_key\":\"-----BEGIN PRIVATE KEY-----\"} | public_key: private_key",
                "{\"name\":\"a\",\"public_key\":\"ssh-rsa AAAA\",\"x\":1}"
                        + " | public_key: invalid_format, x: unknown_field"
            })
    void a_wrong_key_is_refused_for_all_its_fields(String body, String errors) {
        Answer answer = api.post(KEYS).body(body).send();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("errors"))
                .extracting(error ->
                        error.get("field").asText() + ": " + error.get("code").asText())
                .containsExactly(errors.split(", "));
        assertThat(api.sshKeys.changes).isEmpty();
    }

    @Test
    void nothing_of_a_private_key_is_in_the_answer() {
        Answer answer = api.post(KEYS)
                .body(body("a", "-----BEGIN OPENSSH PRIVATE KEY-----\\nc2VjcmV0"))
                .send();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).doesNotContain("BEGIN", "c2VjcmV0");
    }

    @Test
    void a_key_that_is_there_is_a_409_with_its_fingerprint() {
        Answer answer = api.post(KEYS).body(body("again", FakeSshKeys.LINE)).send();
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.code()).isEqualTo("already_exists");
        assertThat(answer.json().get("fingerprint").asText())
                .isEqualTo("SHA256:RWSrTH9vUxO3ujH7EFpVysKJkVXSAccxsasCtJnJwK0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"8", "abc", "0", "-5", "9007199254740992"})
    void a_key_that_is_not_there_is_a_404(String id) {
        Answer get = api.get(KEYS + id + "/").send();
        assertThat(get.status()).isEqualTo(404);
        assertThat(get.code()).isEqualTo("ssh_key_not_found");
        assertThat(api.call("DELETE", KEYS + id + "/").send().code()).isEqualTo("ssh_key_not_found");
        assertThat(api.sshKeys.changes).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"GET, ''", "GET, 5/", "DELETE, 5/", "POST, ''"})
    void an_unknown_parameter_is_refused(String method, String path) {
        Answer answer = api.call(method, KEYS + path + "?x=1")
                .body(method.equals("POST") ? body("laptop", FakeSshKeys.LINE) : "")
                .send();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(api.sshKeys.changes).isEmpty();
    }

    @Test
    void who_excludes_json_adds_nothing() {
        Answer answer = api.post(KEYS)
                .header("Accept", "text/html")
                .body(body("laptop", FakeSshKeys.LINE))
                .send();
        assertThat(answer.status()).isEqualTo(406);
        assertThat(api.sshKeys.changes).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"GET, '', account:read", "GET, 5/, account:read", "POST, '', account:write", "DELETE, 5/, account:write"
    })
    void each_needs_its_scope(String method, String path, String scope) {
        Answer answer = api.call(method, KEYS + path).as(FakeAccounts.READ_ONLY).send();
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.json().get("scope").asText()).isEqualTo(scope);
    }

    private static String body(String name, String publicKey) {
        return "{\"name\": \"%s\", \"public_key\": \"%s\"}".formatted(name, publicKey);
    }
}
