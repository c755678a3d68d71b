package dev.berth.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.bootstrap.ApiClient.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The catalog as customers read it, and what operators must not send to it, to hosts and to address pools. */
@OnEveryDatabase
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CatalogApiTest {
    @RegisterExtension
    static final RunningBerth BERTH = RunningBerth.fresh();

    private static final String PLANS = "/api/v1/admin/plans/";
    private static final String SYSTEMS = "/api/v1/admin/operating-systems/";
    private static final String LOCATIONS = "/api/v1/admin/locations/";
    private static final String HOSTS = "/api/v1/admin/hosts/";
    private static final String POOLS = "/api/v1/admin/address-pools/";
    private static final AtomicInteger IDS = new AtomicInteger(1_000);

    @Test
    void customers_read_what_is_on_offer() {
        ApiClient customer = BERTH.newCustomer().restrictedTo("servers:power");
        JsonNode plans = customer.get("/api/v1/plans/").expect(200).json();
        assertThat(plans.get("count").intValue()).isEqualTo(plans.get("results").size());
        JsonPattern.require(plans.get("results").get(0), """
                {"id": 1, "name": "Standard VPS", "vcpus": 2, "memory": 4096, "storage": 80, "bandwidth": 2048,
                 "price_hourly": "0.0150", "price_monthly": "10.0000",
                 "locations": [{"code": "eu-central", "available": true}, {"code": "us-east", "available": true},
                               {"code": "us-west", "available": true}]}""");
        assertThat(customer.get("/api/v1/plans/1/").expect(200).json())
                .isEqualTo(plans.get("results").get(0));
        JsonPattern.require(
                customer.get("/api/v1/operating-systems/5/").expect(200).json(),
                "{\"id\": 5, \"name\": \"Ubuntu 22.04 LTS\"}");
        JsonPattern.require(
                customer.get("/api/v1/locations/us-west/").expect(200).json(),
                "{\"code\": \"us-west\", \"name\": \"US West\"}");
        assertThat(customer.get("/api/v1/locations/")
                        .expect(200)
                        .json()
                        .get("results")
                        .findValuesAsText("code"))
                .containsSubsequence("eu-central", "us-east", "us-west");
    }

    @ParameterizedTest
    @CsvSource({
        "plans/404/, plan_not_found",
        "plans/abc/, plan_not_found",
        "plans/9007199254740992/, plan_not_found",
        "operating-systems/404/, operating_system_not_found",
        "operating-systems/-1/, operating_system_not_found",
        "locations/nowhere/, location_not_found",
        "locations/US-WEST/, location_not_found",
        "hosts/404/, host_not_found",
        "hosts/x/, host_not_found"
    })
    void what_is_not_there_is_not_found(String path, String code) {
        if (!path.startsWith("hosts")) {
            BERTH.demo().get("/api/v1/" + path).expectProblem(404, code);
            BERTH.admin()
                    .patch("/api/v1/admin/" + path)
                    .body("{\"name\": \"x\"}")
                    .expectProblem(404, code);
        } else {
            BERTH.admin().post("/api/v1/admin/" + path + "drain/").expectProblem(404, code);
            BERTH.admin().post("/api/v1/admin/" + path + "activate/").expectProblem(404, code);
        }
        BERTH.admin().get("/api/v1/admin/" + path).expectProblem(404, code);
    }

    @ParameterizedTest
    @CsvSource({"plans, id, ''", "operating-systems, id, ''", "locations, code, l-"})
    void what_another_replica_has_changed_is_read_as_it_is(String collection, String key, String prefix) {
        int id = IDS.incrementAndGet();
        String admin = "/api/v1/admin/" + collection + "/";
        BERTH.admin().post(admin).body(body(admin, id)).expect(201);
        String one = collection + "/" + prefix + id + "/";
        assertThat(name("/api/v1/" + one)).isEqualTo("x");
        assertThat(BERTH.database()
                        .update(
                                "UPDATE %s SET name = 'y' WHERE %s = ?".formatted(collection.replace('-', '_'), key),
                                key.equals("id") ? id : prefix + id))
                .isOne();
        assertThat(name("/api/v1/" + one)).isEqualTo("y");
        assertThat(name("/api/v1/admin/" + one)).isEqualTo("y");
    }

    private static String name(String path) {
        return BERTH.admin().get(path).expect(200).json().get("name").textValue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plans/?limit=1", "plans/1/?x=1", "locations/?retired=true", "operating-systems/?cursor="})
    void an_unknown_parameter_is_refused(String path) {
        BERTH.demo().get("/api/v1/" + path).expectProblem(400, "invalid_request");
        BERTH.admin().get("/api/v1/admin/" + path).expectProblem(400, "invalid_request");
    }

    @Test
    void a_plan_is_created_as_it_is_read() {
        ObjectNode plan =
                (ObjectNode) BERTH.admin().get(PLANS + "1/").expect(200).json();
        plan.put("id", IDS.incrementAndGet()).put("name", "Größe M 🚀").put("retired", true);
        JsonNode created =
                BERTH.admin().post(PLANS).body(plan.toString()).expect(201).json();
        assertThat(created.get("retired").booleanValue()).isTrue();
        assertThat(created.get("locations"))
                .allMatch(place -> !place.get("available").booleanValue());
        plan.set("locations", created.get("locations"));
        assertThat(created).isEqualTo(plan);
        assertThat(BERTH.admin()
                        .patch(PLANS + plan.get("id") + "/")
                        .body(plan.toString())
                        .expect(200)
                        .json())
                .isEqualTo(plan);
        assertThat(BERTH.demo()
                        .get("/api/v1/plans/")
                        .expect(200)
                        .json()
                        .get("results")
                        .findValuesAsText("id"))
                .doesNotContain(plan.get("id").asText());
        assertThat(BERTH.admin().get(PLANS).expect(200).json().get("results").findValuesAsText("id"))
                .contains(plan.get("id").asText());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id            | null                | id: invalid_type",
                "id            | 0                   | id: out_of_range",
                "id            | 9007199254740992    | id: out_of_range",
                "id            | \"7\"             | id: invalid_type",
                "name          | \" \"             | name: invalid_format",
                "vcpus         | 0                   | vcpus: out_of_range",
                "vcpus         | 1.0                 | vcpus: invalid_type",
                "memory        | 1000000001          | memory: out_of_range",
                "storage       | 9223372036854775808 | storage: out_of_range",
                "bandwidth     | -1                  | bandwidth: out_of_range",
                "price_hourly  | 1                   | price_hourly: invalid_type",
                "price_hourly  | \"-1\"            | price_hourly: out_of_range",
                "price_hourly  | \"1.00001\"       | price_hourly: invalid_format",
                "price_hourly  | \"1000000000.1\"  | price_hourly: out_of_range",
                "price_hourly  | \"10.0001\"       | price_monthly: out_of_range",
                "price_monthly | \"0.0149\"        | price_monthly: out_of_range",
                "price_monthly | null                | price_monthly: invalid_type",
                "retired       | \"true\"          | retired: invalid_type",
                "locations     | {}                  | locations: invalid_type",
                "locations     | null                | locations: invalid_type",
                "colour        | \"red\"           | colour: unknown_field"
            })
    void a_plan_that_cannot_be_is_refused(String field, String value, String error) {
        long before = count("plans");
        Answer refused = BERTH.admin()
                .post(PLANS)
                .body("""
                        {"id": 500, "name": "x", "vcpus": 1, "memory": 1, "storage": 1, "bandwidth": 1,
                         "price_hourly": "0.015", "price_monthly": "10", "%s": %s}""".replaceFirst("\"" + field + "\": (\"[^\"]*\"|[0-9]+),", "")
                        .formatted(field, value))
                .expectProblem(400, "invalid_request");
        assertThat(refused.errors()).containsExactly(error);
        assertThat(count("plans")).isEqualTo(before);
    }

    @Test
    void prices_that_do_not_go_together_are_refused_with_all_else_that_is_wrong() {
        Answer refused = BERTH.admin().post(PLANS).body("""
                        {"id": 501, "name": "x", "vcpus": 0, "memory": 1, "storage": 1, "bandwidth": 1,
                         "price_hourly": "5", "price_monthly": "1"}""").expectProblem(400, "invalid_request");
        assertThat(refused.errors()).containsExactly("vcpus: out_of_range", "price_monthly: out_of_range");
        Answer change = BERTH.admin()
                .patch(PLANS + "1/")
                .body("{\"name\": \" \", \"price_hourly\": \"5\", \"price_monthly\": \"1\"}")
                .expectProblem(400, "invalid_request");
        assertThat(change.errors()).containsExactly("name: invalid_format", "price_monthly: out_of_range");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"vcpus\": 3}                                | vcpus: immutable",
                "{\"memory\": 0, \"bandwidth\": 9, \"storage\": 80} | memory: immutable, bandwidth: immutable",
                "{\"id\": 2}                                   | id: immutable",
                "{\"id\": 2, \"name\": null}                   | id: immutable, name: invalid_type",
                "{\"price_hourly\": \"10.5\"}                | price_hourly: out_of_range",
                "{\"price_monthly\": \"0.01\"}               | price_monthly: out_of_range",
                "{\"price_hourly\": null}                      | price_hourly: invalid_type",
                "{\"name\": null}                              | name: invalid_type",
                "{\"retired\": 1}                              | retired: invalid_type",
                "{\"name\": \"a\", \"code\": \"b\"}      | code: unknown_field"
            })
    void a_change_that_a_plan_cannot_have_changes_nothing(String body, String errors) {
        JsonNode before = BERTH.admin().get(PLANS + "1/").expect(200).json();
        Answer refused = BERTH.admin().patch(PLANS + "1/").body(body).expectProblem(400, "invalid_request");
        assertThat(refused.errors()).containsExactly(errors.split(", "));
        assertThat(BERTH.admin().get(PLANS + "1/").expect(200).json()).isEqualTo(before);
    }

    @Test
    void operating_systems_and_locations_are_renamed_and_keep_what_they_are_found_by() {
        assertThat(BERTH.admin()
                        .patch(SYSTEMS + "1/")
                        .body("{\"id\": 1, \"name\": \"Alma\", \"retired\": false}")
                        .expect(200)
                        .body())
                .isEqualTo("{\"id\":1,\"name\":\"Alma\",\"retired\":false}");
        assertThat(BERTH.admin()
                        .patch(LOCATIONS + "eu-central/")
                        .body("{\"code\": \"eu-central\", \"name\": \"Frankfurt\"}")
                        .expect(200)
                        .body())
                .isEqualTo("{\"code\":\"eu-central\",\"name\":\"Frankfurt\",\"retired\":false}");
        assertThat(BERTH.admin()
                        .patch(SYSTEMS + "1/")
                        .body("{\"id\": 2}")
                        .expectProblem(400, "invalid_request")
                        .errors())
                .containsExactly("id: immutable");
        assertThat(BERTH.admin()
                        .patch(LOCATIONS + "eu-central/")
                        .body("{\"code\": \"EU\"}")
                        .expectProblem(400, "invalid_request")
                        .errors())
                .containsExactly("code: immutable");
        assertThat(BERTH.admin()
                        .get(LOCATIONS)
                        .expect(200)
                        .json()
                        .get("results")
                        .findValuesAsText("name"))
                .contains("Frankfurt");
    }

    @Test
    void an_id_that_many_want_at_once_is_given_once() {
        int id = IDS.incrementAndGet();
        for (String path : List.of(PLANS, SYSTEMS, LOCATIONS, HOSTS, POOLS)) {
            List<CompletableFuture<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                answers.add(Background.start(() ->
                        BERTH.admin().post(path).body(body(path, id)).send().status()));
            }
            assertThat(answers.stream().map(CompletableFuture::join))
                    .as(path)
                    .containsExactlyInAnyOrder(201, 409, 409, 409, 409, 409);
            BERTH.admin().post(path).body(body(path, id)).expectProblem(409, "already_exists");
        }
    }

    @Test
    void of_overlapping_pools_that_are_added_at_once_one_is() {
        for (List<String> cidrs : List.of(
                List.of("10.8.0.0/22", "10.8.1.0/24", "10.8.1.128/25", "10.8.0.0/23"),
                List.of("fd00:8::/32", "fd00:8:1::/48", "fd00:8:1:1::/64", "fd00:8::/40"))) {
            List<CompletableFuture<Answer>> answers = IntStream.range(0, 4)
                    .mapToObj(i -> Background.start(() -> BERTH.admin()
                            .post(POOLS)
                            .body(pool(i % 2 == 0 ? "us-west" : "us-east", cidrs.get(i)))
                            .send()))
                    .toList();
            List<Answer> refused = answers.stream()
                    .map(CompletableFuture::join)
                    .filter(answer -> answer.status() != 201)
                    .toList();
            refused.forEach(answer -> answer.requireProblem(409, "already_exists"));
            List<String> added =
                    BERTH.admin().get(POOLS).expect(200).json().get("results").findValuesAsText("cidr");
            added.retainAll(cidrs);
            assertThat(added).as("each is in the one before, or around it").hasSize(1);
            assertThat(refused).hasSize(3);
        }
    }

    @Test
    void a_pool_of_65_000_addresses_is_added_in_one_go_and_its_overlap_named() {
        JsonNode pool = BERTH.admin()
                .post(POOLS)
                .body(pool("us-east", "10.77.0.0/16"))
                .within(Duration.ofSeconds(70)) // the server's own patience with a silent connection is 75
                .expect(201)
                .json();
        assertThat(pool.get("addresses").longValue()).isEqualTo(65_533);
        Answer refused =
                BERTH.admin().post(POOLS).body(pool("us-west", "10.77.12.0/24")).expectProblem(409, "already_exists");
        assertThat(refused.json().get("detail").textValue())
                .contains("10.77.0.0/16")
                .contains("us-east");
        assertThat(BERTH.admin()
                        .post(POOLS)
                        .body(pool("us-west", "127.0.0.0/16"))
                        .expectProblem(400, "invalid_request")
                        .errors())
                .containsExactly("cidr: invalid_value");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name       | \"a\\u0007\"                 | name: invalid_format",
                "name       | null                             | name: invalid_type",
                "location   | \"US\"                         | location: not_found",
                "location   | \"nowhere\"                    | location: not_found",
                "hypervisor | \"libvirt\"                    | hypervisor: invalid_value",
                "uri        | \"kvm-7\"                      | uri: invalid_format",
                "uri        | \"qemu://root:pw@kvm-7/\"      | uri: invalid_value",
                "uri        | \"qemu:///x?pwd=root:pw\"      | uri: invalid_value",
                "uri        | 7                                | uri: invalid_type",
                "vcpus      | 0                                | vcpus: out_of_range",
                "memory     | 1000000001                       | memory: out_of_range",
                "storage    | \"1\"                          | storage: invalid_type",
                "status     | \"draining\"                   | status: unknown_field"
            })
    void a_host_that_cannot_be_is_refused(String field, String value, String error) {
        long before = count("hosts");
        Answer refused = BERTH.admin()
                .post(HOSTS)
                .body("""
                        {"name": "x", "location": "us-west", "hypervisor": "simulated", "vcpus": 1, "memory": 1,
                         "storage": 1, "%s": %s}""".replaceFirst("\"" + field + "\": (\"[^\"]*\"|[0-9]+),", "")
                        .formatted(field, value))
                .expectProblem(400, "invalid_request");
        assertThat(refused.errors()).containsExactly(error);
        assertThat(refused.body()).doesNotContain("root:pw");
        assertThat(count("hosts")).isEqualTo(before);
    }

    @Test
    void hosts_are_listed_in_pages_and_by_location() {
        JsonNode first = BERTH.admin()
                .get(HOSTS + "?location=us-west&limit=3")
                .expect(200)
                .json();
        assertThat(first.get("results")).hasSize(3);
        assertThat(first.get("count").longValue()).isGreaterThanOrEqualTo(4);
        JsonNode second =
                BERTH.admin().get(first.get("next").textValue()).expect(200).json();
        assertThat(second.get("count")).isEqualTo(first.get("count"));
        assertThat(second.get("results").get(0).get("id").longValue())
                .isGreaterThan(first.get("results").get(2).get("id").longValue());
        assertThat(BERTH.admin()
                        .get(HOSTS + "?location=nowhere")
                        .expectProblem(400, "invalid_request")
                        .errors())
                .containsExactly("location: not_found");
        BERTH.admin().get(HOSTS + "?status=active").expectProblem(400, "invalid_request");
        String uri = "qemu+ssh://kvm-9/system";
        assertThat(BERTH.admin()
                        .post(HOSTS)
                        .body("""
                                {"name": "kvm-9", "location": "us-east", "hypervisor": "simulated", "uri": "%s",
                                 "vcpus": 1, "memory": 1, "storage": 1}""".formatted(uri))
                        .expect(201)
                        .json()
                        .get("uri")
                        .textValue())
                .isEqualTo(uri);
    }

    private static String body(String path, int id) {
        return switch (path) {
            case PLANS -> """
                    {"id": %d, "name": "x", "vcpus": 1, "memory": 1, "storage": 1, "bandwidth": 1,
                     "price_hourly": "0", "price_monthly": "0"}""".formatted(id);
            case SYSTEMS -> "{\"id\": %d, \"name\": \"x\", \"retired\": null}".formatted(id);
            case LOCATIONS -> "{\"code\": \"l-%d\", \"name\": \"x\", \"retired\": true}".formatted(id);
            case HOSTS -> """
                    {"name": "h-%d", "location": "us-east", "hypervisor": "simulated", "uri": null, "vcpus": 1,
                     "memory": 1, "storage": 1}""".formatted(id);
            default -> pool("us-west", "10.6.0.0/26");
        };
    }

    private static String pool(String location, String cidr) {
        return "{\"location\": \"%s\", \"cidr\": \"%s\"}".formatted(location, cidr);
    }

    private static long count(String table) {
        return BERTH.database().number("SELECT COUNT(*) FROM " + table);
    }
}
