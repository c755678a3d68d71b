package dev.berth.hypervisor.simulated;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

final class Migrations {
    private Migrations() {}

    /** As Berth does it, in a schema that already holds the tables of others. */
    static DataSource migrated(DataSource dataSource) {
        new Database(dataSource).update("CREATE TABLE IF NOT EXISTS servers (id BIGINT)");
        Flyway.configure()
                .dataSource(dataSource)
                .locations("classpath:db/simulated")
                .table("simulated_schema_history")
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load()
                .migrate();
        return dataSource;
    }
}
