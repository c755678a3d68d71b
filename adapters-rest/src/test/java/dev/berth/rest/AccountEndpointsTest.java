package dev.berth.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.application.account.port.in.AddCreditCommand;
import dev.berth.application.account.port.in.CreateAccountCommand;
import dev.berth.application.account.port.in.IssueTokenCommand;
import dev.berth.domain.account.Money;
import dev.berth.domain.account.Scope;
import dev.berth.rest.RestApi.Answer;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccountEndpointsTest {
    private static final String ACCOUNTS = "/api/v1/admin/accounts/";
    private static final String CREDIT = ACCOUNTS + "7/credit/";
    private static final String TOKENS = ACCOUNTS + "7/tokens/";

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
    @ValueSource(strings = {"/api/v1/admin/accounts/", "/api/v1/admin/accounts"})
    void an_account_is_created_without_credit(String path) {
        Answer answer = post(path, "{\"name\": \"Müller & Söhne\", \"max_servers\": 3}");
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body())
                .isEqualTo("{\"id\":7,\"name\":\"Müller & Söhne\",\"status\":\"active\",\"credit\":\"0.0000\","
                        + "\"max_servers\":3,\"created_at\":\"2025-02-01T00:00:00Z\"}");
        assertThat(api.accounts.changes).containsExactly(new CreateAccountCommand("Müller & Söhne", 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {CREDIT, "/api/v1/admin/accounts/7/credit"})
    void credit_is_booked(String path) {
        Answer answer = post(path, "{\"amount\": \"12.5\", \"reference\": \"invoice 1\"}");
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body())
                .isEqualTo("{\"id\":3,\"amount\":\"12.5000\",\"balance\":\"12.5000\",\"reference\":\"invoice 1\","
                        + "\"description\":\"\",\"created_at\":\"2025-02-01T00:00:00Z\"}");
        assertThat(api.accounts.changes)
                .containsExactly(new AddCreditCommand(Samples.ACCOUNT, Money.of("12.5"), "invoice 1", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {TOKENS, "/api/v1/admin/accounts/7/tokens"})
    void a_token_is_issued_and_its_secret_shown(String path) {
        Answer answer = post(
                path,
                "{\"name\": \"ci\", \"scopes\": [\"servers:power\", \"servers:read\"],"
                        + " \"expires_at\": \"2030-01-31T12:00:00.5+02:00\"}");
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body())
                .isEqualTo("{\"id\":4,\"name\":\"ci\",\"scopes\":[\"servers:read\",\"servers:power\"],"
                        + "\"expires_at\":\"2030-01-31T10:00:00Z\",\"created_at\":\"2025-02-01T00:00:00Z\","
                        + "\"token\":\"the-secret\"}");
        assertThat(api.accounts.changes)
                .containsExactly(new IssueTokenCommand(
                        Samples.ACCOUNT,
                        "ci",
                        Set.of(Scope.SERVERS_READ, Scope.SERVERS_POWER),
                        Instant.parse("2030-01-31T10:00:00.5Z")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ", \"expires_at\": null"})
    void a_token_without_an_end_never_ends(String expiresAt) {
        Answer answer = post(TOKENS, "{\"name\": \"ci\", \"scopes\": [\"servers:read\"]" + expiresAt + "}");
        assertThat(answer.json().get("expires_at").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | name,max_servers",
                "{\"name\":\"\",\"max_servers\":-1} | name,max_servers",
                "{\"name\":\"a\",\"max_servers\":\"3\"} | max_servers",
                "{\"name\":\"a\",\"max_servers\":1.5} | max_servers",
                "{\"name\":\"a\",\"max_servers\":2147483648} | max_servers",
                "{\"name\":\"a\\u0000\",\"max_servers\":1} | name",
                "{\"name\":\"a\",\"max_servers\":1,\"credit\":\"5\"} | credit"
            })
    void a_wrong_account_is_refused_for_all_its_fields(String body, String fields) {
        assertRefused(ACCOUNTS, body, fields);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | amount,reference",
                "{\"amount\":\"0\",\"reference\":\" \",\"description\":\"a\\u0001\"} | amount,reference,description",
                "{\"amount\":5,\"reference\":\"r\"} | amount",
                "{\"amount\":\"-5\",\"reference\":\"r\"} | amount",
                "{\"amount\":\"1.23456\",\"reference\":\"r\"} | amount",
                "{\"amount\":\"1e3\",\"reference\":\"r\"} | amount",
                "{\"amount\":\"1\",\"reference\":\"\\udc00\"} | reference"
            })
    void wrong_credit_is_refused_for_all_its_fields(String body, String fields) {
        assertRefused(CREDIT, body, fields);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | name,scopes",
                "{\"name\":7,\"scopes\":[],\"expires_at\":\"soon\"} | name,scopes,expires_at",
                "{\"name\":\"n\",\"scopes\":\"servers:read\"} | scopes",
                "{\"name\":\"n\",\"scopes\":[1]} | scopes",
                "{\"name\":\"n\",\"scopes\":[\"root\"]} | scopes",
                "{\"name\":\"n\",\"scopes\":[\"admin\"]} | scopes",
                "{\"name\":\"n\",\"scopes\":[\"servers:read\"],\"expires_at\":\"2030-02-30T00:00:00Z\"} | expires_at",
                "{\"name\":\"n\",\"scopes\":[\"servers:read\"],\"expires_at\":\"2030-01-01T00:00Z\"} | expires_at",
                "{\"name\":\"n\",\"scopes\":[\"servers:read\"],\"expires_at\":1893456000} | expires_at"
            })
    void a_wrong_token_is_refused_for_all_its_fields(String body, String fields) {
        assertRefused(TOKENS, body, fields);
    }

    @ParameterizedTest
    @ValueSource(strings = {"8", "abc", "0", "9007199254740992"})
    void an_account_that_is_not_there_is_a_404(String id) {
        Answer credit = post(ACCOUNTS + id + "/credit/", "{\"amount\": \"1\", \"reference\": \"r\"}");
        assertThat(credit.status()).isEqualTo(404);
        assertThat(credit.code()).isEqualTo("account_not_found");
        Answer token = post(ACCOUNTS + id + "/tokens/", "{\"name\": \"n\", \"scopes\": [\"servers:read\"]}");
        assertThat(token.code()).isEqualTo("account_not_found");
    }

    private void assertRefused(String path, String body, String fields) {
        Answer answer = post(path, body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("errors").findValuesAsText("field")).containsExactly(fields.split(","));
        assertThat(api.accounts.changes).isEmpty();
    }

    private Answer post(String path, String body) {
        return api.post(path).as(FakeAccounts.OPERATOR).body(body).send();
    }
}
