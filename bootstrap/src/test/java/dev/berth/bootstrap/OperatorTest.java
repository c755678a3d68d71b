package dev.berth.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From nothing but the operator's token to a customer's server, and what an operator does with it all later. */
@OnEveryDatabase
class OperatorTest {
    private static final String SERVERS = "/api/v1/servers/";
    private static final String PLANS = "/api/v1/admin/plans/";
    private static final String SYSTEMS = "/api/v1/admin/operating-systems/";
    private static final String LOCATIONS = "/api/v1/admin/locations/";
    private static final String HOSTS = "/api/v1/admin/hosts/";
    private static final String POOLS = "/api/v1/admin/address-pools/";
    private static final String SMALL = """
            {"id": 9007199254740991, "name": "Small", "vcpus": 1, "memory": 1024, "storage": 20, "bandwidth": 500,
             "price_hourly": "0.01", "price_monthly": "6"}""";
    private static final String HOST = """
            {"name": "%s", "location": "ber", "hypervisor": "simulated", "vcpus": 8, "memory": 8192, "storage": 100}""";

    private final RunningBerth berth = RunningBerth.fresh(Map.of("berth.first-start.demo", "false"));
    private final ApiClient admin = berth.admin();

    @BeforeEach
    void startWithNothing() {
        for (String all : List.of(PLANS, SYSTEMS, LOCATIONS, HOSTS, POOLS)) {
            assertThat(admin.get(all).expect(200).json().get("count").intValue())
                    .as(all)
                    .isZero();
        }
    }

    @AfterEach
    void stop() {
        berth.close();
    }

    @Test
    void from_nothing_but_a_token_to_a_running_server() {
        Customer customer = berth.newCustomer("10", 5);
        // each step's mistake, then the step
        refused(
                customer.api().post(SERVERS).body(server()),
                "plan_id: not_found",
                "os_id: not_found",
                "location: not_found");
        refused(
                admin.post(LOCATIONS).body("{\"code\": \"BER\", \"name\": \"\"}"),
                "code: invalid_format",
                "name: invalid_format");
        create(LOCATIONS, "{\"code\": \"ber\", \"name\": \"Berlin\"}");
        refused(
                admin.post(PLANS).body("{\"id\": 1, \"name\": \"x\"}"),
                "vcpus: required",
                "memory: required",
                "storage: required",
                "bandwidth: required",
                "price_hourly: required",
                "price_monthly: required");
        create(PLANS, SMALL);
        refused(admin.post(SYSTEMS).body("{\"id\": 0, \"name\": \"Debian 13\"}"), "id: out_of_range");
        create(SYSTEMS, "{\"id\": 13, \"name\": \"Debian 13\"}");
        customer.api().post(SERVERS).body(server()).expectProblem(503, "no_capacity");
        refused(
                admin.post(HOSTS)
                        .body(HOST.formatted("kvm-1")
                                .replace("simulated", "kvm")
                                .replace("ber", "nowhere")),
                "location: not_found",
                "hypervisor: invalid_value");
        create(HOSTS, HOST.formatted("kvm-1"));
        customer.api().post(SERVERS).body(server()).expectProblem(503, "no_capacity");
        refused(
                admin.post(POOLS).body("{\"location\": \"nowhere\", \"cidr\": \"203.0.113.0/29\"}"),
                "location: not_found");
        refused(
                admin.post(POOLS).body("{\"location\": \"ber\", \"cidr\": \"203.0.113.1/29\"}"),
                "cidr: invalid_format");
        create(POOLS, "{\"location\": \"ber\", \"cidr\": \"203.0.113.0/29\"}");
        assertThat(available(customer)).isFalse();
        create(POOLS, "{\"location\": \"ber\", \"cidr\": \"2001:db8:7::/64\"}");

        long server = createServer(customer);
        customer.await(server, "active");
        Await.until("the plan is known to be on offer", () -> available(customer));
        JsonNode details = customer.server(server);
        assertThat(details.get("ip_address").textValue()).matches("203\\.0\\.113\\.[2-6]");
        assertThat(details.get("ipv6_address").textValue()).isEqualTo("2001:db8:7::" + Long.toHexString(server));
        assertThat(details.get("plan").get("name").textValue()).isEqualTo("Small");

        JsonNode host = only(HOSTS);
        JsonPattern.require(host, """
                {"id": "#integer", "name": "kvm-1", "location": "ber", "hypervisor": "simulated", "uri": null,
                 "status": "active", "vcpus": 8, "memory": 8192, "storage": 100,
                 "used": {"vcpus": 1, "memory": 1024, "storage": 20},
                 "free": {"vcpus": 7, "memory": 7168, "storage": 80}, "servers": 1}""");
        assertThat(admin.get(HOSTS + host.get("id") + "/").expect(200).json()).isEqualTo(host);
        JsonNode pools = admin.get(POOLS).expect(200).json().get("results");
        JsonPattern.require(pools.get(0), """
                {"id": "#integer", "location": "ber", "cidr": "203.0.113.0/29", "version": 4, "addresses": 5, "used": 1,
                 "free": 4, "quarantined": 0, "created_at": "#time"}""");
        JsonPattern.require(pools.get(1), """
                {"id": "#integer", "location": "ber", "cidr": "2001:db8:7::/64", "version": 6, "addresses": null,
                 "used": null, "free": null, "quarantined": null, "created_at": "#time"}""");

        customer.awaitOperation(
                customer.api().delete(SERVERS + server + "/").expect(204).operation(), "succeeded");
        assertThat(only(HOSTS).get("servers").intValue()).isZero();
        assertThat(admin.get(POOLS)
                        .expect(200)
                        .json()
                        .get("results")
                        .get(0)
                        .get("quarantined")
                        .intValue())
                .isEqualTo(1);
    }

