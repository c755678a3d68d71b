package dev.berth.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.application.server.service.BillingHolds;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Servers of an account whose credit is used up are suspended, until there is credit again. */
@OnEveryDatabase
class BillingHoldsTest {
    @RegisterExtension
    static final RunningBerth BERTH = RunningBerth.fresh(Map.of(
            "berth.billing.minimum-hours", "1", "berth.billing.grace-hours", "0", "berth.billing.interval", "200ms"));

    private static final String SERVERS = "/api/v1/servers/";
    private static final String ADMIN = "/api/v1/admin/servers/";

    @Test
    void what_is_not_paid_for_is_suspended_and_goes_on_afterwards_as_before() {
        Customer customer = BERTH.newCustomer("0.0450", 5); // an hour of three servers
        Customer other = BERTH.newCustomer();
        long others = other.createActive();
        long ran = customer.createActive();
        long off = customer.createStopped();
        long operators = customer.createActive();
        customer.suspend(operators);
        customer.api().post(SERVERS).body(Customer.createBody("us-west")).expectProblem(402, "insufficient_credit");

        for (long server : List.of(ran, off, operators, others)) {
            hourPassed(server);
        }
        customer.await(ran, "suspended");
        customer.await(off, "suspended");
        Await.until("the third is held too", () -> holds(operators), List.of("operator", "billing")::equals);
        assertThat(other.status(others)).isEqualTo("active");
        for (long server : List.of(ran, off, operators)) {
            customer.api().post(SERVERS + server + "/start/").expectProblem(400, "server_suspended");
        }
        JsonNode hold = admin(ran).at("/holds/0");
        JsonPattern.require(
                hold, "{\"kind\": \"billing\", \"actor\": \"billing\", \"reason\": \"#text\", \"since\": \"#time\"}");
        assertThat(hold.get("reason").textValue()).startsWith("Nothing has been left of the account's credit since 2");
        BERTH.admin().post(ADMIN + ran + "/unsuspend/").expectProblem(400, "server_not_suspended");

        customer.addCredit("10");
        customer.await(ran, "active");
        customer.await(off, "stopped");
        Await.until("the operator's hold alone is there", () -> holds(operators), List.of("operator")::equals);
        assertThat(customer.status(operators)).isEqualTo("suspended");
        customer.api().post(SERVERS + off + "/start/").expect(200);
        customer.await(off, "active");
    }

    @Test
    void holds_follow_the_credit_also_while_hours_cannot_be_booked() {
        Customer customer = BERTH.newCustomer("1", 5);
        long server = customer.createActive();
        BERTH.database().update("ALTER TABLE meters RENAME TO meters_of_before");
        try {
            exhaust(customer);
            customer.await(server, "suspended");
        } finally {
            BERTH.database().update("ALTER TABLE meters_of_before RENAME TO meters");
        }
    }

    /** It knows no exhaustion, and leaves that as it is. */
    @Test
    void credit_that_a_replica_of_the_version_before_has_added_counts() {
        Customer customer = BERTH.newCustomer("1", 5);
        long server = customer.createActive();
        exhaust(customer);
        customer.await(server, "suspended");
        BERTH.database().update("UPDATE accounts SET balance = 1 WHERE id = ?", customer.account());
        customer.await(server, "active");
        BERTH.bean(BillingHolds.class).run();
        assertThat(customer.status(server)).isEqualTo("active");
    }

    private static void hourPassed(long server) {
        assertThat(BERTH.database().update("""
                                UPDATE meters SET started_at = started_at - INTERVAL '1' HOUR, due_at = due_at - INTERVAL '1' HOUR
                                WHERE server_id = ?""", server)).isEqualTo(1);
    }

    /** Behind the ledger's back. */
    private static void exhaust(Customer customer) {
        BERTH.database()
                .update("UPDATE accounts SET balance = 0, exhausted_at = created_at WHERE id = ?", customer.account());
    }

    private static List<String> holds(long server) {
        return StreamSupport.stream(admin(server).get("holds").spliterator(), false)
                .map(hold -> hold.get("kind").textValue())
                .toList();
    }

    private static JsonNode admin(long server) {
        return BERTH.admin().get(ADMIN + server + "/").expect(200).json();
    }
}
