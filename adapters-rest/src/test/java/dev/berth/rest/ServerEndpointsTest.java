package dev.berth.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.application.server.port.in.CreateServerCommand;
import dev.berth.application.server.port.in.UpdateServerCommand;
import dev.berth.domain.account.SshKeyId;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.operation.OperationKind;
import dev.berth.domain.server.Hostname;
import dev.berth.domain.server.ServerFilter;
import dev.berth.domain.server.ServerId;
import dev.berth.domain.server.ServerName;
import dev.berth.domain.server.ServerRef;
import dev.berth.domain.server.ServerStatus;
import dev.berth.rest.RestApi.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The documented contract, row by row. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServerEndpointsTest {
    private static final String CREATE = """
            {"name": "web-server-02", "plan_id": 1, "os_id": 5, "location": "us-west"}""";

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
    @ValueSource(strings = {"/api/v1/servers/", "/api/v1/servers"})
    void the_list_is_as_documented_with_and_without_the_slash(String path) {
        api.servers.total = 1;
        Answer answer = api.get(path).send();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        assertThat(answer.body())
                .isEqualTo("{\"results\":[{\"id\":1,\"name\":\"web-server-01\",\"hostname\":\"web01.example.com\","
                        + "\"status\":\"active\",\"ip_address\":\"203.0.113.10\",\"location\":\"us-west\","
                        + "\"plan\":{\"id\":1,\"name\":\"Standard VPS\",\"vcpus\":2,\"memory\":4096,\"storage\":80},"
                        + "\"os\":{\"id\":5,\"name\":\"Ubuntu 22.04 LTS\"},"
                        + "\"created_at\":\"2025-01-10T14:30:00Z\",\"updated_at\":\"2025-01-15T10:20:00Z\"}],"
                        + "\"count\":1}");
    }

    @Test
    void an_empty_list_is_a_list() {
        api.servers.total = 0;
        assertThat(api.get("/api/v1/servers/").send().body()).isEqualTo("{\"results\":[],\"count\":0}");
    }

    @Test
    void both_filters_combine() {
        api.get("/api/v1/servers/?status=stopped&location=us-west").send();
        assertThat(api.servers.filter).isEqualTo(new ServerFilter(ServerStatus.STOPPED, new LocationCode("us-west")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/servers/", "/api/v1/servers"})
    void a_create_is_answered_as_documented(String path) {
        Answer answer = api.post(path).body(CREATE).send();
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body())
                .isEqualTo("{\"id\":12345,\"name\":\"web-server-01\",\"hostname\":\"web01.example.com\","
                        + "\"status\":\"provisioning\",\"ip_address\":null,\"location\":\"us-west\","
                        + "\"plan\":{\"id\":1,\"name\":\"Standard VPS\",\"vcpus\":2,\"memory\":4096,\"storage\":80},"
                        + "\"os\":{\"id\":5,\"name\":\"Ubuntu 22.04 LTS\"},\"backups_enabled\":true,"
                        + "\"created_at\":\"2025-01-10T14:30:00Z\",\"updated_at\":\"2025-01-15T10:20:00Z\","
                        + "\"message\":\"Server is being provisioned. This may take 2-5 minutes.\","
                        + "\"operation_id\":99}");
        assertThat(answer.header("operation-location")).isEqualTo("/api/v1/operations/99/");
        assertThat(answer.header("location")).isEqualTo("/api/v1/servers/12345/");
    }

    @Test
    void what_a_create_leaves_out_has_its_default() {
        api.post("/api/v1/servers/").body(CREATE).send();
        CreateServerCommand command = (CreateServerCommand) api.servers.changes.get(0);
        assertThat(command.account()).isEqualTo(Samples.ACCOUNT);
        assertThat(command.name()).isEqualTo(new ServerName("web-server-02"));
        assertThat(command.hostname()).isNull();
        assertThat(command.sshKey()).isNull();
        assertThat(command.backupsEnabled()).isFalse();
    }

    @Test
    void null_for_an_optional_field_of_a_create_means_absent() {
        String body = CREATE.replace("}", ", \"hostname\": null, \"ssh_key_id\": null, \"backups_enabled\": null}");
        assertThat(api.post("/api/v1/servers/").body(body).send().status()).isEqualTo(201);
        CreateServerCommand command = (CreateServerCommand) api.servers.changes.get(0);
        assertThat(command.hostname()).isNull();
        assertThat(command.sshKey()).isNull();
        assertThat(command.backupsEnabled()).isFalse();
    }

    @Test
    void a_create_passes_on_what_was_sent() {
        String body = CREATE.replace(
                "}", ", \"hostname\": \"Web02.example.com\", \"ssh_key_id\": 9, \"backups_enabled\": true}");
        api.post("/api/v1/servers/").body(body).send();
        CreateServerCommand command = (CreateServerCommand) api.servers.changes.get(0);
        assertThat(command.hostname()).isEqualTo(new Hostname("Web02.example.com"));
        assertThat(command.sshKey()).isEqualTo(new SshKeyId(9));
        assertThat(command.backupsEnabled()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/servers/12345/", "/api/v1/servers/12345"})
    void the_details_are_as_documented(String path) {
        Answer answer = api.get(path).header("Content-Type", "application/json").send();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo("{\"id\":12345,\"name\":\"web-server-01\",\"hostname\":\"web01.example.com\","
                        + "\"status\":\"active\",\"ip_address\":\"203.0.113.10\",\"ipv6_address\":\"2001:db8::1\","
                        + "\"location\":\"us-west\",\"plan\":{\"id\":1,\"name\":\"Standard VPS\",\"vcpus\":2,"
                        + "\"memory\":4096,\"storage\":80,\"bandwidth\":2048},"
                        + "\"os\":{\"id\":5,\"name\":\"Ubuntu 22.04 LTS\"},\"backups_enabled\":true,"
                        + "\"resource_usage\":{\"cpu_percent\":23.5,\"memory_used\":2048,\"disk_used\":35,"
                        + "\"bandwidth_used\":450},"
                        + "\"created_at\":\"2025-01-10T14:30:00Z\",\"updated_at\":\"2025-01-15T10:20:00Z\"}");
    }

    @Test
    void addresses_are_null_until_there_are_some() {
        api.servers.status = ServerStatus.PROVISIONING;
        Answer answer = api.get("/api/v1/servers/12345/").send();
        assertThat(answer.json().get("ip_address").isNull()).isTrue();
        assertThat(answer.json().get("ipv6_address").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/servers/12345/", "/api/v1/servers/12345"})
    void a_replace_changes_all_three_fields(String path) {
        Answer answer = api.call("PUT", path)
                .body("{\"name\": \"n\", \"hostname\": \"h.example\", \"backups_enabled\": false}")
                .send();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().has("resource_usage")).isTrue();
        assertThat(api.servers.changes)
                .containsExactly(new UpdateServerCommand(
                        new ServerRef(Samples.ACCOUNT, new ServerId(12345)),
                        new ServerName("n"),
                        new Hostname("h.example"),
                        false));
    }

    @Test
    void a_replace_needs_all_three_fields() {
        Answer answer = api.call("PUT", "/api/v1/servers/12345/").body("{}").send();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("errors").findValuesAsText("field"))
                .containsExactly("name", "hostname", "backups_enabled");
    }

    @Test
    void a_patch_changes_only_what_is_sent() {
        ServerRef server = new ServerRef(Samples.ACCOUNT, new ServerId(12345));
        assertThat(api.call("PATCH", "/api/v1/servers/12345/").body("{}").send().status())
                .isEqualTo(200);
        api.call("PATCH", "/api/v1/servers/12345")
                .body("{\"backups_enabled\": true}")
                .send();
        assertThat(api.servers.changes)
                .containsExactly(
                        new UpdateServerCommand(server, null, null, null),
                        new UpdateServerCommand(server, null, null, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/servers/12345/", "/api/v1/servers/12345"})
    void a_delete_has_no_body_and_says_where_to_follow_it(String path) {
        Answer answer = api.call("DELETE", path).header("Accept", "text/html").send();
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.header("operation-location")).isEqualTo("/api/v1/operations/99/");
        assertThat(api.servers.changes).containsExactly(OperationKind.DELETE);
    }

    @ParameterizedTest
    @CsvSource({
        "start, STOPPED, Server is starting, starting",
        "stop, ACTIVE, Server is stopping, stopping",
        "reboot, ACTIVE, Server is rebooting, rebooting"
    })
    void a_change_of_power_is_answered_as_documented(String verb, ServerStatus before, String message, String status) {
        api.servers.status = before;
        for (String path : new String[] {"/api/v1/servers/12345/" + verb + "/", "/api/v1/servers/12345/" + verb}) {
            Answer answer = api.post(path).send();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body())
                    .isEqualTo(("{\"status\":\"success\",\"message\":\"%s\",\"server\":{\"id\":12345,"
                                    + "\"name\":\"web-server-01\",\"status\":\"%s\"},\"operation_id\":99}")
                            .formatted(message, status));
            assertThat(answer.header("operation-location")).isEqualTo("/api/v1/operations/99/");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ACTIVE, start, server_already_running",
        "STOPPED, stop, server_not_running",
        "STOPPED, reboot, server_not_running",
        "SUSPENDED, start, server_suspended",
        "SUSPENDED, stop, server_suspended",
        "SUSPENDED, reboot, server_suspended",
        "ERROR, start, server_in_error",
        "ERROR, stop, server_in_error",
        "ERROR, reboot, server_in_error",
        "PROVISIONING, start, operation_in_progress",
        "STARTING, start, operation_in_progress",
        "STOPPING, stop, operation_in_progress",
        "REBOOTING, reboot, operation_in_progress"
    })
    void a_wrong_state_is_a_400_with_its_code(ServerStatus status, String verb, String code) {
        api.servers.status = status;
        Answer answer = api.post("/api/v1/servers/12345/" + verb + "/").send();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.json().get("status").intValue()).isEqualTo(400);
        assertThat(answer.json().get("server_status").asText()).isEqualTo(status.wireName());
        boolean retryable = code.equals("operation_in_progress");
        assertThat(answer.json().get("retryable").booleanValue()).isEqualTo(retryable);
        assertThat(answer.header("retry-after")).isEqualTo(retryable ? "2" : "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", " {} "})
    void a_change_of_power_takes_no_body_or_an_empty_object(String body) {
        assertThat(api.post("/api/v1/servers/12345/stop/").body(body).send().status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"force\": true}", "[]", "null", "x", " "})
    void a_change_of_power_takes_no_other_body(String body) {
        assertThat(api.post("/api/v1/servers/12345/stop/").body(body).send().status())
                .isEqualTo(400);
        assertThat(api.servers.changes).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"abc", "-1", "0", "1.5", "9007199254740992", "12345678901234567890123", "+1", "01", "%20", "1%00"
            })
    void a_path_without_an_id_is_a_server_that_is_not_there(String id) {
        for (String[] call :
                new String[][] {{"GET", ""}, {"DELETE", ""}, {"POST", "start/"}, {"POST", "stop/"}, {"POST", "reboot/"}
                }) {
            Answer answer =
                    api.call(call[0], "/api/v1/servers/" + id + "/" + call[1]).send();
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.code()).isEqualTo("server_not_found");
        }
    }

    @Test
    void a_server_that_is_not_there_is_a_404_on_every_route() {
        String path = "/api/v1/servers/9007199254740991/";
        assertThat(api.get(path).send().code()).isEqualTo("server_not_found");
        assertThat(api.call("DELETE", path).send().code()).isEqualTo("server_not_found");
        assertThat(api.call("PATCH", path).body("{}").send().code()).isEqualTo("server_not_found");
        assertThat(api.call("PUT", path)
                        .body("{\"name\": \"n\", \"hostname\": \"h\", \"backups_enabled\": false}")
                        .send()
                        .code())
                .isEqualTo("server_not_found");
        assertThat(api.post(path + "start/").send().status()).isEqualTo(404);
    }
}