    @Test
    void what_is_retired_is_refused_for_new_servers_at_once_and_shown_on_old_ones() {
        Customer customer = equipped();
        long server = createServer(customer);
        customer.await(server, "active");
        for (List<String> entry : List.of(
                List.of(PLANS + "9007199254740991/", "/api/v1/plans/", "plan_id"),
                List.of(SYSTEMS + "13/", "/api/v1/operating-systems/", "os_id"),
                List.of(LOCATIONS + "ber/", "/api/v1/locations/", "location"))) {
            assertThat(customer.api()
                            .get(entry.get(1))
                            .expect(200)
                            .json()
                            .get("count")
                            .intValue())
                    .isEqualTo(1);
            customer.api().post(SERVERS).body(server()).expect(201); // which has read them all
            assertThat(patch(entry.get(0), "{\"retired\": true}").get("retired").booleanValue())
                    .isTrue();
            refused(customer.api().post(SERVERS).body(server()), entry.get(2) + ": not_found");
            assertThat(customer.api()
                            .get(entry.get(1))
                            .expect(200)
                            .json()
                            .get("count")
                            .intValue())
                    .isZero();
            String path = entry.get(1) + entry.get(0).replaceAll(".*/([^/]+)/", "$1/");
            customer.api().get(path).expect(200);
            assertThat(customer.server(server).get("plan").get("name").textValue())
                    .isEqualTo("Small");
            assertThat(customer.server(server).get("location").textValue()).isEqualTo("ber");
            patch(entry.get(0), "{\"retired\": false}");
        }
        customer.api().post(SERVERS + server + "/stop/").expect(200);
        customer.await(server, "stopped");
        createServer(customer);
    }

    @Test
    void what_stands_at_a_retired_location_stays_and_nothing_is_added() {
        Customer customer = equipped();
        long server = createServer(customer);
        customer.await(server, "active");
        patch(LOCATIONS + "ber/", "{\"retired\": true}");
        refused(admin.post(HOSTS).body(HOST.formatted("kvm-2")), "location: not_found");
        refused(
                admin.post(POOLS).body("{\"location\": \"ber\", \"cidr\": \"203.0.113.64/29\"}"),
                "location: not_found");
        assertThat(customer.api().get("/api/v1/plans/").expect(200).json().at("/results/0/locations"))
                .isEmpty();
        customer.api().post(SERVERS + server + "/reboot/").expect(200);
        customer.await(server, "active");
    }

    @Test
    void a_host_that_drains_keeps_its_servers_and_gets_no_new_ones() {
        Customer customer = equipped();
        long server = createServer(customer);
        customer.await(server, "active");
        String host = HOSTS + only(HOSTS).get("id") + "/";
        assertThat(admin.post(host + "drain/").expect(200).json().get("status").textValue())
                .isEqualTo("draining");
        customer.api().post(SERVERS).body(server()).expectProblem(503, "no_capacity");
        assertThat(admin.post(host + "drain/").expect(200).json()).isEqualTo(only(HOSTS));
        Await.until("the plan is known not to be on offer", () -> !available(customer));

        customer.api().post(SERVERS + server + "/stop/").expect(200);
        customer.await(server, "stopped");
        customer.api().post(SERVERS + server + "/start/").expect(200);
        customer.await(server, "active");

        create(HOSTS, HOST.formatted("kvm-2"));
        long next = createServer(customer);
        customer.await(next, "active");
        customer.awaitOperation(
                customer.api().delete(SERVERS + server + "/").expect(204).operation(), "succeeded");
        assertThat(admin.get(host).expect(200).json().get("servers").intValue()).isZero();
        assertThat(admin.post(host + "activate/")
                        .expect(200)
                        .json()
                        .get("status")
                        .textValue())
                .isEqualTo("active");
    }

