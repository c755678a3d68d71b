package dev.berth.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.application.account.service.Metering;
import dev.berth.bootstrap.ApiClient.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What servers cost: credit that is needed, hours that are booked. */
@OnEveryDatabase
class BillingTest {
    @RegisterExtension
    static final RunningBerth BERTH = RunningBerth.fresh();

    private static final String SERVERS = "/api/v1/servers/";
    private static final String LEDGER = "/api/v1/account/ledger/";

    @Test
    void credit_for_a_day_is_enough_and_a_ten_thousandth_less_is_not() {
        Customer customer = BERTH.newCustomer("0.3599", 5);
        Answer refused = customer.api()
                .post(SERVERS)
                .body(Customer.createBody("us-west"))
                .expectProblem(402, "insufficient_credit");
        assertThat(refused.json().get("detail").textValue()).contains("0.3600").contains("0.3599");
        customer.addCredit("0.0001");
        customer.create();
        customer.api().post(SERVERS).body(Customer.createBody("us-west")).expectProblem(402, "insufficient_credit");
        customer.addCredit("0.3600");
        customer.create();
    }

    @Test
    void creates_at_once_never_pass_on_the_same_credit() {
        Customer customer = BERTH.newCustomer("36", 500); // a hundred servers for a day
        List<CompletableFuture<Integer>> creating = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            creating.add(Background.start(() -> createInTheEnd(customer)));
        }
        Map<Integer, Long> answers = creating.stream()
                .map(CompletableFuture::join)
                .collect(Collectors.groupingBy(status -> status, Collectors.counting()));
        assertThat(answers).isEqualTo(Map.of(201, 100L, 402, 100L));
        assertThat(customer.list().get("count").intValue()).isEqualTo(100);
        assertThat(BERTH.database().query("SELECT servers, hourly_cost FROM accounts WHERE id = ?", customer.account()))
                .hasToString("[{servers=100, hourly_cost=1.5000}]");
    }

    /** Too many at once are asked to come again, and do. */
    private static int createInTheEnd(Customer customer) {
        return Await.until(
                "there is time for a create",
                () -> customer.api()
                        .post(SERVERS)
                        .body(Customer.createBody("eu-central"))
                        .send()
                        .status(),
                status -> status != 503);
    }

    @Test
    void a_deleted_server_has_cost_the_hour_that_had_begun() {
        Customer customer = BERTH.newCustomer("1", 5);
        long server = customer.createActive();
        assertThat(entries(customer)).hasSize(1);
        customer.api().delete(SERVERS + server + "/").expect(204);
        assertThat(entries(customer)).containsExactly("TOP_UP 1.0000 null", "USAGE -0.0150 " + server);
        customer.api().delete(SERVERS + server + "/").expectProblem(404, "server_not_found");
        assertThat(entries(customer)).hasSize(2);
    }

    @Test
    void a_server_that_is_deleted_before_it_was_ready_has_cost_its_hour_too() {
        Customer customer = BERTH.newCustomer("1", 5);
        long server = customer.create("us-east");
        long delete = customer.api().delete(SERVERS + server + "/").expect(204).operation();
        customer.awaitOperation(delete, "succeeded");
        assertThat(entries(customer)).containsExactly("TOP_UP 1.0000 null", "USAGE -0.0150 " + server);
    }

    @Test
    void a_server_whose_provisioning_failed_costs_nothing() {
        Customer customer = BERTH.newCustomer("1", 5);
        // for whatever machine: this one is known only when it may already run
        BERTH.database().update("INSERT INTO simulated_faults (kind, on_call) VALUES ('PERMANENT', 'ensureRunning')");
        long server;
        try {
            server = customer.create("us-east");
            customer.await(server, "error");
        } finally {
            BERTH.mend();
        }
        customer.api().delete(SERVERS + server + "/").expect(204);
        assertThat(entries(customer)).hasSize(1);
    }

    @Test
    void hours_are_booked_as_they_end_whether_or_not_the_server_runs() {
        Customer customer = BERTH.newCustomer("0.4000", 5);
        long server = customer.createStopped();
        passed(server, 2);
        BERTH.bean(Metering.class).run();
        BERTH.bean(Metering.class).run();
        assertThat(entries(customer)).containsExactly("TOP_UP 0.4000 null", "USAGE -0.0300 " + server);
        customer.api().delete(SERVERS + server + "/").expect(204);
        assertThat(entries(customer))
                .containsExactly("TOP_UP 0.4000 null", "USAGE -0.0300 " + server, "USAGE -0.0150 " + server);
        assertThat(BERTH.database().query("SELECT balance FROM accounts WHERE id = ?", customer.account()))
                .hasToString("[{balance=0.3550}]");
    }

    @Test
    void a_server_that_was_brought_to_life_without_a_meter_gets_one_while_berth_runs() {
        Customer customer = BERTH.newCustomer("1", 5);
        long server = customer.createActive();
        BERTH.database().update("DELETE FROM meters WHERE server_id = ?", server);
        Await.until("it has a meter", () -> {
            // again and again, as the end of a run under way sets the time of the next
            BERTH.database()
                    .update("UPDATE scheduled_tasks SET execution_time = CURRENT_TIMESTAMP"
                            + " WHERE task_name = 'meter-missing' AND picked = FALSE");
            return meters(server) == 1;
        });
    }

    private static long meters(long server) {
        return BERTH.database().number("SELECT COUNT(*) FROM meters WHERE server_id = ?", server);
    }

    @Test
    void a_ledger_is_read_newest_first_page_by_page_and_by_its_account_alone() {
        Customer customer = BERTH.newCustomer("1", 5);
        long server = customer.createActive();
        passed(server, 3);
        BERTH.bean(Metering.class).run();
        customer.addCredit("2");
        BERTH.newCustomer("5", 5);
        ApiClient reader = customer.restrictedTo("account:read");
        JsonNode whole = reader.get(LEDGER).expect(200).json();
        JsonPattern.require(whole, """
                {"count": 3, "next": null, "results": [
                  {"id": "#integer", "amount": "2.0000", "balance": "2.9550", "kind": "top_up", "server_id": null,
                   "description": "", "created_at": "#time"},
                  {"id": "#integer", "amount": "-0.0450", "balance": "0.9550", "kind": "usage", "server_id": %d,
                   "description": "3 hours of server %d", "created_at": "#time"},
                  {"id": "#integer", "amount": "1.0000", "balance": "1.0000", "kind": "top_up", "server_id": null,
                   "description": "", "created_at": "#time"}]}""".formatted(server, server));
        Answer first = reader.get(LEDGER + "?limit=2").expect(200);
        String next = first.json().get("next").textValue();
        assertThat(first.header("Link")).isEqualTo("<%s>; rel=\"next\"".formatted(next));
        customer.addCredit("4"); // comes before the first page, and changes no other
        Answer second = reader.get(next).expect(200);
        assertThat(second.json().get("next").isNull()).isTrue();
        assertThat(second.json().get("count").intValue()).isEqualTo(3);
        List<JsonNode> pages = new ArrayList<>();
        first.json().get("results").forEach(pages::add);
        second.json().get("results").forEach(pages::add);
        assertThat(pages).containsExactlyElementsOf(whole.get("results"));
        assertThat(BERTH.newCustomer("0", 5)
                        .api()
                        .get(LEDGER)
                        .expect(200)
                        .json()
                        .get("results"))
                .isEmpty();
    }

    @Test
    void berths_own_references_are_not_for_operators() {
        Customer customer = BERTH.newCustomer("0", 5);
        Answer refused = BERTH.admin()
                .post("/api/v1/admin/accounts/%d/credit/".formatted(customer.account()))
                .body("{\"amount\": \"1\", \"reference\": \"berth:usage:1:0\"}")
                .expectProblem(400, "invalid_request");
        assertThat(refused.errors()).containsExactly("reference: invalid_value");
        assertThat(entries(customer)).isEmpty();
    }

    /** Has so many hours of a server passed. */
    private static void passed(long server, int hours) {
        assertThat(BERTH.database().update("""
                                UPDATE meters SET started_at = started_at - CAST(? AS INT) * INTERVAL '1' HOUR,
                                  due_at = due_at - CAST(? AS INT) * INTERVAL '1' HOUR
                                WHERE server_id = ?""", hours, hours, server)).isEqualTo(1);
    }

    private static List<String> entries(Customer customer) {
        return BERTH
                .database()
                .query(
                        "SELECT kind, amount, server_id FROM credit_entries WHERE account_id = ? ORDER BY id",
                        customer.account())
                .stream()
                .map(entry -> "%s %s %s".formatted(entry.get("kind"), entry.get("amount"), entry.get("server_id")))
                .toList();
    }
}
