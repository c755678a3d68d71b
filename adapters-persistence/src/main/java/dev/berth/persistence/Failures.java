package dev.berth.persistence;

import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import io.micronaut.data.exceptions.DataAccessException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells by SQLSTATE what a failure of the store means. */
final class Failures {
    /**
     * Deadlock, serialization, lock timeout: of PostgreSQL, then of H2; and a prepared statement whose table a migration
     * has changed. The same transaction may pass when run again.
     */
    private static final Set<String> CONTENDED = Set.of("40001", "40P01", "55P03", "0A000", "HYT00", "90131");

    /**
     * The store is going down, coming up or gone, only reads (after a failover, what was the primary), or has cancelled
     * the statement or ended the session for taking too long.
     */
    private static final Set<String> AWAY =
            Set.of("25006", "25P03", "57014", "57P01", "57P02", "57P03", "57P05", "90007", "90067", "90098", "90121");

    private Failures() {}

    /** What to throw for this; what it carries to a client says nothing of SQL. */
    static RuntimeException of(Exception failure) {
        if (failure instanceof DomainException refusal) {
            return refusal;
        }
        SQLException cause = sqlException(failure).orElse(null);
        if (cause != null && (isAway(cause) || isContended(cause))) {
            DomainException unavailable = new DomainException(
                    ErrorCode.UNAVAILABLE, "The database does not answer at the moment. Try again in a few seconds.");
            unavailable.initCause(failure);
            return unavailable;
        }
        return failure instanceof RuntimeException unchecked
                ? unchecked
                : new DataAccessException("A statement failed", failure);
    }

    /** Whether the transaction that failed with this may pass when it is run again. */
    static boolean mayPassAgain(Throwable failure) {
        return sqlException(failure).filter(Failures::isContended).isPresent();
    }

    private static boolean isContended(SQLException failure) {
        return CONTENDED.contains(state(failure));
    }

    private static boolean isAway(SQLException failure) {
        String state = state(failure);
        return failure instanceof SQLTransientConnectionException
                || failure instanceof SQLTimeoutException
                || state.isEmpty() // not from the database: the pool says that it has closed the connection
                || AWAY.contains(state)
                || state.startsWith("08")
                || state.startsWith("53");
    }

    private static String state(SQLException failure) {
        return Objects.requireNonNullElse(failure.getSQLState(), "");
    }

    private static Optional<SQLException> sqlException(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException found) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }
}