    @Test
    void a_new_price_is_for_new_servers() {
        Customer customer = equipped();
        createServer(customer);
        assertThat(hourlyCost(customer)).isEqualTo("0.0100");
        JsonNode dearer = patch(PLANS + "9007199254740991/", "{\"price_hourly\": \"0.5\", \"price_monthly\": \"300\"}");
        assertThat(dearer.get("price_hourly").textValue()).isEqualTo("0.5000");
        assertThat(hourlyCost(customer)).isEqualTo("0.0100");
        // 24 hours of 0.51 are more than the 10 that are there
        customer.api().post(SERVERS).body(server()).expectProblem(402, "insufficient_credit");
        patch(PLANS + "9007199254740991/", "{\"price_hourly\": \"0.02\"}");
        createServer(customer);
        assertThat(hourlyCost(customer)).isEqualTo("0.0300");
        assertThat(berth.database().query("SELECT price_hourly, price_monthly FROM servers ORDER BY id"))
                .hasToString("[{price_hourly=0.0100, price_monthly=6.0000},"
                        + " {price_hourly=0.0200, price_monthly=300.0000}]");
    }

    @Test
    void every_change_is_in_the_audit_log_with_what_was_before() {
        equipped();
        patch(PLANS + "9007199254740991/", "{\"price_monthly\": \"7\", \"retired\": true}");
        admin.post(HOSTS + only(HOSTS).get("id") + "/drain/").expect(200);
        assertThat(berth.database().query("SELECT action FROM audit_entries WHERE account_id IS NULL ORDER BY id"))
                .extracting(row -> row.get("action"))
                .containsExactly(
                        "LOCATION_CREATE",
                        "PLAN_CREATE",
                        "OPERATING_SYSTEM_CREATE",
                        "HOST_REGISTER",
                        "ADDRESS_POOL_CREATE",
                        "ADDRESS_POOL_CREATE",
                        "PLAN_UPDATE",
                        "HOST_DRAIN");
        JsonNode log = admin.get("/api/v1/admin/audit-log/?action=plan.update")
                .expect(200)
                .json()
                .get("results");
        assertThat(log).hasSize(1);
        assertThat(log.get(0).get("subject").textValue()).isEqualTo("9007199254740991");
        assertThat(log.get(0).get("before")).hasToString("{\"price_monthly\":\"6.0000\",\"retired\":\"false\"}");
        assertThat(log.get(0).get("after")).hasToString("{\"price_monthly\":\"7.0000\",\"retired\":\"true\"}");
    }

    /** Somebody with credit, where there is one of everything. */
    private Customer equipped() {
        create(LOCATIONS, "{\"code\": \"ber\", \"name\": \"Berlin\"}");
        create(PLANS, SMALL);
        create(SYSTEMS, "{\"id\": 13, \"name\": \"Debian 13\"}");
        create(HOSTS, HOST.formatted("kvm-1"));
        create(POOLS, "{\"location\": \"ber\", \"cidr\": \"203.0.113.0/28\"}");
        create(POOLS, "{\"location\": \"ber\", \"cidr\": \"2001:db8:7::/64\"}");
        return berth.newCustomer("10", 50);
    }

    private static String server() {
        return """
            {"name": "web", "plan_id": 9007199254740991, "os_id": 13, "location": "ber"}""";
    }

    private static long createServer(Customer customer) {
        return customer.api()
                .post(SERVERS)
                .body(server())
                .expect(201)
                .json()
                .get("id")
                .longValue();
    }

    private void create(String path, String body) {
        admin.post(path).body(body).expect(201);
    }

    private JsonNode patch(String path, String body) {
        return admin.patch(path).body(body).expect(200).json();
    }

    private static void refused(ApiClient.Call call, String... errors) {
        assertThat(call.expectProblem(400, "invalid_request").errors()).containsExactly(errors);
    }

    private JsonNode only(String path) {
        JsonNode results = admin.get(path).expect(200).json().get("results");
        assertThat(results).hasSize(1);
        return results.get(0);
    }

    private static boolean available(Customer customer) {
        return customer.api()
                .get("/api/v1/plans/9007199254740991/")
                .expect(200)
                .json()
                .at("/locations/0/available")
                .booleanValue();
    }

    private static String hourlyCost(Customer customer) {
        return customer.api()
                .get("/api/v1/account/")
                .expect(200)
                .json()
                .get("hourly_cost")
                .textValue();
    }
}
