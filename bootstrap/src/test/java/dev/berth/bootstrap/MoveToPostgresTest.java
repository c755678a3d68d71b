package dev.berth.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.application.server.service.UsageSampler;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.assertj.core.api.AbstractStringAssert;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** An installation that has outgrown the embedded database goes on in PostgreSQL as if nothing had been. */
@Execution(ExecutionMode.CONCURRENT) // each has a folder and a database of its own
class MoveToPostgresTest {
    private static final String SERVERS = "/api/v1/servers/";

    /** All others are moved, those too that are not yet thought of. */
    private static final Set<String> NOT_MOVED =
            Set.of("flyway_schema_history", "simulated_schema_history", "replicas", "scheduled_tasks");

    @TempDir
    Path folder;

    /** What is in the embedded database, and was told about it. */
    private record Populated(
            String customerToken,
            String otherToken,
            long stopped,
            long inFlight,
            long operation,
            long highestServer,
            long highestOperation,
            JsonNode list) {}

    @Test
    void everything_is_there_and_goes_on() {
        Populated before = populate();
        Database target = Database.postgresql();
        List<String> printed = move(target);
        assertThat(printed.get(0))
                .contains("servers " + embedded().number("SELECT COUNT(*) FROM servers"))
                .contains("operations " + embedded().number("SELECT COUNT(*) FROM operations"));
        Map<String, List<String>> moved = rows(target);
        assertThat(moved).isEqualTo(rows(embedded()));
        moved.forEach((table, rows) -> assertThat(rows)
                .as("%s: an empty table proves nothing; have populate() fill it", table)
                .isNotEmpty());

        try (RunningBerth berth = RunningBerth.on(target, Map.of("berth.first-start.demo", "false"))) {
            Customer customer = new Customer(0, berth.admin(), berth.anonymous().with(before.customerToken));
            assertThat(customer.list()).isEqualTo(before.list);
            berth.anonymous().with(before.otherToken).get(SERVERS).expect(200);
            berth.demo().get(SERVERS).expect(200);

            berth.mend();
            customer.awaitOperation(before.operation, "succeeded");
            customer.await(before.inFlight, "active");

            customer.api().post(SERVERS + before.stopped + "/start/").expect(200);
            customer.await(before.stopped, "active");
            customer.api().post(SERVERS + before.stopped + "/stop/").expect(200);
            customer.await(before.stopped, "stopped");

            assertThat(customer.createActive()).isGreaterThan(before.highestServer);
            assertThat(target.number("SELECT MIN(id) FROM operations WHERE id > ?", before.highestOperation))
                    .isEqualTo(before.highestOperation + 1);
            Customer another = berth.newCustomer();
            assertThat(another.account()).isGreaterThan(1);
            another.createActive();
            for (JsonNode server : customer.list().get("results")) {
                long delete = customer.api()
                        .delete(SERVERS + server.get("id") + "/")
                        .expect(204)
                        .operation();
                customer.awaitOperation(delete, "succeeded");
            }
        }
    }

    /** The highest numbers were given to what is no more. */
    @Test
    void no_number_is_given_twice() {
        long account;
        try (RunningBerth berth = RunningBerth.inFolder(folder, Map.of())) {
            Customer customer = berth.newCustomer();
            account = customer.account();
            berth.database().update("DELETE FROM api_tokens WHERE account_id = ?", account);
            berth.database().update("DELETE FROM credit_entries WHERE account_id = ?", account);
            berth.database().update("DELETE FROM accounts WHERE id = ?", account);
            berth.database().query("SELECT nextval('server_ids') FROM SYSTEM_RANGE(1, 100)");
        }
        Database target = Database.postgresql();
        move(target);
        try (RunningBerth berth = RunningBerth.on(target, Map.of())) {
            Customer customer = berth.newCustomer();
            assertThat(customer.account()).isGreaterThan(account);
            assertThat(customer.create()).isGreaterThan(100);
        }
    }

    @Test
    void more_rows_than_are_held_in_memory_at_once_are_moved() {
        try (RunningBerth berth = RunningBerth.inFolder(folder, Map.of())) {
            berth.database().insertServers(berth.newCustomer().account(), 5_000, "us-west", "stopped");
        }
        Database target = Database.postgresql();
        move(target);
        assertThat(rows(target)).isEqualTo(rows(embedded()));
        assertThat(target.number("SELECT COUNT(*) FROM servers")).isEqualTo(5_000);
    }

