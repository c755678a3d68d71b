package dev.berth.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.application.account.port.out.ConfiguredToken;
import dev.berth.bootstrap.ApiClient.Answer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a first start makes, and what a later one changes. */
@Execution(ExecutionMode.CONCURRENT) // each has a folder and processes of its own
class FirstStartTest {
    private static final String SERVERS = "/api/v1/servers/";
    private static final Map<String, Object> NO_TOKENS =
            Map.of("berth.first-start.admin-token", "", "berth.first-start.demo-token", "");

    @TempDir
    Path folder;

    @Test
    @OnEveryDatabase
    void the_demo_is_as_documented() {
        try (RunningBerth berth = RunningBerth.fresh(NO_TOKENS)) {
            Database database = berth.database();
            assertThat(database.query("SELECT balance FROM accounts")).hasToString("[{balance=1000.0000}]");
            assertThat(database.query("SELECT * FROM plans ORDER BY id"))
                    .hasToString("[{id=1, name=Standard VPS, vcpus=2, memory=4096, storage=80, bandwidth=2048,"
                            + " price_hourly=0.0150, price_monthly=10.0000, retired=false},"
                            + " {id=2, name=Performance VPS, vcpus=4, memory=8192, storage=160, bandwidth=4096,"
                            + " price_hourly=0.0300, price_monthly=20.0000, retired=false}]");
            assertThat(database.query("SELECT id, name, retired FROM operating_systems WHERE id IN (3, 5) ORDER BY id"))
                    .hasToString(
                            "[{id=3, name=Debian 12, retired=false}, {id=5, name=Ubuntu 22.04 LTS, retired=false}]");
            assertThat(database.query("SELECT code FROM locations ORDER BY code"))
                    .hasToString("[{code=eu-central}, {code=us-east}, {code=us-west}]");
            for (String location : List.of("us-west", "us-east", "eu-central")) {
                assertThat(sum(database, "memory", location)).isGreaterThanOrEqualTo(1024 * 1024);
                assertThat(sum(database, "vcpus", location)).isGreaterThanOrEqualTo(512);
                assertThat(sum(database, "storage", location)).isGreaterThanOrEqualTo(40_000);
            }
            assertThat(database.query("SELECT DISTINCT hypervisor FROM hosts")).hasToString("[{hypervisor=simulated}]");
            String token = berth.berth().newSecrets().demoToken().orElseThrow();
            tour(berth.anonymous().with(token));
            // every location and every plan can be had
            for (String location : List.of("us-west", "us-east", "eu-central")) {
                create(berth.anonymous().with(token), location, 2, 3);
            }
        }
    }

    @Test
    void a_second_start_adds_nothing_and_prints_no_token() {
        String demo;
        String admin;
        List<Map<String, Object>> before;
        try (BerthProcess berth = BerthProcess.in(folder).start()) {
            demo = berth.printedToken("demo account").orElseThrow();
            admin = berth.printedToken("operator").orElseThrow();
            berth.client(demo).get(SERVERS).expect(200);
            Customer.create(berth.client(admin), "1", 1);
            assertThat(berth.output()).contains("curl").contains(demo);
        }
        before = counts();
        try (BerthProcess berth = BerthProcess.in(folder).start()) {
            assertThat(berth.printedToken("demo account")).isEmpty();
            assertThat(berth.printedToken("operator")).isEmpty();
            assertThat(berth.output()).doesNotContain(demo).doesNotContain(admin);
            berth.client(demo).get(SERVERS).expect(200);
            berth.client(admin).post("/api/v1/admin/accounts/").body("{}").expectProblem(400, "invalid_request");
        }
        assertThat(counts()).isEqualTo(before);
    }

    @Test
    @OnEveryDatabase
    void without_the_demo_the_installation_is_empty_but_for_the_operator() {
        try (RunningBerth berth = RunningBerth.fresh(Map.of(
                "berth.first-start.demo",
                "false",
                "berth.first-start.admin-token",
                "",
                "berth.first-start.demo-token",
                ""))) {
            assertThat(berth.berth().newSecrets().demoToken()).isEmpty();
            Database database = berth.database();
            for (String table : List.of(
                    "accounts", "plans", "operating_systems", "locations", "hosts", "addresses", "ipv6_prefixes")) {
                assertThat(database.number("SELECT COUNT(*) FROM " + table))
                        .as(table)
                        .isZero();
            }
            ApiClient admin = berth.anonymous()
                    .with(berth.berth().newSecrets().adminToken().orElseThrow());
            Customer customer = Customer.create(admin, "1", 1);
            assertThat(customer.list().get("count").intValue()).isZero();
        }
    }

