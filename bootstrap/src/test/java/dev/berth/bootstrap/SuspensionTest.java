package dev.berth.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.application.operation.port.out.Hypervisor;
import dev.berth.application.operation.port.out.Hypervisors;
import dev.berth.application.operation.port.out.MachineState;
import dev.berth.application.server.service.Suspensions;
import dev.berth.bootstrap.ApiClient.Answer;
import dev.berth.domain.placement.HostId;
import dev.berth.domain.server.HoldKind;
import dev.berth.domain.server.ServerId;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operator's view of servers: suspended, taken out of error, listed across accounts. */
@OnEveryDatabase
class SuspensionTest {
    @RegisterExtension
    static final RunningBerth BERTH = RunningBerth.fresh();

    private static final String SERVERS = "/api/v1/servers/";
    private static final String ADMIN = "/api/v1/admin/servers/";

    private final Customer customer = BERTH.newCustomer();

    @AfterEach
    void mend() {
        BERTH.mend();
    }

    @Test
    void a_running_server_is_suspended_and_runs_again_afterwards() {
        long server = customer.createActive();
        Answer suspended = change(server, "suspend").expect(200);
        JsonPattern.require(suspended.json(), """
                {"id": %d, "name": "web", "hostname": "web", "status": "stopping", "ip_address": "#ipv4",
                 "ipv6_address": "#ipv6", "location": "us-west",
                 "plan": {"id": 1, "name": "Standard VPS", "vcpus": 2, "memory": 4096, "storage": 80, "bandwidth": 2048},
                 "os": {"id": 5, "name": "Ubuntu 22.04 LTS"}, "backups_enabled": false,
                 "resource_usage": {"cpu_percent": "#float", "memory_used": "#integer", "disk_used": "#integer",
                   "bandwidth_used": "#integer"},
                 "created_at": "#time", "updated_at": "#time",
                 "account_id": %d, "host_id": "#integer", "operation_id": "#integer",
                 "holds": [{"kind": "operator", "actor": "#text", "reason": "abuse", "since": "#time"}]}""".formatted(server, customer.account()));
        JsonPattern.require(customer.awaitOperation(suspended.operation(), "succeeded"), """
                {"id": %d, "server_id": %d, "kind": "suspend", "status": "succeeded", "progress": 100, "error": null,
                 "created_at": "#time", "started_at": "#time", "finished_at": "#time"}""".formatted(
                        suspended.operation(), server));
        assertThat(customer.status(server)).isEqualTo("suspended");
        assertThat(isOn(server)).isFalse();

        Answer unsuspended = change(server, "unsuspend").expect(200);
        assertThat(unsuspended.json().get("status").textValue()).isEqualTo("starting");
        assertThat(unsuspended.json().get("holds")).isEmpty();
        assertThat(customer.awaitOperation(unsuspended.operation(), "succeeded")
                        .get("kind")
                        .textValue())
                .isEqualTo("resume");
        assertThat(customer.status(server)).isEqualTo("active");
        assertThat(isOn(server)).isTrue();
    }

    @Test
    void a_stopped_server_is_stopped_again_at_once_afterwards() {
        long server = customer.createStopped();
        customer.suspend(server);
        Answer unsuspended = change(server, "unsuspend").expect(200);
        assertThat(unsuspended.json().get("status").textValue()).isEqualTo("stopped");
        assertThat(unsuspended.json().get("operation_id").isNull()).isTrue();
        assertThat(unsuspended.header("Operation-Location")).isEmpty();
        assertThat(customer.status(server)).isEqualTo("stopped");
    }

    @Test
    void a_suspension_waits_for_the_provisioning() {
        BERTH.plantFault("ensureDefined");
        long server = customer.create();
        Answer suspended = change(server, "suspend").expect(200);
        assertThat(suspended.json().get("status").textValue()).isEqualTo("provisioning");
        assertThat(suspended.json().get("operation_id").isNull()).isTrue();
        BERTH.mend();
        customer.await(server, "suspended");
        assertThat(isOn(server)).isFalse();
        change(server, "unsuspend").expect(200);
        customer.await(server, "active");
    }

