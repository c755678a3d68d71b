package dev.berth.hypervisor.simulated;

import dev.berth.application.operation.port.out.HypervisorException;
import dev.berth.domain.placement.HostId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The faults that tests plant as rows of {@code simulated_faults}, from whatever process. */
final class FaultTable {
    private static final String FIRST_FOR = """
            SELECT * FROM simulated_faults
            WHERE (remaining IS NULL OR remaining > 0)
                AND (host_id IS NULL OR host_id = ?) AND (machine IS NULL OR machine = ?)
                AND (on_call IS NULL OR on_call = ?)
            ORDER BY id LIMIT 1""";
    private static final String USE =
            "UPDATE simulated_faults SET remaining = remaining - 1 WHERE id = ? AND (remaining IS NULL OR remaining > 0)";
    private static final int KILLED = 137;

    private final Database database;

    FaultTable(Database database) {
        this.database = database;
    }

    <T> T around(HostId host, @Nullable UUID machine, String call, Supplier<T> effect) {
        Optional<Fault> fault = database.query(FIRST_FOR, FaultTable::read, host.value(), machine, call).stream()
                .findFirst()
                // two calls may have found the same one
                .filter(found -> database.update(USE, found.id) == 1);
        fault.filter(found -> !found.afterEffect).ifPresent(Fault::strike);
        T answer = effect.get();
        fault.filter(found -> found.afterEffect).ifPresent(Fault::strike);
        return answer;
    }

    private static Fault read(ResultSet row) throws SQLException {
        Kind kind = Kind.valueOf(row.getString("kind"));
        boolean after = kind == Kind.LOSE_ANSWER || row.getBoolean("after_effect");
        return new Fault(row.getLong("id"), kind, after, row.getLong("stall_millis"));
    }

    private enum Kind {
        RETRYABLE,
        PERMANENT,
        NO_CAPACITY,
        LOSE_ANSWER,
        STALL,
        DIE
    }

    private record Fault(long id, Kind kind, boolean afterEffect, long stallMillis) {
        void strike() {
            switch (kind) {
                case RETRYABLE -> fail(HypervisorException.Kind.RETRYABLE);
                case PERMANENT -> fail(HypervisorException.Kind.PERMANENT);
                case NO_CAPACITY -> fail(HypervisorException.Kind.NO_CAPACITY);
                case LOSE_ANSWER -> fail(HypervisorException.Kind.OUTCOME_UNKNOWN);
                case STALL -> stall();
                case DIE -> Runtime.getRuntime().halt(KILLED);
            }
        }

        private void fail(HypervisorException.Kind with) {
            throw new HypervisorException(with, "row %d of simulated_faults".formatted(id));
        }

        private void stall() {
            try {
                Thread.sleep(stallMillis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
