package dev.berth.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.bootstrap.ApiClient.Answer;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is accepted and refused in each status that can be seen. */
@OnEveryDatabase
class WrongStatusTest {
    @RegisterExtension
    static final RunningBerth BERTH = RunningBerth.fresh();

    private static final String SERVERS = "/api/v1/servers/";

    private final Customer customer = BERTH.newCustomer();

    @AfterEach
    void mend() {
        BERTH.mend();
    }

    @ParameterizedTest(name = "{0}: {1} is {2}")
    @CsvSource({
        "active,       start,  server_already_running",
        "active,       stop,   accepted",
        "active,       reboot, accepted",
        "stopped,      start,  accepted",
        "stopped,      stop,   server_not_running",
        "stopped,      reboot, server_not_running",
        "suspended,    start,  server_suspended",
        "suspended,    stop,   server_suspended",
        "suspended,    reboot, server_suspended",
        "error,        start,  server_in_error",
        "error,        stop,   server_in_error",
        "error,        reboot, server_in_error",
        "provisioning, start,  operation_in_progress",
        "provisioning, stop,   operation_in_progress",
        "provisioning, reboot, operation_in_progress",
        "starting,     start,  operation_in_progress",
        "starting,     stop,   operation_in_progress",
        "starting,     reboot, operation_in_progress",
        "stopping,     start,  operation_in_progress",
        "stopping,     stop,   operation_in_progress",
        "stopping,     reboot, operation_in_progress",
        "rebooting,    start,  operation_in_progress",
        "rebooting,    stop,   operation_in_progress",
        "rebooting,    reboot, operation_in_progress"
    })
    void each_status_has_its_answer_to_each_verb(String status, String verb, String expected) {
        long server = serverIn(status);
        JsonNode before = customer.server(server);
        ApiClient.Call call = customer.api().post(SERVERS + server + "/" + verb + "/");
        if (expected.equals("accepted")) {
            call.expect(200);
            return;
        }
        Answer refused = call.expectProblem(400, expected);
        boolean waits = expected.equals("operation_in_progress");
        assertThat(refused.json().get("retryable").booleanValue()).isEqualTo(waits);
        assertThat(refused.header("Retry-After").isEmpty()).isEqualTo(!waits);
        assertThat(customer.server(server)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"provisioning", "active", "stopping", "stopped", "starting", "rebooting", "suspended", "error"})
    void a_server_can_be_changed_and_deleted_in_every_status(String status) {
        long server = serverIn(status);
        String path = SERVERS + server + "/";
        JsonNode patched = customer.api()
                .patch(path)
                .body("{\"name\": \"patched\"}")
                .expect(200)
                .json();
        assertThat(patched.get("name").textValue()).isEqualTo("patched");
        assertThat(patched.get("status").textValue()).isEqualTo(status);
        JsonNode put = customer.api()
                .put(path)
                .body("{\"name\": \"put\", \"hostname\": \"put.example.com\", \"backups_enabled\": true}")
                .expect(200)
                .json();
        assertThat(put.get("hostname").textValue()).isEqualTo("put.example.com");
        assertThat(put.get("status").textValue()).isEqualTo(status);
        assertThat(Customer.ids(customer.list("?status=" + status))).containsExactly(server);

        Answer deleted = customer.api().delete(path).expect(204);
        customer.api().delete(path).expectProblem(404, "server_not_found");
        customer.api().get(path).expectProblem(404, "server_not_found");
        customer.api().post(path + "start/").expectProblem(404, "server_not_found");
        assertThat(Customer.ids(customer.list())).isEmpty();
        BERTH.mend();
        customer.awaitOperation(deleted.operation(), "succeeded");
        assertThat(BERTH.database().number("SELECT COUNT(*) FROM reservations WHERE server_id = ?", server))
                .isZero();
        assertThat(BERTH.database()
                        .number(
                                "SELECT COUNT(*) FROM simulated_machines WHERE defined AND machine = ?",
                                machine(server)))
                .isZero();
        assertThat(BERTH.database().number("SELECT servers FROM accounts WHERE id = ?", customer.account()))
                .isZero();
        assertThat(BERTH.database().query("SELECT hourly_cost FROM accounts WHERE id = ?", customer.account()))
                .first()
                .hasToString("{hourly_cost=0.0000}");
    }

    @Test
    void a_delete_supersedes_the_operation_that_runs() {
        long server = serverIn("starting");
        long start = BERTH.database().number("SELECT current_operation_id FROM servers WHERE id = ?", server);
        long delete = customer.api().delete(SERVERS + server + "/").expect(204).operation();
        JsonPattern.require(customer.awaitOperation(start, "superseded"), """
                {"id": %d, "server_id": %d, "kind": "start", "status": "superseded", "progress": "#integer",
                 "error": null, "created_at": "#time", "started_at": "#time", "finished_at": "#time"}""".formatted(start, server));
        customer.awaitOperation(delete, "succeeded");
    }

    private long serverIn(String status) {
        switch (status) {
            case "active" -> {
                return customer.createActive();
            }
            case "stopped" -> {
                return customer.createStopped();
            }
            case "suspended" -> {
                long server = customer.createStopped();
                customer.suspend(server);
                return server;
            }
            case "error" -> {
                long server = customer.createActive();
                BERTH.plantPermanentFault("ensureShutDown", server);
                customer.api().post(SERVERS + server + "/stop/").expect(200);
                customer.await(server, "error");
                return server;
            }
            case "provisioning" -> {
                BERTH.plantFault("ensureDefined");
                return customer.create();
            }
            case "starting" -> {
                return faulty(customer.createStopped(), "ensureRunning", "start");
            }
            case "stopping" -> {
                return faulty(customer.createActive(), "ensureShutDown", "stop");
            }
            case "rebooting" -> {
                return faulty(customer.createActive(), "ensureShutDown", "reboot");
            }
            default -> throw new IllegalArgumentException(status);
        }
    }

    private long faulty(long server, String call, String verb) {
        BERTH.plantFault(call, server);
        customer.api().post(SERVERS + server + "/" + verb + "/").expect(200);
        Await.until(
                "the operation has begun",
                () -> BERTH.database()
                                .number(
                                        "SELECT COUNT(*) FROM operations WHERE server_id = ? AND status = 'RUNNING'",
                                        server)
                        == 1);
        return server;
    }

    private static UUID machine(long server) {
        return BERTH.database().machine(server);
    }
}
