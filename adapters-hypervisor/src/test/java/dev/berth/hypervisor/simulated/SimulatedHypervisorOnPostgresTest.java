package dev.berth.hypervisor.simulated;

import dev.berth.testing.PostgresServer;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;

final class SimulatedHypervisorOnPostgresTest extends SimulatedHypervisorTest {
    private static DataSource dataSource;

    @BeforeAll
    static void migrate() {
        dataSource = Migrations.migrated(PostgresServer.newDatabase().dataSource());
    }

    @Override
    DataSource dataSource() {
        return dataSource;
    }
}