    @Test
    void one_that_was_killed_in_the_middle_has_moved_nothing_and_can_be_run_again() {
        populate();
        Map<String, List<String>> before = rows(embedded());
        Database target = Database.postgresql();
        Schema.BERTH.migrate(Flyway.configure().dataSource(target.url(), target.user(), ""));
        // usage comes after servers
        target.update("CREATE FUNCTION linger() RETURNS TRIGGER LANGUAGE plpgsql AS"
                + " 'BEGIN PERFORM pg_sleep(60); RETURN NEW; END'");
        target.update("CREATE TRIGGER linger BEFORE INSERT ON server_usage FOR EACH ROW EXECUTE FUNCTION linger()");
        BerthProcess move = process(target).launch();
        String lingering = "FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()";
        try {
            Await.until(
                    "it is in the middle",
                    BerthProcess.STARTS_WITHIN,
                    () -> target.number("SELECT COUNT(*) " + lingering),
                    moving -> moving == 1);
        } finally {
            move.kill();
        }
        target.query("SELECT pg_terminate_backend(pid) " + lingering);
        Await.until("the database has noticed", () -> target.number("SELECT COUNT(*) " + lingering) == 0);
        target.update("DROP TRIGGER linger ON server_usage");
        assertThat(rows(target).values()).allMatch(List::isEmpty);
        assertThat(rows(embedded())).isEqualTo(before);

        try (BerthProcess again = process(target).start()) {
            assertThat(again.exitCode()).as(again.output()).isZero();
            assertThat(again.output()).contains("Moved: ").contains("Do not start Berth on it again");
        }
        assertThat(rows(target)).isEqualTo(before);
    }

    @Test
    void it_is_refused_while_berth_runs() {
        Database target = Database.postgresql();
        try (BerthProcess berth = BerthProcess.in(folder).start();
                BerthProcess move = process(target).start()) {
            berth.uri();
            assertThat(move.exitCode()).isEqualTo(1);
            assertThat(move.output())
                    .isEqualTo(
                            "Berth cannot move: the embedded database in %s is in use. Stop the Berth that runs on it."
                                    .formatted(folder));
        }
        assertThat(tables(target)).isEmpty();
    }

    @Test
    void without_an_embedded_database_it_is_refused_and_none_is_made() {
        Database target = Database.postgresql();
        Path nowhere = folder.resolve("nowhere");
        assertRefused(Map.of("BERTH_DATA_DIR", nowhere.toString()), target)
                .isEqualTo("there is no embedded database in %s. Set BERTH_DATA_DIR to its folder.".formatted(nowhere));
        assertThat(nowhere).doesNotExist();
        assertThat(tables(target)).isEmpty();
    }

    @Test
    void a_database_that_is_not_empty_is_refused() {
        populate();
        Database used = Database.postgresql();
        RunningBerth.on(used, Map.of("berth.first-start.demo", "false")).close();
        Map<String, List<String>> before = rows(used);
        assertRefused(Map.of(), used)
                .isEqualTo("the PostgreSQL database is not empty. Name an empty one in BERTH_DB_URL.");
        assertThat(rows(used)).isEqualTo(before);

        Database foreign = Database.postgresql();
        foreign.update("CREATE TABLE somebody_elses (id BIGINT)");
        assertRefused(Map.of(), foreign)
                .isEqualTo("the PostgreSQL database is not empty. Name an empty one in BERTH_DB_URL.");
        assertThat(tables(foreign)).containsExactly("somebody_elses");

        Database moved = Database.postgresql();
        move(moved);
        assertRefused(Map.of(), moved)
                .isEqualTo("the PostgreSQL database is not empty. Name an empty one in BERTH_DB_URL.");
    }

    @Test
    void what_is_no_postgresql_is_refused() {
        populate();
        for (String url : List.of("", "jdbc:h2:mem:target", "postgresql://localhost/berth")) {
            assertRefused(Map.of("BERTH_DB_URL", url), Database.postgresql())
                    .isEqualTo("BERTH_DB_URL must say where to, as jdbc:postgresql://…");
        }
        assertRefused(Map.of("BERTH_DB_URL", "jdbc:postgresql://localhost:1/berth"), Database.postgresql())
                .startsWith("the database cannot be reached (Connection to localhost:1 refused")
                .endsWith("See BERTH_DB_URL.");
        Database target = Database.postgresql();
        String withoutUser = target.url().substring(0, target.url().indexOf('?'));
        assertRefused(Map.of("BERTH_DB_URL", withoutUser, "BERTH_DB_USER", "nobody"), target)
                .startsWith("the database refuses the user (")
                .contains("nobody")
                .endsWith("See BERTH_DB_USER and BERTH_DB_PASSWORD.");
    }

    @Test
    void a_newer_schema_is_refused() {
        populate();
        Database target = Database.postgresql();
        embedded()
                .update("INSERT INTO flyway_schema_history (\"installed_rank\", \"version\", \"description\", \"type\","
                        + " \"script\", \"checksum\", \"installed_by\", \"execution_time\", \"success\")"
                        + " VALUES (1000, '1000', 'later', 'SQL', 'V1000__later.sql', 1, 'berth', 1, TRUE)");
        assertRefused(Map.of(), target).startsWith("the database has schema version 1000, ");
        assertThat(tables(target)).isEmpty();
    }

