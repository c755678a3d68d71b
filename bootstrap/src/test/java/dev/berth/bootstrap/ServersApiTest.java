package dev.berth.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.application.server.service.UsageSampler;
import dev.berth.bootstrap.ApiClient.Answer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The nine documented endpoints, as a client sees them that was written from the documentation. */
@OnEveryDatabase
class ServersApiTest {
    @RegisterExtension
    static final RunningBerth BERTH = RunningBerth.fresh();

    private static final String SERVERS = "/api/v1/servers/";
    private static final String STANDARD = """
            {"id": 1, "name": "Standard VPS", "vcpus": 2, "memory": 4096, "storage": 80}""";
    private static final String STANDARD_DETAILS = """
            {"id": 1, "name": "Standard VPS", "vcpus": 2, "memory": 4096, "storage": 80, "bandwidth": 2048}""";
    private static final String UBUNTU = """
            {"id": 5, "name": "Ubuntu 22.04 LTS"}""";
    private static final String NO_USAGE = """
            {"cpu_percent": 0.0, "memory_used": 0, "disk_used": 0, "bandwidth_used": 0}""";

    @Test
    void the_documented_list_is_answered_to_the_letter() {
        Customer customer = BERTH.newCustomer();
        insertDocumentedServers(customer);
        assertThat(customer.list()).isEqualTo(Answer.parse("""
                {
                  "count": 2,
                  "results": [
                    {
                      "id": 12345, "name": "web-server-01", "hostname": "web01.example.com", "status": "active",
                      "ip_address": "203.0.113.10", "location": "us-west",
                      "plan": {"id": 1, "name": "Standard VPS", "vcpus": 2, "memory": 4096, "storage": 80},
                      "os": {"id": 5, "name": "Ubuntu 22.04 LTS"},
                      "created_at": "2025-01-10T14:30:00Z", "updated_at": "2025-01-15T10:20:00Z"
                    },
                    {
                      "id": 12346, "name": "db-server-01", "hostname": "db01.example.com", "status": "active",
                      "ip_address": "203.0.113.11", "location": "us-east",
                      "plan": {"id": 2, "name": "Performance VPS", "vcpus": 4, "memory": 8192, "storage": 160},
                      "os": {"id": 3, "name": "Debian 12"},
                      "created_at": "2025-01-12T09:15:00Z", "updated_at": "2025-01-16T08:45:00Z"
                    }
                  ]
                }"""));
        // the address in the documentation, written as RFC 5952 has it
        assertThat(customer.server(12345)).isEqualTo(Answer.parse("""
                {
                  "id": 12345, "name": "web-server-01", "hostname": "web01.example.com", "status": "active",
                  "ip_address": "203.0.113.10", "ipv6_address": "2001:db8::1", "location": "us-west",
                  "plan": {"id": 1, "name": "Standard VPS", "vcpus": 2, "memory": 4096, "storage": 80, "bandwidth": 2048},
                  "os": {"id": 5, "name": "Ubuntu 22.04 LTS"},
                  "backups_enabled": true,
                  "resource_usage": {"cpu_percent": 23.5, "memory_used": 2048, "disk_used": 35, "bandwidth_used": 450},
                  "created_at": "2025-01-10T14:30:00Z", "updated_at": "2025-01-15T10:20:00Z"
                }"""));
    }

    @Test
    void an_account_without_servers_has_an_empty_list() {
        assertThat(BERTH.newCustomer().list()).isEqualTo(Answer.parse("{\"count\": 0, \"results\": []}"));
    }