    @Test
    void what_is_stored_and_answered_has_the_same_digits_wherever_it_runs() {
        try (BerthProcess berth = BerthProcess.in(folder)
                .withOption("-Duser.language=ar")
                .withOption("-Duser.country=EG")
                .start()) {
            ApiClient admin = berth.client(berth.printedToken("operator").orElseThrow());
            assertThat(admin.get("/api/v1/admin/hosts/").expect(200).json().findValuesAsText("name"))
                    .contains("us-west-1");
            Answer missing = berth.client(berth.printedToken("demo account").orElseThrow())
                    .get(SERVERS + "77/")
                    .expectProblem(404, "server_not_found");
            assertThat(missing.json().get("detail").textValue()).contains("There is no server 77.");
        }
    }

    @Test
    void time_is_not_to_be_set_outside_of_tests() {
        try (BerthProcess berth = BerthProcess.in(folder)
                .with("BERTH_TEST_CLOCK", folder.resolve("clock").toString())
                .start()) {
            assertThat(berth.exitCode()).isEqualTo(1);
            assertThat(berth.output()).contains("BERTH_TEST_CLOCK is refused outside of tests");
        }
    }

    @Test
    void tokens_are_taken_from_the_settings_and_another_value_replaces_them() {
        String firstDemo = "d".repeat(32);
        String firstAdmin = "!~" + "a".repeat(253);
        try (RunningBerth berth = start(firstDemo, firstAdmin)) {
            assertThat(berth.berth().newSecrets().demoToken()).isEmpty();
            assertThat(berth.berth().newSecrets().adminToken()).isEmpty();
            works(berth, firstDemo, firstAdmin);
        }
        String nextDemo = "D".repeat(33);
        String nextAdmin = "A".repeat(255);
        try (RunningBerth berth = start(nextDemo, nextAdmin)) {
            works(berth, nextDemo, nextAdmin);
            berth.anonymous().with(firstDemo).get(SERVERS).expectProblem(401, "unauthenticated");
            berth.anonymous().with(firstAdmin).get(SERVERS).expectProblem(401, "unauthenticated");
            assertThat(berth.database().number("SELECT COUNT(*) FROM api_tokens WHERE configured IS NOT NULL"))
                    .isEqualTo(2);
        }
        // without the settings they stay as they are
        try (RunningBerth berth = start("", "")) {
            works(berth, nextDemo, nextAdmin);
        }
    }

    @ParameterizedTest
    @MethodSource("senselessSettings")
    void a_setting_that_makes_no_sense_is_named(String setting, String value, String variable) {
        assertThatThrownBy(() ->
                        RunningBerth.inFolder(folder, Map.of(setting, value)).close())
                .extracting(StartFailure::explain, STRING)
                .startsWith(variable + " must be ")
                .doesNotContain("Exception")
                .doesNotContain(value);
    }

    static Stream<Arguments> senselessSettings() {
        return Stream.of(
                arguments("berth.first-start.demo-token", "too-short", "BERTH_DEMO_TOKEN"),
                arguments("berth.first-start.demo-token", "with a space ".repeat(4), "BERTH_DEMO_TOKEN"),
                arguments("berth.first-start.demo-token", "berth_" + "0".repeat(57), "BERTH_DEMO_TOKEN"),
                arguments("berth.first-start.admin-token", "é".repeat(40), "BERTH_ADMIN_TOKEN"),
                arguments("berth.first-start.admin-token", "x".repeat(256), "BERTH_ADMIN_TOKEN"),
                arguments("berth.first-start.admin-token", "x".repeat(31) + "\u0000", "BERTH_ADMIN_TOKEN"),
                arguments("berth.stop-grace", "soon", "BERTH_STOP_GRACE"),
                arguments("berth.stop-grace", "-5s", "BERTH_STOP_GRACE"),
                arguments("berth.drain-time", "a while", "BERTH_DRAIN_TIME"),
                arguments("berth.billing.minimum-hours", "a day", "BERTH_BILLING_MINIMUM_HOURS"),
                arguments("berth.billing.minimum-hours", "-1", "BERTH_BILLING_MINIMUM_HOURS"),
                arguments("berth.billing.grace-hours", "24h", "BERTH_BILLING_GRACE_HOURS"),
                arguments("berth.billing.grace-hours", "2000000000", "BERTH_BILLING_GRACE_HOURS"),
                arguments("berth.management.port", "metrics", "BERTH_MANAGEMENT_PORT"),
                arguments("berth.simulated-boot-time", "2 parsecs", "BERTH_SIMULATED_BOOT_TIME"),
                arguments("micronaut.server.port", "http", "BERTH_HTTP_PORT"),
                arguments("grpc.server.port", "70000", "BERTH_GRPC_PORT"),
                arguments("berth.first-start.demo", "maybe", "BERTH_DEMO"));
    }