    @Test
    void a_database_that_another_user_has_begun_is_opened_with_that() {
        String url = embedded().url();
        try (RunningBerth berth = RunningBerth.on(new Database(url, "postgres"), Map.of())) {
            berth.newCustomer();
        }
        Database target = Database.postgresql();
        move(target);
        assertThat(target.number("SELECT COUNT(*) FROM accounts")).isEqualTo(2);
    }

    @Test
    void an_unknown_argument_is_refused() {
        try (BerthProcess berth =
                BerthProcess.in(folder).withArgument("move-to-oracle").start()) {
            assertThat(berth.exitCode()).isEqualTo(1);
            assertThat(berth.output())
                    .isEqualTo("Berth does not know \"move-to-oracle\". It starts without an argument;"
                            + " move-to-postgresql moves the embedded database to PostgreSQL.");
        }
        assertThat(folder).isEmptyDirectory();
    }

    /** Servers in several statuses, and an operation whose worker was killed. */
    private Populated populate() {
        Populated populated;
        try (RunningBerth berth = RunningBerth.inFolder(folder, Map.of())) {
            populated = populate(berth);
        }
        embedded().update("UPDATE operations SET worker = ? WHERE id = ?", UUID.randomUUID(), populated.operation);
        return populated;
    }

    private static Populated populate(RunningBerth berth) {
        Customer customer = berth.newCustomer();
        customer.createActive();
        customer.api()
                .post("/api/v1/ssh-keys/")
                .body(SshKeyLines.body("laptop", SshKeyLines.next()))
                .expect(201);
        long stopped = customer.createStopped();
        long deleted = customer.createActive();
        long delete = customer.api().delete(SERVERS + deleted + "/").expect(204).operation();
        customer.awaitOperation(delete, "succeeded");
        Customer other = berth.newCustomer("12.3456", 5);
        other.suspend(other.createActive());
        berth.bean(UsageSampler.class).sampleAll();
        berth.plantFault("ensureRunning");
        JsonNode created = customer.api()
                .post(SERVERS)
                .body(Customer.createBody("eu-central"))
                .expect(201)
                .json();
        long operation = created.get("operation_id").longValue();
        Await.until(
                "it is being tried",
                () -> berth.database().number("SELECT attempts FROM operations WHERE id = ?", operation) > 0);
        return new Populated(
                customer.api().token(),
                other.api().token(),
                stopped,
                created.get("id").longValue(),
                operation,
                berth.database().number("SELECT MAX(id) FROM servers"),
                berth.database().number("SELECT MAX(id) FROM operations"),
                customer.list());
    }

    private Database embedded() {
        return Database.inFolder(folder);
    }

    private Map<String, String> environment(Database target) {
        return new TreeMap<>(Map.of(
                "BERTH_DATA_DIR", folder.toString(),
                "BERTH_DB_URL", target.url(),
                "BERTH_DB_USER", target.user()));
    }

    private List<String> move(Database target) {
        List<String> printed = new ArrayList<>();
        MoveToPostgres.run(environment(target), printed::add);
        return printed;
    }

    private BerthProcess.Launcher process(Database target) {
        BerthProcess.Launcher launcher = BerthProcess.in(folder).withArgument(MoveToPostgres.COMMAND);
        environment(target).forEach(launcher::with);
        return launcher;
    }

    private AbstractStringAssert<?> assertRefused(Map<String, String> changed, Database target) {
        Map<String, String> environment = environment(target);
        environment.putAll(changed);
        return assertThatThrownBy(() -> MoveToPostgres.run(environment, line -> {}))
                .extracting(StartFailure::explain, STRING);
    }

    /** Every row of every table that is to be moved, written so that both databases write the same. */
    private static Map<String, List<String>> rows(Database database) {
        Map<String, List<String>> rows = new TreeMap<>();
        for (String table : tables(database)) {
            if (!NOT_MOVED.contains(table)) {
                rows.put(
                        table,
                        database.query("SELECT * FROM " + table).stream()
                                .map(MoveToPostgresTest::text)
                                .sorted()
                                .toList());
            }
        }
        return rows;
    }

    private static List<String> tables(Database database) {
        return database
                .query("SELECT table_name FROM information_schema.tables"
                        + " WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY table_name")
                .stream()
                .map(row -> (String) row.get("table_name"))
                .toList();
    }

    private static String text(Map<String, Object> row) {
        Map<String, Object> same = new TreeMap<>();
        row.forEach((column, value) -> same.put(column, value == null ? "null" : same(value)));
        return same.toString();
    }

    private static Object same(Object value) {
        if (value instanceof OffsetDateTime time) {
            return time.toInstant();
        }
        if (value instanceof Timestamp time) {
            return time.toInstant();
        }
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        return value instanceof BigDecimal number ? number.toPlainString() : value;
    }
}
