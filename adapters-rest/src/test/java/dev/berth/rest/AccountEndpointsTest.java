package dev.berth.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.application.account.port.in.AddCreditCommand;
import dev.berth.application.account.port.in.CreateAccountCommand;
import dev.berth.application.account.port.in.IssueTokenCommand;
import dev.berth.domain.account.Money;
import dev.berth.domain.account.Scope;
import dev.berth.domain.account.TokenId;
import dev.berth.domain.audit.Actor;
import dev.berth.domain.audit.AuditAction;
import dev.berth.domain.audit.AuditFilter;
import dev.berth.rest.RestApi.Answer;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
                        + "\"hourly_cost\":\"0.0000\",\"limits\":{\"servers\":{\"used\":0,\"max\":3}},"
                        + "\"max_servers\":3,\"created_at\":\"2025-02-01T00:00:00Z\"}");
        assertThat(api.accounts.changes).containsExactly(new CreateAccountCommand("Müller & Söhne", 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {CREDIT, "/api/v1/admin/accounts/7/credit"})
    void credit_is_booked(String path) {
        Answer answer = post(path, "{\"amount\": \"12.5\", \"reference\": \"invoice 1\"}");
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body())
                .isEqualTo("{\"id\":3,\"amount\":\"12.5000\",\"balance\":\"12.5000\",\"kind\":\"top_up\","
                        + "\"server_id\":null,\"reference\":\"invoice 1\","
                        + "\"description\":\"\",\"created_at\":\"2025-02-01T00:00:00Z\"}");
        assertThat(api.accounts.changes)
                .containsExactly(new AddCreditCommand(Samples.ACCOUNT, Money.of("12.5"), "invoice 1", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/account/ledger/", "/api/v1/account/ledger"})
    void a_ledger_is_read_without_the_operators_references(String path) {
        Answer answer = api.get(path).as(FakeAccounts.FULL).send();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo("{\"count\":2,\"next\":null,\"results\":[{\"id\":9,\"amount\":\"-0.0300\","
                        + "\"balance\":\"12.4700\",\"kind\":\"usage\",\"server_id\":17,"
                        + "\"description\":\"2 hours of server 17\",\"created_at\":\"2025-02-01T00:00:00Z\"},"
                        + "{\"id\":3,\"amount\":\"12.5000\",\"balance\":\"12.5000\",\"kind\":\"top_up\","
                        + "\"server_id\":null,\"description\":\"Prepaid\",\"created_at\":\"2025-02-01T00:00:00Z\"}]}");
    }

    @Test
    void a_ledger_is_read_page_by_page() {
        Answer first =
                api.get("/api/v1/account/ledger/?limit=1").as(FakeAccounts.FULL).send();
        assertThat(first.json().get("results").findValuesAsText("id")).containsExactly("9");
        Answer second = api.get(first.json().get("next").textValue())
                .as(FakeAccounts.FULL)
                .send();
        assertThat(second.json().get("results").findValuesAsText("id")).containsExactly("3");
        assertThat(second.json().get("count").intValue()).isEqualTo(2);
        assertThat(second.json().get("next").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=1001", "cursor=x", "kind=usage", "limit=1&limit=2"})
    void what_a_ledger_does_not_know_is_refused(String query) {
        Answer refused = api.get("/api/v1/account/ledger/?" + query)
                .as(FakeAccounts.FULL)
                .send();
        assertThat(refused.status()).isEqualTo(400);
    }

    @Test
    void a_ledger_needs_its_scope() {
        Answer refused =
                api.get("/api/v1/account/ledger/").as(FakeAccounts.READ_ONLY).send();
        assertThat(refused.code()).isEqualTo("missing_scope");
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
                .isEqualTo("{\"id\":4,\"name\":\"ci\",\"prefix\":\"berth_abcdef\","
                        + "\"scopes\":[\"servers:read\",\"servers:power\"],\"expires_at\":\"2030-01-31T10:00:00Z\","
                        + "\"last_used_at\":null,\"created_at\":\"2025-02-01T00:00:00Z\","
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
    @ValueSource(strings = {"-1", "-3000000000", "2147483648"})
    void a_quota_that_an_account_cannot_have_is_told_both_bounds(String maxServers) {
        Answer answer = change("PATCH", ACCOUNTS + "7/", "{\"max_servers\": %s}".formatted(maxServers));
        assertThat(answer.json().get("errors").findValuesAsText("message")).containsExactly("Must be 0 to 2147483647.");
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
                "{\"amount\":\"1\",\"reference\":\"\\udc00\"} | reference",
                "{\"amount\":\"1\",\"reference\":\"berth:usage:17:0\"} | reference"
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
                "{\"name\":\"\",\"scopes\":[\"x\",\"servers:read\",\"y\"]} | name,scopes,scopes",
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

    @Test
    void an_account_sees_its_credit_its_cost_and_its_limits() {
        assertThat(get("/api/v1/account/", FakeAccounts.FULL))
                .isEqualTo("{\"id\":7,\"name\":\"Customer\",\"status\":\"active\",\"credit\":\"12.5000\","
                        + "\"hourly_cost\":\"0.0300\",\"limits\":{\"servers\":{\"used\":2,\"max\":5}}}");
    }

    @Test
    void accounts_are_listed_page_by_page() {
        Answer answer = api.get(ACCOUNTS + "?limit=1").as(FakeAccounts.OPERATOR).send();
        assertThat(answer.json().get("count").intValue()).isEqualTo(2);
        assertThat(answer.json().get("results")).hasSize(1);
        String next = answer.json().get("next").textValue();
        assertThat(next).startsWith(ACCOUNTS + "?limit=1&cursor=");
        assertThat(answer.header("Link")).isEqualTo("<" + next + ">; rel=\"next\"");
        assertThat(api.get(next).as(FakeAccounts.OPERATOR).send().status()).isEqualTo(200);
    }

    @Test
    void a_quota_is_set_and_an_empty_change_is_none() {
        Answer answer = change("PATCH", ACCOUNTS + "7/", "{\"max_servers\": 0}");
        assertThat(answer.json().get("max_servers").intValue()).isZero();
        assertThat(api.accounts.changes).containsExactly(0);
        assertThat(change("PATCH", ACCOUNTS + "7/", "{}").status()).isEqualTo(200);
        assertThat(change("PATCH", ACCOUNTS + "7/", "{\"max_servers\": null}").status())
                .isEqualTo(400);
        assertThat(api.accounts.changes).hasSize(1);
    }

    @Test
    void an_account_is_closed() {
        Answer answer = change("POST", ACCOUNTS + "7/close/", "");
        assertThat(answer.json().get("status").textValue()).isEqualTo("closed");
        assertThat(api.accounts.changes).containsExactly(Samples.ACCOUNT);
    }

    @ParameterizedTest
    @CsvSource({"/api/v1/tokens/, token-of-account-7", "/api/v1/admin/accounts/7/tokens/, operator-token"})
    void tokens_are_listed_without_their_secrets(String path, String token) {
        assertThat(get(path, token))
                .isEqualTo("{\"count\":1,\"results\":[{\"id\":4,\"name\":\"deploy\",\"prefix\":\"berth_abcdef\","
                        + "\"scopes\":[\"servers:read\",\"servers:power\"],\"expires_at\":null,"
                        + "\"last_used_at\":\"2025-02-01T00:01:00Z\",\"created_at\":\"2025-02-01T00:00:00Z\"}]}");
    }

    @ParameterizedTest
    @CsvSource({"/api/v1/tokens/, token-of-account-7", "/api/v1/admin/accounts/7/tokens/, operator-token"})
    void a_token_is_revoked_once_it_is_found(String path, String token) {
        assertThat(api.call("DELETE", path + "4/").as(token).send().status()).isEqualTo(204);
        assertThat(api.accounts.changes).containsExactly(new TokenId(4));
        for (String unknown : List.of("5", "abc", "0")) {
            Answer answer = api.call("DELETE", path + unknown).as(token).send();
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.code()).isEqualTo("token_not_found");
        }
    }

    @Test
    void a_token_grants_no_scope_that_it_lacks() {
        Answer answer = api.post("/api/v1/tokens/")
                .body("{\"name\": \"ci\", \"scopes\": [\"admin\"]}")
                .send();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(api.accounts.changes).isEmpty();
    }

    @Test
    void the_audit_log_shows_who_changed_what_and_takes_every_filter() {
        String path = "/api/v1/admin/audit-log/?account_id=7&action=account.update&subject=7&token_id=3&limit=1";
        Answer answer = api.get(path).as(FakeAccounts.OPERATOR).send();
        assertThat(answer.json().get("results").toString())
                .isEqualTo("[{\"id\":12,\"action\":\"account.update\",\"subject\":\"7\",\"account_id\":7,"
                        + "\"actor\":{\"token_id\":3,\"name\":\"ci\",\"address\":\"192.0.2.7\","
                        + "\"request_id\":\"request-9\"},\"before\":{\"max_servers\":\"5\"},"
                        + "\"after\":{\"max_servers\":\"10\"},\"created_at\":\"2025-02-01T00:00:00Z\"}]");
        assertThat(api.accounts.auditFilter)
                .isEqualTo(new AuditFilter(Samples.ACCOUNT, AuditAction.ACCOUNT_UPDATE, "7", new TokenId(3)));
        assertThat(answer.json().get("next").textValue()).startsWith(path + "&cursor=");
    }

    @ParameterizedTest
    @CsvSource({
        "account_id=x, account_id",
        "account_id=0, account_id",
        "action=account.burn, action",
        "action=account.burn&subject=7, action",
        "subject=7, subject",
        "action=account.close&subject=%00, subject",
        "token=3, token"
    })
    void a_wrong_filter_of_the_audit_log_is_named(String query, String field) {
        Answer answer = api.get("/api/v1/admin/audit-log/?" + query)
                .as(FakeAccounts.OPERATOR)
                .send();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("errors").findValuesAsText("field")).containsExactly(field);
    }

    @Test
    void the_actor_of_a_change_is_the_token_with_its_address_and_the_request() {
        change("POST", ACCOUNTS + "7/close/", "");
        Actor actor = Objects.requireNonNull(api.accounts.actor);
        assertThat(actor.token()).isEqualTo(new TokenId(3));
        assertThat(actor.name()).isEqualTo("ci");
        assertThat(actor.address()).isEqualTo("127.0.0.1");
        assertThat(actor.requestId()).startsWith("request-");
    }

    @Test
    void an_operator_acts_for_the_account_that_it_names_and_every_change_is_noted() {
        Answer read = api.get("/api/v1/account/")
                .as(FakeAccounts.OPERATOR)
                .header("Berth-Account", "7")
                .send();
        assertThat(read.status()).isEqualTo(200);
        assertThat(api.accounts.changes).isEmpty();
        api.call("DELETE", "/api/v1/tokens/4/")
                .as(FakeAccounts.OPERATOR)
                .header("Berth-Account", "7")
                .send();
        assertThat(api.accounts.changes).containsExactly("DELETE /api/v1/tokens/4/", new TokenId(4));
    }

    @Test
    void a_change_on_the_operators_side_is_in_nobodys_name() {
        Answer changed = api.call("PATCH", ACCOUNTS + "7/")
                .as(FakeAccounts.OPERATOR)
                .header("Berth-Account", "7")
                .body("{\"max_servers\": 3}")
                .send();
        assertThat(changed.status()).isEqualTo(200);
        assertThat(api.accounts.changes).containsExactly(3);
    }

    @ParameterizedTest
    @CsvSource({
        "operator-token, 8, 404, account_not_found",
        "operator-token, x, 400, invalid_request",
        "operator-token, '7,7', 400, invalid_request",
        "operator-token, 0, 400, invalid_request",
        "token-of-account-7, 7, 403, missing_scope",
        "token-of-account-7, 8, 403, missing_scope",
        "token-of-account-7, x, 403, missing_scope"
    })
    void nobody_else_acts_for_an_account_and_none_that_is_not_there(
            String token, String account, int status, String code) {
        Answer answer = api.call("DELETE", "/api/v1/tokens/4/")
                .as(token)
                .header("Berth-Account", account)
                .send();
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(api.accounts.changes).isEmpty();
    }

    private String get(String path, String token) {
        Answer answer = api.get(path).as(token).send();
        assertThat(answer.status()).isEqualTo(200);
        return answer.body();
    }

    private Answer change(String method, String path, String body) {
        return api.call(method, path).as(FakeAccounts.OPERATOR).body(body).send();
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