    @Test
    void one_token_for_both_is_refused() {
        String token = "x".repeat(32);
        assertThatThrownBy(() -> start(token, token))
                .extracting(StartFailure::explain, STRING)
                .isEqualTo("BERTH_ADMIN_TOKEN and BERTH_DEMO_TOKEN must not be the same");
    }

    @Test
    void a_token_that_another_has_is_refused_with_a_sentence() {
        RunningBerth.inFolder(folder, Map.of("berth.first-start.demo", "false")).close();
        assertThatThrownBy(() -> start(RunningBerth.ADMIN_TOKEN, ""))
                .extracting(StartFailure::explain, STRING)
                .isEqualTo("BERTH_DEMO_TOKEN must not be another token's");
        start(RunningBerth.DEMO_TOKEN, "").close();
        assertThatThrownBy(() -> start("", RunningBerth.DEMO_TOKEN))
                .extracting(StartFailure::explain, STRING)
                .isEqualTo("BERTH_ADMIN_TOKEN must not be another token's");
    }

    @ParameterizedTest
    @CsvSource({
        "BERTH_DEMO_TOKEN, too-short, BERTH_DEMO_TOKEN must be 32 to 255 visible ASCII characters",
        "BERTH_DEMO, perhaps, BERTH_DEMO must be true or false"
    })
    void a_start_that_fails_ends_with_a_sentence_and_is_not_in_the_way_of_the_next(
            String variable, String value, String sentence) {
        try (BerthProcess berth = BerthProcess.in(folder).with(variable, value).start()) {
            assertThat(berth.exitCode()).isEqualTo(1);
            assertThat(berth.output())
                    .contains("Berth cannot start: " + sentence)
                    .doesNotContain("Exception")
                    .doesNotContain(value);
        }
        try (BerthProcess berth = BerthProcess.in(folder)
                .with("BERTH_DEMO_TOKEN", RunningBerth.DEMO_TOKEN)
                .start()) {
            berth.client(RunningBerth.DEMO_TOKEN).get(SERVERS).expect(200);
            Customer.create(berth.client(berth.printedToken("operator").orElseThrow()), "0", 1);
        }
    }

    @ParameterizedTest
    @EnumSource
    @OnEveryDatabase
    void a_secret_that_could_not_be_told_is_not_kept(ConfiguredToken last) {
        Map<String, Object> settings = RunningBerth.settings(Database.fresh(folder), NO_TOKENS);
        Map<ConfiguredToken, String> told = new EnumMap<>(ConfiguredToken.class);
        assertThatThrownBy(() -> Berth.start(settings, (place, secret) -> {
                    if (place == last) {
                        throw new IllegalStateException("dies here");
                    }
                    told.put(place, secret);
                }))
                .hasMessage("dies here");
        assertThat(told).doesNotContainKey(last);
        try (Berth berth = Berth.start(settings, told::put)) {
            ApiClient demo = new ApiClient(berth.uri(), told.get(ConfiguredToken.DEMO));
            demo.get(SERVERS).expect(200);
            Customer.create(demo.with(told.get(ConfiguredToken.ADMIN)), "0", 1);
        }
    }

