package dev.berth.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractStringAssert;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A database that is not this program's is left alone, and its operator is told why. */
@Execution(ExecutionMode.CONCURRENT) // each has databases of its own
class SchemaTest {
    private static final Map<String, Object> EMPTY = Map.of("berth.first-start.demo", "false");

    @TempDir
    Path folder;

    enum Engine {
        H2,
        POSTGRESQL
    }

    @ParameterizedTest
    @EnumSource
    void a_newer_schema_is_refused(Schema schema) {
        for (Database database : both()) {
            RunningBerth.on(database, EMPTY).close();
            MigrationVersion known = newest(schema, database);
            pretend(database, schema, "1000", true);
            List<Map<String, Object>> before = history(database, schema);
            assertRefused(database)
                    .isEqualTo("the database has schema version 1000, this program knows versions up to " + known + " ("
                            + schema.history()
                            + "). Start the newer Berth, or restore a backup from before the upgrade.");
            assertThat(history(database, schema)).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_process_ends_with_that_sentence(Engine engine) {
        Database database = database(engine);
        RunningBerth.on(database, EMPTY).close();
        pretend(database, Schema.BERTH, "1000", true);
        BerthProcess.Launcher launcher = engine == Engine.H2 ? BerthProcess.in(folder) : BerthProcess.on(database);
        try (BerthProcess berth = launcher.start()) {
            assertThat(berth.exitCode()).isEqualTo(1);
            assertThat(berth.output())
                    .startsWith("Berth cannot start: the database has schema version 1000, this program knows versions")
                    .endsWith("restore a backup from before the upgrade.")
                    .doesNotContain("\n");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_migration_that_failed_before_is_named(Schema schema) {
        for (Database database : both()) {
            RunningBerth.on(database, EMPTY).close();
            MigrationVersion known = newest(schema, database);
            database.update(
                    "UPDATE " + schema.history() + " SET \"success\" = FALSE WHERE \"version\" = ?", known.toString());
            assertRefused(database)
                    .isEqualTo("the change to schema version " + known + " has failed half-way (" + schema.history()
                            + "). Restore a backup from before the upgrade.");
        }
    }

    @ParameterizedTest
    @EnumSource
    void another_builds_schema_of_the_same_version_is_refused(Schema schema) {
        for (Database database : both()) {
            RunningBerth.on(database, EMPTY).close();
            database.update("UPDATE " + schema.history() + " SET \"checksum\" = 1 WHERE \"version\" = '1'");
            assertRefused(database)
                    .isEqualTo("the database's schema version 1 is not the one that this program knows ("
                            + schema.history() + "). Start the Berth that made it.");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_migration_that_fails_now_is_explained(Schema schema) {
        for (Database database : both()) {
            Schema.BERTH.migrate(flyway(database).target("1"));
            // both are made later
            database.update(
                    "CREATE TABLE " + (schema == Schema.BERTH ? "accounts" : "simulated_machines") + " (id INT)");
            assertRefused(database)
                    .startsWith("the database's schema could not be brought up to this program (")
                    .contains("already exists")
                    .endsWith(
                            "). On PostgreSQL nothing has changed; the embedded database needs a backup from before the"
                                    + " upgrade, or to be deleted if it was new.")
                    .doesNotContain("\n");
        }
    }

    private List<Database> both() {
        return List.of(database(Engine.H2), database(Engine.POSTGRESQL));
    }

    private Database database(Engine engine) {
        return switch (engine) {
            case H2 -> Database.inFolder(folder);
            case POSTGRESQL -> Database.postgresql();
        };
    }

    private static AbstractStringAssert<?> assertRefused(Database database) {
        return assertThatThrownBy(() -> RunningBerth.on(database, EMPTY).close())
                .extracting(StartFailure::explain, STRING);
    }

    /** As a program that knows this version would have left it. */
    private static void pretend(Database database, Schema schema, String version, boolean success) {
        database.update(
                "INSERT INTO " + schema.history() + " (\"installed_rank\", \"version\", \"description\", \"type\","
                        + " \"script\", \"checksum\", \"installed_by\", \"execution_time\", \"success\")"
                        + " VALUES (1000, ?, 'later', 'SQL', 'V1000__later.sql', 1, 'berth', 1, ?)",
                version,
                success);
    }

    private static List<Map<String, Object>> history(Database database, Schema schema) {
        return database.query("SELECT \"version\" FROM " + schema.history() + " ORDER BY \"installed_rank\"");
    }

    private static MigrationVersion newest(Schema schema, Database database) {
        List<Map<String, Object>> versions = history(database, schema);
        return MigrationVersion.fromVersion(
                (String) versions.get(versions.size() - 1).get("version"));
    }

    private static FluentConfiguration flyway(Database database) {
        return Flyway.configure().dataSource(database.url(), database.user(), "");
    }
}
