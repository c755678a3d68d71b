package dev.berth.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.bootstrap.ApiClient.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the operator creates. */
@OnEveryDatabase
class AdminApiTest {
    @RegisterExtension
    static final RunningBerth BERTH = RunningBerth.fresh();

    private static final String ACCOUNTS = "/api/v1/admin/accounts/";

    @Test
    void an_account_is_created_without_credit() {
        JsonNode account = BERTH.admin()
                .post(ACCOUNTS)
                .body("{\"name\": \"Ada & Söhne 🚀\", \"max_servers\": 7}")
                .expect(201)
                .json();
        JsonPattern.require(account, """
                {"id": "#integer", "name": "Ada & Söhne 🚀", "status": "active", "credit": "0.0000",
                 "hourly_cost": "0.0000", "limits": {"servers": {"used": 0, "max": 7}}, "max_servers": 7,
                 "created_at": "#time"}""");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\": \"\", \"max_servers\": 1}           | name: invalid_format",
                "{\"name\": \" \", \"max_servers\": 1}          | name: invalid_format",
                "{\"name\": 1, \"max_servers\": 1}              | name: invalid_type",
                "{\"name\": \"a\"}                              | max_servers: required",
                "{\"name\": \"a\", \"max_servers\": -1}         | max_servers: out_of_range",
                "{\"name\": \"a\", \"max_servers\": 1.0}        | max_servers: invalid_type",
                "{\"name\": \"a\", \"max_servers\": \"1\"}      | max_servers: invalid_type",
                "{\"name\": \"a\", \"max_servers\": 2147483648} | max_servers: out_of_range",
                "{\"name\": \"a\", \"max_servers\": null}       | max_servers: invalid_type",
                "{\"name\": \"a\", \"max_servers\": 1, \"x\": 1} | x: unknown_field"
            })
    void an_account_needs_a_name_and_a_quota(String body, String error) {
        Answer refused = BERTH.admin().post(ACCOUNTS).body(body).expectProblem(400, "invalid_request");
        assertThat(refused.errors()).containsExactly(error);
    }

    @Test
    void credit_is_booked_with_four_decimal_places() {
        Customer customer = BERTH.newCustomer("0", 1);
        JsonPattern.require(credit(customer, "12.5", "invoice-1").expect(201).json(), """
                {"id": "#integer", "amount": "12.5000", "balance": "12.5000", "kind": "top_up",
                 "server_id": null, "reference": "invoice-1",
                 "description": "", "created_at": "#time"}""");
        JsonPattern.require(credit(customer, "0.0001", "invoice-2").expect(201).json(), """
                {"id": "#integer", "amount": "0.0001", "balance": "12.5001", "kind": "top_up",
                 "server_id": null, "reference": "invoice-2",
                 "description": "", "created_at": "#time"}""");
    }

    @Test
    void a_reference_books_once() {
        Customer customer = BERTH.newCustomer("0", 1);
        JsonNode first = credit(customer, "5", "invoice").expect(201).json();
        assertThat(credit(customer, "5.0", "invoice").expect(201).json()).isEqualTo(first);
        credit(customer, "6", "invoice").expectProblem(409, "reference_conflict");
        assertThat(credit(customer, "1", "other")
                        .expect(201)
                        .json()
                        .get("balance")
                        .textValue())
                .isEqualTo("6.0000");
        // the reference is the account's own
        credit(BERTH.newCustomer("0", 1), "6", "invoice").expect(201);
    }

    @Test
    void a_reference_books_once_however_many_ask_together() {
        Customer customer = BERTH.newCustomer("0", 1);
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            answers.add(Background.start(() -> credit(customer, "5", "invoice").expect(201)));
        }
        assertThat(answers.stream().map(answer -> answer.join().json()).distinct())
                .hasSize(1);
        assertThat(BERTH.database().query("SELECT balance FROM accounts WHERE id = ?", customer.account()))
                .hasToString("[{balance=5.0000}]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"0\"",
                "\"-1\"",
                "\"1.00001\"",
                "\"1e3\"",
                "\"\"",
                "\" 1\"",
                "\"1,5\"",
                "\"+1\"",
                "\"١\"",
                "\".5\"",
                "\"5.\"",
                "\"NaN\"",
                "\"1000000000000000\"",
                "1",
                "1.5",
                "null",
                "true",
                "[\"1\"]"
            })
    void an_amount_is_a_positive_decimal_string(String amount) {
        Customer customer = BERTH.newCustomer("0", 1);
        Answer refused = BERTH.admin()
                .post(ACCOUNTS + customer.account() + "/credit/")
                .body("{\"amount\": %s, \"reference\": \"r\"}".formatted(amount))
                .expectProblem(400, "invalid_request");
        assertThat(refused.errors()).hasSize(1).first().asString().startsWith("amount: ");
    }

    @Test
    void a_balance_that_would_be_too_large_is_refused() {
        Customer customer = BERTH.newCustomer("0", 1);
        credit(customer, "999999999999999.9999", "all").expect(201);
        Answer refused = credit(customer, "999999999999999.9999", "more").send();
        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        assertThat(BERTH.database().query("SELECT balance FROM accounts WHERE id = ?", customer.account()))
                .hasToString("[{balance=999999999999999.9999}]");
    }

    @Test
    void a_token_is_shown_once_and_kept_as_a_hash() {
        Customer customer = BERTH.newCustomer();
        JsonNode token = BERTH.admin()
                .post(ACCOUNTS + customer.account() + "/tokens/")
                .body("{\"name\": \"ci\", \"scopes\": [\"servers:write\", \"servers:read\", \"servers:read\"],"
                        + " \"expires_at\": \"2040-01-31T14:00:00.5+02:00\"}")
                .expect(201)
                .json();
        JsonPattern.require(token, """
                {"id": "#integer", "name": "ci", "prefix": "#text", "scopes": ["servers:read", "servers:write"],
                 "expires_at": "2040-01-31T12:00:00Z", "last_used_at": null, "created_at": "#time",
                 "token": "#text"}""");
        String secret = token.get("token").textValue();
        BERTH.anonymous().with(secret).get("/api/v1/servers/").expect(200);
        assertThat(BERTH.database()
                        .query(
                                "SELECT * FROM api_tokens WHERE id = ?",
                                token.get("id").longValue())
                        .toString())
                .doesNotContain(secret)
                .doesNotContain(secret.substring(10));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"scopes\": [\"servers:read\"]}                                       | name: required",
                "{\"name\": \"t\"}                                                      | scopes: required",
                "{\"name\": \"t\", \"scopes\": []}                                      | scopes: invalid_value",
                "{\"name\": \"t\", \"scopes\": \"servers:read\"}                        | scopes: invalid_type",
                "{\"name\": \"t\", \"scopes\": [1]}                                     | scopes: invalid_type",
                "{\"name\": \"t\", \"scopes\": [null]}                                  | scopes: invalid_type",
                "{\"name\": \"t\", \"scopes\": [\"servers:fly\"]}                       | scopes: invalid_value",
                "{\"name\": \"t\", \"scopes\": [\"admin\"]}                             | scopes: invalid_value",
                "{\"name\": \"t\", \"scopes\": [\"servers:read\"], \"expires_at\": 1}   | expires_at: invalid_type",
                "{\"name\": \"t\", \"scopes\": [\"servers:read\"], \"expires_at\": \"tomorrow\"} | expires_at: invalid_format",
                "{\"name\": \"t\", \"scopes\": [\"servers:read\"], \"expires_at\": \"2040-02-30T00:00:00Z\"} | expires_at: invalid_format",
                "{\"name\": \"t\", \"scopes\": [\"servers:read\"], \"expires_at\": \"2020-01-01T00:00:00Z\"} | expires_at: out_of_range"
            })
    void a_token_needs_a_name_and_scopes(String body, String error) {
        Customer customer = BERTH.newCustomer();
        Answer refused = BERTH.admin()
                .post(ACCOUNTS + customer.account() + "/tokens/")
                .body(body)
                .expectProblem(400, "invalid_request");
        assertThat(refused.errors()).containsExactly(error);
    }

    @ParameterizedTest
    @ValueSource(strings = {"999999", "0", "-1", "abc", "9007199254740992", "1.5"})
    void what_is_no_account_is_not_found(String id) {
        BERTH.admin()
                .post(ACCOUNTS + id + "/credit/")
                .body("{\"amount\": \"1\", \"reference\": \"r\"}")
                .expectProblem(404, "account_not_found");
        BERTH.admin()
                .post(ACCOUNTS + id + "/tokens/")
                .body("{\"name\": \"t\", \"scopes\": [\"servers:read\"]}")
                .expectProblem(404, "account_not_found");
    }

    private static ApiClient.Call credit(Customer customer, String amount, String reference) {
        return BERTH.admin()
                .post(ACCOUNTS + customer.account() + "/credit/")
                .body("{\"amount\": \"%s\", \"reference\": \"%s\"}".formatted(amount, reference));
    }
}
