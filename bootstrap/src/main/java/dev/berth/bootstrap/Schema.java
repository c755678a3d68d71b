package dev.berth.bootstrap;

import java.util.Arrays;
import java.util.Comparator;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Tables that have migrations of their own. */
enum Schema {
    BERTH("classpath:db/migration", "flyway_schema_history"),
    SIMULATED_HYPERVISOR("classpath:db/simulated", "simulated_schema_history");

    private final String location;
    private final String history;

    Schema(String location, String history) {
        this.location = location;
        this.history = history;
    }

    /** The table in which Flyway writes what it has done. */
    String history() {
        return history;
    }

    /**
     * Brings a database up to this program.
     *
     * @param database says nothing but which database
     */
    void migrate(FluentConfiguration database) {
        FluentConfiguration flyway = configured(database);
        requireKnown(flyway);
        flyway.load().migrate();
    }

    /** Refuses a database that this program cannot bring up to itself, before anything is changed. */
    void requireKnownIn(FluentConfiguration database) {
        requireKnown(configured(database));
    }

    private FluentConfiguration configured(FluentConfiguration database) {
        database.locations(location).table(history);
        return this == BERTH ? database : database.baselineOnMigrate(true).baselineVersion("0");
    }

    /** Flyway lets a schema pass that is newer than the program, for it could be one that was taken back. */
    static void requireKnown(FluentConfiguration flyway) {
        MigrationInfoService migrations = flyway.load().info();
        for (MigrationInfo migration : migrations.applied()) {
            MigrationState state = migration.getState();
            if (state == MigrationState.FUTURE_SUCCESS || state == MigrationState.FUTURE_FAILED) {
                throw new UnusableDatabase(
                        "the database has schema version %s, this program knows versions up to %s (%s). Start the newer Berth, or restore a backup from before the upgrade."
                                .formatted(newest(migrations), newestKnown(migrations), flyway.getTable()));
            }
            if (state.isFailed()) {
                throw new UnusableDatabase(
                        "the change to schema version %s has failed half-way (%s). Restore a backup from before the upgrade."
                                .formatted(migration.getVersion(), flyway.getTable()));
            }
            if (!state.isResolved() || !migration.isChecksumMatching()) {
                throw new UnusableDatabase(
                        "the database's schema version %s is not the one that this program knows (%s). Start the Berth that made it."
                                .formatted(migration.getVersion(), flyway.getTable()));
            }
        }
    }

    private static MigrationVersion newest(MigrationInfoService migrations) {
        return newest(migrations.applied());
    }

    private static MigrationVersion newestKnown(MigrationInfoService migrations) {
        return newest(Arrays.stream(migrations.all())
                .filter(migration -> migration.getState().isResolved())
                .toArray(MigrationInfo[]::new));
    }

    private static MigrationVersion newest(MigrationInfo... migrations) {
        return Arrays.stream(migrations)
                .map(MigrationInfo::getVersion)
                .max(Comparator.naturalOrder())
                .orElse(MigrationVersion.EMPTY);
    }
}
