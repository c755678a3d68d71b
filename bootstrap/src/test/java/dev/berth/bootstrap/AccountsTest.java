package dev.berth.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Accounts and tokens, as their owners and operators manage them. */
@OnEveryDatabase
class AccountsTest {
    @RegisterExtension
    static final RunningBerth BERTH = RunningBerth.fresh(Map.of("berth.token-use-interval", "50ms"));

    private static final String TOKENS = "/api/v1/tokens/";
    private static final String SERVERS = "/api/v1/servers/";
    private static final String ACCOUNTS = "/api/v1/admin/accounts/";
    private static final String AUDIT = "/api/v1/admin/audit-log/";

    @Test
    void an_account_sees_its_credit_what_its_servers_cost_and_its_limits() {
        Customer customer = BERTH.newCustomer("10", 3);
        customer.create();
        JsonPattern.require(customer.api().get("/api/v1/account/").expect(200).json(), """
                {"id": "#integer", "name": "Customer", "status": "active", "credit": "10.0000",
                 "hourly_cost": "0.0150", "limits": {"servers": {"used": 1, "max": 3}}}""");
    }

    @Test
    void a_token_is_issued_used_listed_and_revoked_by_its_account() {
        Customer customer = BERTH.newCustomer();
        JsonNode issued = issue(customer.api(), "[\"servers:read\"]");
        String secret = issued.get("token").textValue();
        ApiClient holder = customer.api().with(secret);
        holder.get(SERVERS).expect(200);
        holder.get(TOKENS).expectProblem(403, "missing_scope");
        assertThat(issued.get("prefix").textValue()).hasSize(12);
        assertThat(secret).startsWith(issued.get("prefix").textValue());

        String path = TOKENS + issued.get("id") + "/";
        JsonNode shown = Await.until(
                "its use is written down",
                () -> listed(customer.api(), issued.get("id").longValue()),
                token -> token.hasNonNull("last_used_at"));
        JsonPattern.require(shown, """
                {"id": "#integer", "name": "ci", "prefix": "#string", "scopes": ["servers:read"], "expires_at": null,
                 "last_used_at": "#time", "created_at": "#time"}""");

        BERTH.newCustomer().api().delete(path).expectProblem(404, "token_not_found");
        customer.api().delete(path).expect(204);
        holder.get(SERVERS).expectProblem(401, "unauthenticated");
        customer.api().delete(path).expectProblem(404, "token_not_found");
        assertThat(customer.api().get(TOKENS).expect(200).json().get("results").findValuesAsText("id"))
                .doesNotContain(issued.get("id").asText());
    }

    @Test
    void a_token_grants_no_scope_that_it_lacks() {
        ApiClient limited = BERTH.newCustomer().restrictedTo("account:write");
        limited.post(TOKENS)
                .body("{\"name\": \"ci\", \"scopes\": [\"account:write\", \"servers:write\"]}")
                .expectProblem(403, "missing_scope");
        issue(limited, "[\"account:write\"]");
    }

    @Test
    void a_revoked_token_is_worth_nothing_on_every_replica_within_seconds() {
        Database database = Database.fresh();
        try (RunningBerth one = RunningBerth.on(database, Map.of());
                RunningBerth other = RunningBerth.on(database, Map.of())) {
            Customer customer = one.newCustomer();
            JsonNode issued = issue(customer.api(), "[\"servers:read\"]");
            String secret = issued.get("token").textValue();
            other.anonymous().with(secret).get(SERVERS).expect(200);
            customer.api().delete(TOKENS + issued.get("id") + "/").expect(204);
            one.anonymous().with(secret).get(SERVERS).expectProblem(401, "unauthenticated");
            Await.until(
                    "the other replica has noticed",
                    () -> other.anonymous().with(secret).get(SERVERS).send().status() == 401);
        }
    }

    @Test
    void an_operator_lists_accounts_page_by_page_and_changes_a_quota() {
        Customer customer = BERTH.newCustomer("10", 1);
        customer.create();
        customer.api().post(SERVERS).body(Customer.createBody("us-west")).expectProblem(403, "quota_exceeded");
        String path = ACCOUNTS + customer.account() + "/";
        JsonNode changed = BERTH.admin()
                .patch(path)
                .body("{\"max_servers\": 2}")
                .expect(200)
                .json();
        assertThat(changed.get("limits").toString()).isEqualTo("{\"servers\":{\"used\":1,\"max\":2}}");
        customer.create();
        assertThat(BERTH.admin().get(path).expect(200).json().get("hourly_cost").textValue())
                .isEqualTo("0.0300");

        JsonNode first = BERTH.admin().get(ACCOUNTS + "?limit=1").expect(200).json();
        JsonNode second =
                BERTH.admin().get(first.get("next").textValue()).expect(200).json();
        assertThat(second.get("count")).isEqualTo(first.get("count"));
        assertThat(second.get("results").get(0).get("id").longValue())
                .isGreaterThan(first.get("results").get(0).get("id").longValue());
    }