    @Test
    void a_new_server_is_answered_as_documented_and_becomes_active() {
        Customer customer = BERTH.newCustomer();
        Answer created = customer.api()
                .post(SERVERS)
                .header("Content-Type", "application/json")
                .body("""
                        {"name": "web-server-02", "plan_id": 1, "os_id": 5, "location": "us-west",
                         "hostname": "web02.example.com", "backups_enabled": true}""")
                .expect(201);
        JsonPattern.require(created.json(), """
                {
                  "id": "#integer", "name": "web-server-02", "hostname": "web02.example.com", "status": "provisioning",
                  "ip_address": null, "location": "us-west", "plan": %s, "os": %s, "backups_enabled": true,
                  "created_at": "#time", "updated_at": "#time",
                  "message": "Server is being provisioned. This may take 2-5 minutes.", "operation_id": "#integer"
                }""".formatted(STANDARD, UBUNTU));
        long id = created.json().get("id").longValue();
        assertThat(created.header("Location")).isEqualTo("/api/v1/servers/%d/".formatted(id));
        assertFollowable(created);
        assertThat(created.json().get("updated_at")).isEqualTo(created.json().get("created_at"));
        assertThat(Instant.parse(created.json().get("created_at").textValue()))
                .isBetween(Instant.now().minusSeconds(30), Instant.now());

        customer.await(id, "active");

        JsonPattern.require(customer.server(id), """
                {
                  "id": %d, "name": "web-server-02", "hostname": "web02.example.com", "status": "active",
                  "ip_address": "#ipv4", "ipv6_address": "#ipv6", "location": "us-west", "plan": %s, "os": %s,
                  "backups_enabled": true, "resource_usage": %s, "created_at": "#time", "updated_at": "#time"
                }""".formatted(id, STANDARD_DETAILS, UBUNTU, NO_USAGE));
        JsonPattern.require(customer.list(), """
                {"count": 1, "results": [{
                  "id": %d, "name": "web-server-02", "hostname": "web02.example.com", "status": "active",
                  "ip_address": "#ipv4", "location": "us-west", "plan": %s, "os": %s,
                  "created_at": "#time", "updated_at": "#time"
                }]}""".formatted(id, STANDARD, UBUNTU));
    }

    @Test
    void a_server_that_is_being_provisioned_has_its_fields_with_nulls_and_zeros() {
        Customer customer = BERTH.newCustomer();
        BERTH.plantFault("ensureDefined");
        try {
            long id = customer.create();
            JsonPattern.require(customer.server(id), """
                    {
                      "id": %d, "name": "web", "hostname": "web", "status": "provisioning",
                      "ip_address": null, "ipv6_address": null, "location": "us-west", "plan": %s, "os": %s,
                      "backups_enabled": false, "resource_usage": %s, "created_at": "#time", "updated_at": "#time"
                    }""".formatted(id, STANDARD_DETAILS, UBUNTU, NO_USAGE));
            JsonPattern.require(customer.list(), """
                    {"count": 1, "results": [{
                      "id": %d, "name": "web", "hostname": "web", "status": "provisioning", "ip_address": null,
                      "location": "us-west", "plan": %s, "os": %s, "created_at": "#time", "updated_at": "#time"
                    }]}""".formatted(id, STANDARD, UBUNTU));
        } finally {
            BERTH.mend();
        }
    }

    @Test
    void null_for_an_optional_field_of_create_means_absent() {
        JsonNode created =
                BERTH.newCustomer().api().post(SERVERS).body("""
                        {"name": "web", "plan_id": 2, "os_id": 3, "location": "eu-central",
                         "hostname": null, "ssh_key_id": null, "backups_enabled": null}""").expect(201).json();
        assertThat(created.get("hostname").textValue()).isEqualTo("web");
        assertThat(created.get("backups_enabled").booleanValue()).isFalse();
    }

