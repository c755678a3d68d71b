package dev.berth.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.bootstrap.ApiClient.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Following an operation. */
@OnEveryDatabase
class OperationsApiTest {
    @RegisterExtension
    static final RunningBerth BERTH = RunningBerth.fresh();

    private final Customer customer = BERTH.newCustomer();

    @AfterEach
    void mend() {
        BERTH.mend();
    }

    @Test
    void an_operation_is_followed_from_its_begin_to_its_end() {
        BERTH.plantFault("ensureRunning"); // it goes on when it has been seen on its way
        Answer created = customer.api()
                .post("/api/v1/servers/")
                .body(Customer.createBody("us-west"))
                .expect(201);
        long server = created.json().get("id").longValue();
        String path = created.header("Operation-Location");
        List<String> statuses = new ArrayList<>();
        List<Integer> progress = new ArrayList<>();
        Supplier<JsonNode> look = () -> {
            JsonNode seen = customer.api().get(path).expect(200).json();
            statuses.add(seen.get("status").textValue());
            progress.add(seen.get("progress").intValue());
            return seen;
        };
        Await.until(
                "the operation runs",
                look,
                seen -> seen.get("status").textValue().equals("running"));
        BERTH.mend();
        JsonNode last = Await.until(
                "the operation has ended",
                look,
                seen -> seen.get("status").textValue().equals("succeeded"));
        assertThat(statuses).doesNotContain("failed", "superseded");
        assertThat(progress).isSorted().allMatch(value -> value >= 0 && value <= 100);
        assertThat(progress.subList(0, progress.size() - 1)).doesNotContain(100);
        JsonPattern.require(last, """
                {"id": %d, "server_id": %d, "kind": "provision", "status": "succeeded", "progress": 100, "error": null,
                 "created_at": "#time", "started_at": "#time", "finished_at": "#time"}""".formatted(created.operation(), server));
        // succeeded is what was observed
        assertThat(customer.status(server)).isEqualTo("active");
    }

    @Test
    void an_operation_that_has_not_ended_has_its_fields_with_nulls() {
        BERTH.plantFault("ensureDefined");
        Answer created = customer.api()
                .post("/api/v1/servers/")
                .body(Customer.createBody("us-west"))
                .expect(201);
        JsonPattern.require(customer.awaitOperation(created.operation(), "running"), """
                {"id": %d, "server_id": %d, "kind": "provision", "status": "running", "progress": "#integer",
                 "error": null, "created_at": "#time", "started_at": "#time", "finished_at": null}""".formatted(
                        created.operation(), created.json().get("id").longValue()));
    }

    @Test
    void what_fails_for_good_is_in_error_and_says_why_and_costs_nothing() {
        BERTH.database().update("INSERT INTO simulated_faults (kind, on_call) VALUES ('PERMANENT', 'ensureRunning')");
        Answer created = customer.api()
                .post("/api/v1/servers/")
                .body(Customer.createBody("us-west"))
                .expect(201);
        long server = created.json().get("id").longValue();
        JsonNode failed = customer.awaitOperation(created.operation(), "failed");
        JsonPattern.require(failed, """
                {"id": %d, "server_id": %d, "kind": "provision", "status": "failed", "progress": "#integer",
                 "error": {"code": "hypervisor_refused", "detail": "#text"},
                 "created_at": "#time", "started_at": "#time", "finished_at": "#time"}""".formatted(created.operation(), server));
        JsonNode inError = customer.server(server);
        assertThat(inError.get("status").textValue()).isEqualTo("error");
        assertThat(inError.get("ip_address").isNull()).isTrue();
        assertThat(inError.get("ipv6_address").isNull()).isTrue();
        assertThat(BERTH.database().query("SELECT hourly_cost FROM accounts WHERE id = ?", customer.account()))
                .hasToString("[{hourly_cost=0.0000}]");
        BERTH.mend();
        Answer deleted =
                customer.api().delete("/api/v1/servers/%d/".formatted(server)).expect(204);
        customer.awaitOperation(deleted.operation(), "succeeded");
        assertThat(BERTH.database().query("SELECT servers, hourly_cost FROM accounts WHERE id = ?", customer.account()))
                .hasToString("[{servers=0, hourly_cost=0.0000}]");
    }

    @Test
    void an_operation_can_be_followed_after_its_server_is_gone() {
        long server = customer.createActive();
        Answer deleted =
                customer.api().delete("/api/v1/servers/%d/".formatted(server)).expect(204);
        JsonPattern.require(
                customer.awaitOperation(deleted.operation(), "succeeded"), """
                {"id": %d, "server_id": %d, "kind": "delete", "status": "succeeded", "progress": 100, "error": null,
                 "created_at": "#time", "started_at": "#time", "finished_at": "#time"}""".formatted(deleted.operation(), server));
    }

    @Test
    void another_accounts_operation_does_not_exist() {
        Answer created = customer.api()
                .post("/api/v1/servers/")
                .body(Customer.createBody("us-west"))
                .expect(201);
        BERTH.newCustomer().api().get(created.header("Operation-Location")).expectProblem(404, "operation_not_found");
    }

    @Test
    void an_answer_that_was_lost_is_asked_for_again_and_nothing_is_done_twice() {
        BERTH.database()
                .update("INSERT INTO simulated_faults (kind, on_call, remaining) VALUES"
                        + " ('LOSE_ANSWER', 'ensureDefined', 1), ('LOSE_ANSWER', 'ensureRunning', 1)");
        long server = customer.createActive();
        assertThat(BERTH.database()
                        .query(
                                "SELECT define_count, power_on_count FROM simulated_machines WHERE machine = ?",
                                BERTH.database().machine(server)))
                .hasToString("[{define_count=1, power_on_count=1}]");
    }

    @Test
    void a_host_without_room_is_left_for_another() {
        BERTH.database()
                .update("INSERT INTO simulated_faults (kind, on_call, after_effect, remaining) VALUES"
                        + " ('NO_CAPACITY', 'ensureDefined', TRUE, 1)");
        long server = customer.createActive();
        assertThat(BERTH.database()
                        .number(
                                "SELECT COUNT(*) FROM simulated_machines WHERE defined AND machine = ?",
                                BERTH.database().machine(server)))
                .isEqualTo(1);
        assertThat(BERTH.database()
                        .number(
                                "SELECT COUNT(*) FROM reservations r JOIN servers s ON s.id = r.server_id"
                                        + " AND s.host_id = r.host_id WHERE s.id = ?",
                                server))
                .isEqualTo(1);
    }
}