    @Test
    void an_account_without_servers_can_be_closed_for_good() {
        Customer customer = BERTH.newCustomer();
        long server = customer.createActive();
        String path = ACCOUNTS + customer.account() + "/";
        BERTH.admin().post(path + "close/").expectProblem(400, "account_has_servers");
        customer.api().delete(SERVERS + server + "/").expect(204);
        assertThat(BERTH.admin()
                        .post(path + "close/")
                        .expect(200)
                        .json()
                        .get("status")
                        .textValue())
                .isEqualTo("closed");
        customer.api().get(SERVERS).expectProblem(401, "unauthenticated");
        BERTH.admin()
                .post(path + "credit/")
                .body("{\"amount\": \"1\", \"reference\": \"late\"}")
                .expectProblem(400, "account_closed");
        BERTH.admin()
                .post(SERVERS)
                .header("Berth-Account", Long.toString(customer.account()))
                .body(Customer.createBody("us-west"))
                .expectProblem(400, "account_closed");
    }

    @Test
    void an_operator_acts_for_an_account_and_that_is_written_down() {
        Customer customer = BERTH.newCustomer();
        String account = Long.toString(customer.account());
        BERTH.admin().get(SERVERS).expectProblem(403, "account_required");
        long server = BERTH.admin()
                .post(SERVERS)
                .header("Berth-Account", account)
                .header("X-Request-Id", "acting-1")
                .body(Customer.createBody("us-west"))
                .expect(201)
                .json()
                .get("id")
                .longValue();
        assertThat(customer.server(server).get("name").textValue()).isEqualTo("web");
        BERTH.admin().get(SERVERS).header("Berth-Account", account).expect(200);
        JsonNode entries = audit("?account_id=" + account + "&action=account.act");
        JsonPattern.require(entries, """
                {"count": 1, "next": null, "results": [{"id": "#integer", "action": "account.act",
                 "subject": "%s", "account_id": %s,
                 "actor": {"token_id": "#integer", "name": "admin", "address": "127.0.0.1", "request_id": "acting-1"},
                 "before": {}, "after": {"request": "POST /api/v1/servers/"},
                 "created_at": "#time"}]}""".formatted(account, account));
    }

    @Test
    void every_change_of_an_account_is_in_the_audit_log_newest_first() {
        Customer customer = BERTH.newCustomer("5", 2);
        String account = ACCOUNTS + customer.account() + "/";
        BERTH.admin().patch(account).body("{\"max_servers\": 3}").expect(200);
        long token = BERTH.admin()
                .get(account + "tokens/")
                .expect(200)
                .json()
                .get("results")
                .get(0)
                .get("id")
                .longValue();
        BERTH.admin().delete(account + "tokens/" + token + "/").expect(204);
        BERTH.admin().post(account + "close/").expect(200);
        BERTH.admin().post(account + "close/").expectProblem(400, "account_closed");
        JsonNode entries = audit("?account_id=" + customer.account());
        assertThat(entries.get("results").findValuesAsText("action"))
                .containsExactly(
                        "account.close",
                        "token.revoke",
                        "account.update",
                        "credit.add",
                        "token.create",
                        "account.create");
        JsonNode update = entries.get("results").get(2);
        assertThat(update.get("before").toString()).isEqualTo("{\"max_servers\":\"2\"}");
        assertThat(update.get("after").toString()).isEqualTo("{\"max_servers\":\"3\"}");
        JsonNode page = audit("?limit=2&account_id=" + customer.account());
        JsonNode next =
                BERTH.admin().get(page.get("next").textValue()).expect(200).json();
        assertThat(next.get("results").findValuesAsText("action")).containsExactly("account.update", "credit.add");
    }

    private static JsonNode audit(String query) {
        return BERTH.admin().get(AUDIT + query).expect(200).json();
    }

    private static JsonNode listed(ApiClient client, long token) {
        for (JsonNode shown : client.get(TOKENS).expect(200).json().get("results")) {
            if (shown.get("id").longValue() == token) {
                return shown;
            }
        }
        throw new AssertionError("token " + token + " is not listed");
    }

    private static JsonNode issue(ApiClient client, String scopes) {
        return client.post(TOKENS)
                .body("{\"name\": \"ci\", \"scopes\": %s}".formatted(scopes))
                .expect(201)
                .json();
    }
}
