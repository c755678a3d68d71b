package dev.berth.hypervisor.simulated;

import static dev.berth.application.operation.port.out.MachineState.OFF;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.application.operation.port.out.Hypervisor;
import dev.berth.application.operation.port.out.HypervisorContract;
import dev.berth.application.operation.port.out.MachineState;
import dev.berth.domain.placement.HostId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fault that kills, in a process of its own. */
final class KilledProcessTest {
    private static final UUID MACHINE = UUID.fromString("7b0c8b8e-5a6e-4a39-9a51-0f6f3c1d2e4b");

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"false, ABSENT", "true, OFF"})
    void aProcessDiesBeforeOrAfterTheEffect(boolean afterEffect, MachineState left) throws Exception {
        DataSource dataSource = Migrations.migrated(file(directory));
        new Database(dataSource)
                .update(
                        "INSERT INTO simulated_faults (kind, on_call, after_effect, remaining) VALUES (?, ?, ?, ?)",
                        "DIE",
                        "ensureDefined",
                        afterEffect,
                        1);

        assertThat(define(directory)).isEqualTo(137);
        assertThat(hypervisor(directory).observe(MACHINE)).isEqualTo(left);
        assertThat(define(directory)).isZero();
        assertThat(hypervisor(directory).observe(MACHINE)).isEqualTo(OFF);
    }

    private static int define(Path directory) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Definer.class.getName(),
                        directory.toString())
                .inheritIO()
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private static Hypervisor hypervisor(Path directory) {
        return new SimulatedHypervisors(file(directory), Clock.systemUTC(), Duration.ZERO).on(new HostId(1));
    }

    private static DataSource file(Path directory) {
        JdbcDataSource dataSource = new JdbcDataSource();
        // without WRITE_DELAY=0 a process that is killed takes its last half second of commits with it
        dataSource.setUrl("jdbc:h2:file:" + directory.resolve("berth")
                + ";WRITE_DELAY=0;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH");
        return dataSource;
    }

    static final class Definer {
        public static void main(String[] arguments) throws SQLException {
            Path directory = Path.of(arguments[0]);
            // keeps the database open between statements, as a pool does
            try (Connection pooled = file(directory).getConnection()) {
                hypervisor(directory).ensureDefined(HypervisorContract.spec(MACHINE), 1);
            }
        }
    }
}