    @Test
    void a_suspended_server_is_read_renamed_and_deleted_and_nothing_else() {
        long server = customer.createActive();
        customer.suspend(server);
        JsonNode before = customer.server(server);
        for (String verb : List.of("start", "stop", "reboot")) {
            customer.api().post(SERVERS + server + "/" + verb + "/").expectProblem(400, "server_suspended");
        }
        assertThat(customer.server(server)).isEqualTo(before);
        assertThat(Customer.ids(customer.list("?status=suspended"))).containsExactly(server);
        JsonNode renamed = customer.api()
                .patch(SERVERS + server + "/")
                .body("{\"name\": \"renamed\"}")
                .expect(200)
                .json();
        assertThat(renamed.get("status").textValue()).isEqualTo("suspended");
        long delete = customer.api().delete(SERVERS + server + "/").expect(204).operation();
        customer.awaitOperation(delete, "succeeded");
        BERTH.admin().get(ADMIN + server + "/").expectProblem(404, "server_not_found");
        for (String verb : List.of("suspend", "unsuspend", "reset")) {
            change(server, verb).expectProblem(404, "server_not_found");
        }
    }

    @Test
    void a_server_stays_suspended_until_its_last_hold_is_lifted() {
        long server = customer.createActive();
        customer.suspend(server);
        change(server, "suspend").expectProblem(400, "server_suspended");
        Suspensions suspensions = BERTH.bean(Suspensions.class);
        suspensions.place(new ServerId(server), HoldKind.BILLING, "berth", "no credit");
        JsonNode held = change(server, "unsuspend").expect(200).json();
        assertThat(held.get("status").textValue()).isEqualTo("suspended");
        assertThat(held.get("operation_id").isNull()).isTrue();
        assertThat(held.at("/holds/0/kind").textValue()).isEqualTo("billing");
        change(server, "unsuspend").expectProblem(400, "server_not_suspended");
        suspensions.lift(new ServerId(server), HoldKind.BILLING);
        customer.await(server, "active");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_server_in_error_is_held_without_power_action_and_suspended_when_it_is_reset(boolean runs) {
        long server = inError();
        if (!runs) {
            switchOff(server);
        }
        JsonNode held = change(server, "suspend").expect(200).json();
        assertThat(held.get("status").textValue()).isEqualTo("error");
        assertThat(held.get("operation_id").isNull()).isTrue();
        assertThat(isOn(server)).isEqualTo(runs);
        Answer reset = change(server, "reset").expect(200);
        assertThat(reset.json().get("status").textValue()).isEqualTo("error");
        assertThat(customer.awaitOperation(reset.operation(), "succeeded")
                        .get("kind")
                        .textValue())
                .isEqualTo("reset");
        customer.await(server, "suspended");
        change(server, "unsuspend").expect(200);
        customer.await(server, runs ? "active" : "stopped");
    }

    @Test
    void a_reset_ends_in_what_it_finds() {
        long running = inError();
        long off = inError();
        switchOff(off);
        long gone = inError();
        host(gone).ensureAbsent(BERTH.database().machine(gone), fence(gone));
        customer.awaitOperation(change(running, "reset").expect(200).operation(), "succeeded");
        assertThat(customer.status(running)).isEqualTo("active");
        customer.awaitOperation(change(off, "reset").expect(200).operation(), "succeeded");
        assertThat(customer.status(off)).isEqualTo("stopped");
        JsonNode failed =
                customer.awaitOperation(change(gone, "reset").expect(200).operation(), "failed");
        assertThat(failed.at("/error/code").textValue()).isEqualTo("machine_absent");
        assertThat(customer.status(gone)).isEqualTo("error");
        change(running, "reset").expectProblem(400, "server_not_in_error");
    }

    @Test
    void a_second_reset_waits_for_the_first() {
        long server = inError();
        BERTH.plantFault("observe", server);
        long reset = change(server, "reset").expect(200).operation();
        Answer refused = change(server, "reset").expectProblem(400, "operation_in_progress");
        assertThat(refused.header("Retry-After")).isNotEmpty();
        customer.api().post(SERVERS + server + "/start/").expectProblem(400, "server_in_error");
        BERTH.mend();
        customer.awaitOperation(reset, "succeeded");
    }

    @Test
    void a_server_whose_provisioning_failed_cannot_be_reset() {
        BERTH.database().update("INSERT INTO simulated_faults (kind, on_call) VALUES ('PERMANENT', 'ensureDefined')");
        long server = customer.create();
        customer.await(server, "error");
        Answer refused = change(server, "reset").expectProblem(400, "server_in_error");
        assertThat(refused.json().get("detail").textValue()).contains("Delete it");
        customer.api().delete(SERVERS + server + "/").expect(204);
    }

    @Test
    void the_operator_lists_all_accounts_servers_by_account_host_and_status() {
        Customer other = BERTH.newCustomer();
        long mine = customer.createActive();
        long theirs = other.createStopped();
        long gone = other.createActive();
        other.api().delete(SERVERS + gone + "/").expect(204);
        long host = BERTH.database().number("SELECT host_id FROM servers WHERE id = ?", theirs);

        assertThat(ids("?account_id=" + customer.account())).containsExactly(mine);
        assertThat(ids("?account_id=" + other.account())).containsExactly(theirs);
        assertThat(ids("?account_id=%d&status=active".formatted(other.account())))
                .isEmpty();
        assertThat(ids("?host_id=%d&limit=1000".formatted(host)))
                .contains(theirs)
                .doesNotContain(gone);
        assertThat(ids("?host_id=9999999")).isEmpty();
        assertThat(ids("?limit=1000"))
                .contains(mine, theirs)
                .doesNotContain(gone)
                .isSorted();

        JsonNode page = BERTH.admin().get(ADMIN + "?limit=1").expect(200).json();
        assertThat(page.get("results")).hasSize(1);
        JsonNode second =
                BERTH.admin().get(page.get("next").textValue()).expect(200).json();
        assertThat(second.at("/results/0/id").longValue())
                .isGreaterThan(page.at("/results/0/id").longValue());
        assertThat(second.get("count")).isEqualTo(page.get("count"));
    }

    @Test
    void what_operators_do_is_in_the_audit_log() {
        long server = customer.createActive();
        customer.suspend(server);
        change(server, "suspend").expectProblem(400, "server_suspended");
        change(server, "unsuspend").expect(200);
        JsonNode log = BERTH.admin()
                .get("/api/v1/admin/audit-log/?action=server.suspend&subject=" + server)
                .expect(200)
                .json();
        assertThat(log.get("count").intValue()).isEqualTo(1);
        JsonNode entry = log.at("/results/0");
        assertThat(entry.get("account_id").longValue()).isEqualTo(customer.account());
        assertThat(entry.toString()).contains("abuse").contains("stopping");
        assertThat(BERTH.admin()
                        .get("/api/v1/admin/audit-log/?action=server.unsuspend&subject=" + server)
                        .expect(200)
                        .json()
                        .get("count")
                        .intValue())
                .isEqualTo(1);
    }

    private ApiClient.Call change(long server, String verb) {
        ApiClient.Call call = BERTH.admin().post(ADMIN + server + "/" + verb + "/");
        return verb.equals("suspend") ? call.body("{\"reason\": \"abuse\"}") : call;
    }

    /** In error after a stop that was refused, so that the machine runs. */
    private long inError() {
        long server = customer.createActive();
        BERTH.plantPermanentFault("ensureShutDown", server);
        customer.api().post(SERVERS + server + "/stop/").expect(200);
        customer.await(server, "error");
        BERTH.mend();
        return server;
    }

    /** Somebody at the host does it. */
    private static void switchOff(long server) {
        host(server).ensureOff(BERTH.database().machine(server), fence(server));
    }

    private static boolean isOn(long server) {
        return host(server).observe(BERTH.database().machine(server)) != MachineState.OFF;
    }

    private static Hypervisor host(long server) {
        long host = BERTH.database().number("SELECT host_id FROM servers WHERE id = ?", server);
        return BERTH.bean(Hypervisors.class).on(new HostId(host));
    }

    private static long fence(long server) {
        return BERTH.database().number("SELECT fence FROM servers WHERE id = ?", server);
    }

    private static List<Long> ids(String query) {
        return Customer.ids(BERTH.admin().get(ADMIN + query).expect(200).json());
    }
}
