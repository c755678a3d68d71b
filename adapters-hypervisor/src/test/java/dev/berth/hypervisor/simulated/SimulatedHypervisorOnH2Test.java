package dev.berth.hypervisor.simulated;

import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

final class SimulatedHypervisorOnH2Test extends SimulatedHypervisorTest {
    private static final DataSource DATA_SOURCE = Migrations.migrated(JdbcConnectionPool.create(
            "jdbc:h2:mem:simulated-hypervisor;DB_CLOSE_DELAY=-1;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH",
            "berth",
            ""));

    @Override
    DataSource dataSource() {
        return DATA_SOURCE;
    }
}