    @Test
    void the_tour_works_on_postgresql_and_two_that_start_together_fill_it_in_once() {
        Database database = Database.postgresql();
        CompletableFuture<RunningBerth> starting = Background.start(() -> RunningBerth.on(database, NO_TOKENS));
        try (RunningBerth one = RunningBerth.on(database, NO_TOKENS);
                RunningBerth other = starting.join()) {
            List<String> demoTokens = List.of(one, other).stream()
                    .flatMap(berth -> berth.berth().newSecrets().demoToken().stream())
                    .toList();
            assertThat(demoTokens).hasSize(1);
            assertThat(List.of(one, other).stream().flatMap(berth -> berth.berth().newSecrets().adminToken().stream()))
                    .hasSize(1);
            assertThat(database.number("SELECT COUNT(*) FROM accounts")).isEqualTo(1);
            assertThat(database.query("SELECT balance FROM accounts")).hasToString("[{balance=1000.0000}]");
            assertThat(database.number("SELECT COUNT(*) FROM plans")).isEqualTo(2);
            assertThat(database.number("SELECT COUNT(*) FROM hosts WHERE location = 'us-west'"))
                    .isEqualTo(4);
            assertThat(database.number("SELECT COUNT(*) FROM replicas")).isEqualTo(2);
            tour(one.anonymous().with(demoTokens.get(0)));
            tour(other.anonymous().with(demoTokens.get(0)));
            Await.until("all is given back", database::holdsNothing);
        }
        // both have said good-bye: their work could be taken over at once
        assertThat(database.number("SELECT COUNT(*) FROM replicas")).isZero();
    }

    @Test
    void a_start_waits_for_another_that_takes_its_time_to_fill_in_the_demo() throws SQLException {
        Database database = Database.postgresql();
        RunningBerth.on(database, Map.of("berth.first-start.demo", "false")).close();
        Database impatient = new Database(database.url() + "&options=-c%20statement_timeout=1s", database.user());
        try (Connection other = DriverManager.getConnection(database.url(), database.user(), "");
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("INSERT INTO api_tokens (name, scopes, hash, configured, created_at)"
                    + " VALUES ('demo', '', 'of the other', 'DEMO', CURRENT_TIMESTAMP)");
            CompletableFuture<RunningBerth> starting = Background.start(() -> RunningBerth.on(impatient, Map.of()));
            Set<Object> attempts = new HashSet<>();
            Await.until("it has tried again", () -> {
                attempts.addAll(database.query("SELECT xact_start FROM pg_stat_activity"
                        + " WHERE wait_event_type = 'Lock' AND datname = current_database()"));
                return starting.isDone() || attempts.size() > 1;
            });
            other.rollback();
            try (RunningBerth berth = starting.join()) {
                berth.demo().get(SERVERS).expect(200);
            }
        }
    }

    /** Create, stop, start, delete, as a first user does. */
    private static void tour(ApiClient demo) {
        Customer customer = new Customer(0, demo, demo);
        long server = create(demo, "us-west", 1, 5);
        customer.await(server, "active");
        demo.post(SERVERS + server + "/stop/").expect(200);
        customer.await(server, "stopped");
        demo.post(SERVERS + server + "/start/").expect(200);
        customer.await(server, "active");
        demo.post(SERVERS + server + "/reboot/").expect(200);
        customer.await(server, "active");
        long delete = demo.delete(SERVERS + server + "/").expect(204).operation();
        customer.awaitOperation(delete, "succeeded");
        demo.get(SERVERS + server + "/").expectProblem(404, "server_not_found");
    }

    private static long create(ApiClient demo, String location, int plan, int os) {
        JsonNode created = demo.post(SERVERS)
                .body("{\"name\": \"tour\", \"plan_id\": %d, \"os_id\": %d, \"location\": \"%s\"}"
                        .formatted(plan, os, location))
                .expect(201)
                .json();
        return created.get("id").longValue();
    }

    private RunningBerth start(String demoToken, String adminToken) {
        return RunningBerth.inFolder(
                folder, Map.of("berth.first-start.demo-token", demoToken, "berth.first-start.admin-token", adminToken));
    }

    private static void works(RunningBerth berth, String demoToken, String adminToken) {
        berth.anonymous().with(demoToken).get(SERVERS).expect(200);
        berth.anonymous().with(adminToken).get(SERVERS).expectProblem(403, "account_required");
        Customer.create(berth.anonymous().with(adminToken), "0", 1);
    }

    private List<Map<String, Object>> counts() {
        return Database.inFolder(folder)
                .query("SELECT (SELECT COUNT(*) FROM accounts) a, (SELECT COUNT(*) FROM plans) p,"
                        + " (SELECT COUNT(*) FROM hosts) h, (SELECT COUNT(*) FROM api_tokens) t,"
                        + " (SELECT COUNT(*) FROM addresses) i, (SELECT SUM(balance) FROM accounts) b,"
                        + " (SELECT COUNT(*) FROM credit_entries) c");
    }

    private static long sum(Database database, String column, String location) {
        return database.number("SELECT SUM(" + column + ") FROM hosts WHERE location = ?", location);
    }
}