    @Test
    void names_need_not_be_unique() {
        Customer customer = BERTH.newCustomer();
        assertThat(customer.create()).isLessThan(customer.create());
        assertThat(customer.list().get("count").intValue()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "7", "A-b-3", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde"})
    void a_name_is_kept_as_sent_and_is_the_hostname_when_there_is_none(String name) {
        JsonNode created = BERTH.newCustomer()
                .api()
                .post(SERVERS)
                .body("""
                        {"name": "%s", "plan_id": 1, "os_id": 5, "location": "us-west"}""".formatted(name))
                .expect(201)
                .json();
        assertThat(created.get("name").textValue()).isEqualTo(name);
        assertThat(created.get("hostname").textValue()).isEqualTo(name);
    }

    @Test
    void start_stop_and_reboot_are_answered_as_documented() {
        Customer customer = BERTH.newCustomer();
        long id = customer.createActive();
        assertPower(customer, id, "stop", "Server is stopping", "stopping", "stopped");
        assertPower(customer, id, "start", "Server is starting", "starting", "active");
        assertPower(customer, id, "reboot", "Server is rebooting", "rebooting", "active");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", " {\n} "})
    void a_power_change_needs_no_body_and_takes_an_empty_object(String body) {
        Customer customer = BERTH.newCustomer();
        long id = customer.createActive();
        customer.api()
                .post(SERVERS + id + "/stop/")
                .header("Content-Type", "application/json")
                .body(body)
                .expect(200);
    }

    @Test
    void an_address_stays_once_it_is_there() {
        Customer customer = BERTH.newCustomer();
        long id = customer.createActive();
        JsonNode active = customer.server(id);
        customer.api().post(SERVERS + id + "/stop/").expect(200);
        customer.await(id, "stopped");
        JsonNode stopped = customer.server(id);
        assertThat(stopped.get("ip_address")).isEqualTo(active.get("ip_address"));
        assertThat(stopped.get("ipv6_address")).isEqualTo(active.get("ipv6_address"));
        assertThat(active.get("ip_address").isTextual()).isTrue();
    }

    @Test
    void put_replaces_all_three_fields() {
        Customer customer = BERTH.newCustomer();
        long id = customer.createActive();
        Answer replaced = customer.api()
                .put(SERVERS + id + "/")
                .body("{\"name\": \"db\", \"hostname\": \"db.example.com\", \"backups_enabled\": true}")
                .expect(200);
        JsonPattern.require(replaced.json(), """
                {
                  "id": %d, "name": "db", "hostname": "db.example.com", "status": "active",
                  "ip_address": "#ipv4", "ipv6_address": "#ipv6", "location": "us-west", "plan": %s, "os": %s,
                  "backups_enabled": true, "resource_usage": %s, "created_at": "#time", "updated_at": "#time"
                }""".formatted(id, STANDARD_DETAILS, UBUNTU, NO_USAGE));
        assertThat(customer.server(id)).isEqualTo(replaced.json());
    }

    @Test
    void put_needs_all_three_fields() {
        Customer customer = BERTH.newCustomer();
        long id = customer.create();
        Answer refused = customer.api()
                .put(SERVERS + id + "/")
                .body("{\"name\": \"db\"}")
                .expectProblem(400, "invalid_request");
        assertThat(refused.errors()).containsExactlyInAnyOrder("hostname: required", "backups_enabled: required");
        assertThat(customer.server(id).get("name").textValue()).isEqualTo("web");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\": \"db\"}                       | db  | web            | false",
                "{\"hostname\": \"db.example.com\"}       | web | db.example.com | false",
                "{\"backups_enabled\": true}              | web | web            | true",
                "{\"name\": \"db\", \"hostname\": \"x\"}  | db  | x              | false",
                "{}                                       | web | web            | false"
            })
    void patch_changes_what_is_sent_and_nothing_else(String body, String name, String hostname, boolean backups) {
        Customer customer = BERTH.newCustomer();
        long id = customer.createActive();
        JsonNode patched =
                customer.api().patch(SERVERS + id + "/").body(body).expect(200).json();
        assertThat(patched.get("name").textValue()).isEqualTo(name);
        assertThat(patched.get("hostname").textValue()).isEqualTo(hostname);
        assertThat(patched.get("backups_enabled").booleanValue()).isEqualTo(backups);
        assertThat(customer.server(id)).isEqualTo(patched);
    }

    @Test
    void null_in_a_patch_is_refused() {
        Customer customer = BERTH.newCustomer();
        long id = customer.create();
        Answer refused = customer.api()
                .patch(SERVERS + id + "/")
                .body("{\"name\": null, \"hostname\": null, \"backups_enabled\": null}")
                .expectProblem(400, "invalid_request");
        assertThat(refused.errors())
                .containsExactlyInAnyOrder(
                        "name: invalid_type", "hostname: invalid_type", "backups_enabled: invalid_type");
    }

    @Test
    void a_new_hostname_reaches_the_record_and_not_the_guest() {
        Customer customer = BERTH.newCustomer();
        long id = customer.createActive();
        List<?> before = BERTH.database().query("SELECT * FROM simulated_machines WHERE machine = ?", machine(id));
        customer.api()
                .patch(SERVERS + id + "/")
                .body("{\"hostname\": \"other.example.com\"}")
                .expect(200);
        assertThat(customer.status(id)).isEqualTo("active");
        assertThat(BERTH.database().query("SELECT * FROM simulated_machines WHERE machine = ?", machine(id)))
                .isEqualTo(before);
    }

    @Test
    void delete_is_for_good_and_at_once() {
        Customer customer = BERTH.newCustomer();
        long id = customer.createActive();
        Answer deleted = customer.api().delete(SERVERS + id + "/").expect(204);
        assertThat(deleted.body()).isEmpty();
        assertFollowable(deleted);
        assertGone(customer, id);
        assertThat(customer.list().get("count").intValue()).isZero();
        long operation = deleted.operation();
        assertThat(customer.awaitOperation(operation, "succeeded").get("kind").textValue())
                .isEqualTo("delete");
        assertThat(BERTH.database().number("SELECT COUNT(*) FROM reservations WHERE server_id = ?", id))
                .isZero();
        assertThat(BERTH.database().number("SELECT COUNT(*) FROM addresses WHERE server_id = ?", id))
                .isZero();
    }

    @Test
    void an_id_is_never_used_twice() {
        Customer customer = BERTH.newCustomer();
        long first = customer.create();
        customer.api().delete(SERVERS + first + "/").expect(204);
        assertThat(customer.create()).isGreaterThan(first);
    }

    @Test
    void another_accounts_server_does_not_exist() {
        long id = BERTH.newCustomer().createActive();
        Customer other = BERTH.newCustomer();
        assertGone(other, id);
        assertThat(other.list().get("count").intValue()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "abc",
                "-1",
                "0",
                "1.5",
                "+1",
                "01",
                "1e3",
                "0x10",
                "9007199254740991",
                "9007199254740992",
                "9223372036854775807",
                "9223372036854775808",
                "99999999999999999999999999",
                "%31%30%30%30%30%30",
                "%D9%A1"
            })
    void what_is_no_id_of_a_server_is_not_found(String id) {
        Customer customer = BERTH.newCustomer();
        assertGone(customer, id);
        if (!id.startsWith("%31")) {
            customer.api().get("/api/v1/operations/" + id + "/").expectProblem(404, "operation_not_found");
        }
    }

    @Test
    void credit_must_cover_24_hours_to_the_ten_thousandth() {
        Customer customer = BERTH.newCustomer("0.3599", 10);
        Answer refused = customer.api()
                .post(SERVERS)
                .body(Customer.createBody("us-west"))
                .expectProblem(402, "insufficient_credit");
        assertThat(refused.json().get("required").textValue()).isEqualTo("0.3600");
        assertThat(refused.json().get("balance").textValue()).isEqualTo("0.3599");
        assertThat(customer.list().get("count").intValue()).isZero();
        customer.addCredit("0.0001");
        customer.create();
        // the second one must be covered beside the first
        customer.api().post(SERVERS).body(Customer.createBody("us-west")).expectProblem(402, "insufficient_credit");
        customer.addCredit("0.3599");
        customer.api().post(SERVERS).body(Customer.createBody("us-west")).expectProblem(402, "insufficient_credit");
        customer.addCredit("0.0001");
        customer.create();
    }

    @Test
    void a_deleted_server_costs_its_started_hour_and_needs_no_more_credit() {
        Customer customer = BERTH.newCustomer("0.3750", 10);
        long first = customer.create();
        customer.api().delete(SERVERS + first + "/").expect(204);
        customer.create();
    }

    @Test
    void an_account_has_no_more_servers_than_its_quota() {
        Customer customer = BERTH.newCustomer("1000", 2);
        long first = customer.create();
        customer.create();
        Answer refused = customer.api()
                .post(SERVERS)
                .body(Customer.createBody("us-west"))
                .expectProblem(403, "quota_exceeded");
        assertThat(refused.json().get("used").intValue()).isEqualTo(2);
        assertThat(refused.json().get("max").intValue()).isEqualTo(2);
        customer.api().delete(SERVERS + first + "/").expect(204);
        customer.create();
    }

    @Test
    void a_location_without_hosts_or_addresses_has_no_capacity() {
        Customer customer = BERTH.newCustomer();
        location("no-hosts");
        location("no-addresses");
        BERTH.database()
                .update(
                        "INSERT INTO hosts (name, location, hypervisor, vcpus, memory, storage, used_vcpus, used_memory,"
                                + " used_storage) VALUES ('no-addresses', 'no-addresses', 'simulated', 8, 16384, 320, 0, 0, 0)");
        for (String location : List.of("no-hosts", "no-addresses")) {
            Answer refused = customer.api()
                    .post(SERVERS)
                    .body(Customer.createBody(location))
                    .expectProblem(503, "no_capacity");
            assertThat(refused.json().get("retryable").booleanValue()).isTrue();
            assertThat(Integer.parseInt(refused.header("Retry-After"))).isPositive();
        }
        assertThat(customer.list().get("count").intValue()).isZero();
        assertThat(BERTH.database()
                        .number(
                                "SELECT used_vcpus + used_memory + used_storage FROM hosts WHERE location = ?",
                                "no-addresses"))
                .isZero();
        assertThat(BERTH.database().number("SELECT servers FROM accounts WHERE id = ?", customer.account()))
                .isZero();
    }

    @Test
    void a_full_host_has_no_capacity() {
        Customer customer = BERTH.newCustomer();
        location("small");
        BERTH.database()
                .update(
                        "INSERT INTO hosts (name, location, hypervisor, vcpus, memory, storage, used_vcpus, used_memory,"
                                + " used_storage) VALUES ('small', 'small', 'simulated', 8, 4096, 320, 0, 0, 0)");
        BERTH.database().update("INSERT INTO addresses (location, address) VALUES ('small', '203.0.114.1')");
        BERTH.database().update("INSERT INTO addresses (location, address) VALUES ('small', '203.0.114.2')");
        BERTH.database().update("INSERT INTO ipv6_prefixes (location, prefix) VALUES ('small', '2001:db8:9::/64')");
        customer.create("small");
        customer.api().post(SERVERS).body(Customer.createBody("small")).expectProblem(503, "no_capacity");
    }

    @Test
    void references_that_are_unknown_or_retired_are_all_named_at_once() {
        Customer customer = BERTH.newCustomer();
        BERTH.database().update("INSERT INTO locations (code, name, retired) VALUES ('retired', 'R', TRUE)");
        BERTH.database().update("INSERT INTO operating_systems (id, name, retired) VALUES (77, 'R', TRUE)");
        BERTH.database()
                .update("INSERT INTO plans (id, name, vcpus, memory, storage, bandwidth, price_hourly, price_monthly,"
                        + " retired) VALUES (77, 'R', 1, 1, 1, 1, 0, 0, TRUE)");
        Answer unknown = customer.api().post(SERVERS).body("""
                        {"name": "web", "plan_id": 99, "os_id": 99, "location": "mars", "ssh_key_id": 1}""").expectProblem(400, "invalid_request");
        assertThat(unknown.errors())
                .containsExactlyInAnyOrder(
                        "plan_id: not_found", "os_id: not_found", "location: not_found", "ssh_key_id: not_found");
        Answer retired = customer.api().post(SERVERS).body("""
                        {"name": "web", "plan_id": 77, "os_id": 77, "location": "retired"}""").expectProblem(400, "invalid_request");
        assertThat(retired.errors())
                .containsExactlyInAnyOrder("plan_id: not_found", "os_id: not_found", "location: not_found");
        assertThat(customer.list().get("count").intValue()).isZero();
    }

    @Test
    void updated_at_moves_with_every_visible_change_and_with_nothing_else() {
        Customer customer = BERTH.newCustomer();
        long id = customer.createActive();
        longAgo(id);
        String before = customer.server(id).get("updated_at").textValue();

        customer.api().patch(SERVERS + id + "/").body("{}").expect(200);
        BERTH.bean(UsageSampler.class).sampleAll();
        JsonNode sampled = customer.server(id);
        assertThat(sampled.get("updated_at").textValue()).isEqualTo(before);
        assertThat(sampled.get("resource_usage").get("memory_used").longValue()).isPositive();

        customer.api().patch(SERVERS + id + "/").body("{\"name\": \"db\"}").expect(200);
        assertJustNow(customer.server(id));
        longAgo(id);
        BERTH.plantFault("ensureShutDown", id); // or it may have stopped before that is long ago
        try {
            customer.api().post(SERVERS + id + "/stop/").expect(200);
            assertJustNow(customer.server(id));
            longAgo(id);
        } finally {
            BERTH.mend();
        }
        customer.await(id, "stopped");
        Await.until(
                "updated_at moved",
                () -> !customer.server(id).get("updated_at").textValue().equals(before));
        assertJustNow(customer.server(id));
        assertThat(customer.server(id).get("created_at"))
                .isEqualTo(customer.list().get("results").get(0).get("created_at"));
    }

    @Test
    void usage_is_sampled_while_a_server_runs_and_keeps_disk_and_bandwidth_while_it_is_off() {
        Customer customer = BERTH.newCustomer();
        long id = customer.createActive();
        BERTH.bean(UsageSampler.class).sampleAll();
        JsonPattern.require(customer.server(id).get("resource_usage"), """
                {"cpu_percent": "#float", "memory_used": "#integer", "disk_used": "#integer",
                 "bandwidth_used": "#integer"}""");
        assertThat(customer.server(id).get("resource_usage").get("cpu_percent").doubleValue())
                .isBetween(0.0, 100.0);
        usage(id, 23.5, 2048, 35, 450_999_999_999L, OffsetDateTime.now(ZoneOffset.UTC));
        assertThat(customer.server(id).get("resource_usage")).isEqualTo(Answer.parse("""
                {"cpu_percent": 23.5, "memory_used": 2048, "disk_used": 35, "bandwidth_used": 450}"""));
        customer.api().post(SERVERS + id + "/stop/").expect(200);
        customer.await(id, "stopped");
        assertThat(customer.server(id).get("resource_usage")).isEqualTo(Answer.parse("""
                {"cpu_percent": 0.0, "memory_used": 0, "disk_used": 35, "bandwidth_used": 450}"""));
        usage(
                id,
                23.5,
                2048,
                35,
                450_999_999_999L,
                OffsetDateTime.now(ZoneOffset.UTC).minusMonths(1));
        assertThat(customer.server(id)
                        .get("resource_usage")
                        .get("bandwidth_used")
                        .intValue())
                .isZero();
    }

    private static void assertPower(
            Customer customer, long id, String verb, String message, String during, String after) {
        Answer answer = customer.api().post(SERVERS + id + "/" + verb + "/").expect(200);
        JsonPattern.require(answer.json(), """
                {"status": "success", "message": "%s", "server": {"id": %d, "name": "web", "status": "%s"},
                 "operation_id": "#integer"}""".formatted(message, id, during));
        assertFollowable(answer);
        long operation = answer.json().get("operation_id").longValue();
        assertThat(customer.awaitOperation(operation, "succeeded").get("kind").textValue())
                .isEqualTo(verb);
        assertThat(customer.status(id)).isEqualTo(after);
    }

    private static void assertFollowable(Answer answer) {
        assertThat(answer.header("Operation-Location")).matches("/api/v1/operations/[1-9][0-9]*/");
        if (!answer.body().isEmpty()) {
            assertThat(answer.header("Operation-Location"))
                    .isEqualTo("/api/v1/operations/%d/"
                            .formatted(answer.json().get("operation_id").longValue()));
        }
    }

    /** The server cannot be seen on any route that names it. */
    private static void assertGone(Customer customer, Object id) {
        String path = SERVERS + id + "/";
        ApiClient api = customer.api();
        api.get(path).expectProblem(404, "server_not_found");
        api.put(path)
                .body("{\"name\": \"db\", \"hostname\": \"db\", \"backups_enabled\": true}")
                .expectProblem(404, "server_not_found");
        api.patch(path).body("{\"name\": \"db\"}").expectProblem(404, "server_not_found");
        api.patch(path).body("{}").expectProblem(404, "server_not_found");
        api.delete(path).expectProblem(404, "server_not_found");
        for (String verb : List.of("start", "stop", "reboot")) {
            api.post(path + verb + "/").expectProblem(404, "server_not_found");
        }
    }

    private static void insertDocumentedServers(Customer customer) {
        Database database = BERTH.database();
        String insert = """
                INSERT INTO servers (id, machine, account_id, name, hostname, backups_enabled, plan_id, os_id, location,
                  host_id, ipv4, ipv6, price_hourly, price_monthly, status, current_operation_id, fence, first_active_at,
                  created_at, updated_at, deleted)
                VALUES (?, ?, ?, ?, ?, TRUE, ?, ?, ?, (SELECT MIN(id) FROM hosts), ?, ?, 0.0150, 10, 'ACTIVE', NULL, 0,
                  TIMESTAMP WITH TIME ZONE '2025-01-10 14:32:00Z', CAST(? AS TIMESTAMP WITH TIME ZONE),
                  CAST(? AS TIMESTAMP WITH TIME ZONE), FALSE)""";
        database.update(
                insert,
                12345,
                UUID.randomUUID(),
                customer.account(),
                "web-server-01",
                "web01.example.com",
                1,
                5,
                "us-west",
                "203.0.113.10",
                "2001:db8::1",
                "2025-01-10 14:30:00.000001Z",
                "2025-01-15 10:20:00.999999Z");
        database.update(
                insert,
                12346,
                UUID.randomUUID(),
                customer.account(),
                "db-server-01",
                "db01.example.com",
                2,
                3,
                "us-east",
                "203.0.113.11",
                "2001:db8::2",
                "2025-01-12 09:15:00Z",
                "2025-01-16 08:45:00Z");
        usage(12345, 23.5, 2048, 35, 450_000_000_000L, OffsetDateTime.now(ZoneOffset.UTC));
    }

    private static void usage(long server, double cpu, long memory, long disk, long traffic, OffsetDateTime at) {
        BERTH.database().update("DELETE FROM server_usage WHERE server_id = ?", server);
        BERTH.database()
                .update(
                        "INSERT INTO server_usage (server_id, cpu_percent, memory_used, disk_used, traffic_counter,"
                                + " month_traffic, sampled_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
                        server,
                        cpu,
                        memory,
                        disk,
                        traffic,
                        traffic,
                        at);
    }

    private static void location(String code) {
        BERTH.database().update("INSERT INTO locations (code, name, retired) VALUES (?, ?, FALSE)", code, code);
    }

    private static UUID machine(long server) {
        return BERTH.database().machine(server);
    }

    private static void longAgo(long server) {
        BERTH.database()
                .update(
                        "UPDATE servers SET updated_at = TIMESTAMP WITH TIME ZONE '2025-01-01 00:00:00Z' WHERE id = ?",
                        server);
    }

    private static void assertJustNow(JsonNode server) {
        assertThat(Instant.parse(server.get("updated_at").textValue()))
                .isAfter(Instant.now().minusSeconds(60));
    }
}
