package dev.berth.bootstrap;

import java.net.BindException;
import java.sql.SQLException;
import org.flywaydb.core.api.FlywayException;

/** Says in a sentence why a start failed. */
final class StartFailure {
    private static final int H2_FILE_IN_USE = 90020;

    private StartFailure() {}

    static String explain(Throwable failure) {
        Throwable root = failure;
        boolean isMigrating = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnusableDatabase unusable) {
                return String.valueOf(unusable.getMessage());
            }
            if (cause instanceof SQLException sql && sql.getErrorCode() == H2_FILE_IN_USE) {
                return "the database file is in use by another process. Stop that one, or set BERTH_DATA_DIR to another"
                        + " folder; several processes can share a PostgreSQL (BERTH_DB_URL).";
            }
            if (cause instanceof SQLException sql && isOfClass(sql, "08")) {
                return "the database cannot be reached (%s). See BERTH_DB_URL.".formatted(sql.getMessage());
            }
            if (cause instanceof SQLException sql && isOfClass(sql, "28")) {
                return "the database refuses the user (%s). See BERTH_DB_USER and BERTH_DB_PASSWORD."
                        .formatted(sql.getMessage());
            }
            if (cause instanceof BindException) {
                return "the address is in use or not this machine's (%s). Set BERTH_HTTP_PORT, BERTH_GRPC_PORT, BERTH_MANAGEMENT_PORT or BERTH_HOST."
                        .formatted(cause.getMessage());
            }
            isMigrating |= cause instanceof FlywayException;
            root = cause;
        }
        if (isMigrating) {
            return "the database's schema could not be brought up to this program (%s). On PostgreSQL nothing has changed; the embedded database needs a backup from before the upgrade, or to be deleted if it was new."
                    .formatted(message(root).lines().findFirst().orElse(""));
        }
        return message(root);
    }

    private static String message(Throwable failure) {
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }

    /** SQLSTATE's first two characters are the same in every database. */
    private static boolean isOfClass(SQLException failure, String sqlStateClass) {
        return failure.getSQLState() != null && failure.getSQLState().startsWith(sqlStateClass);
    }
}
