package dev.berth.bootstrap;

import java.net.BindException;
import java.sql.SQLException;

/** Says in a sentence why a start failed. */
final class StartFailure {
    private static final int H2_FILE_IN_USE = 90020;

    private StartFailure() {}

    static String explain(Throwable failure) {
        Throwable root = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getErrorCode() == H2_FILE_IN_USE) {
                return "the database file is in use by another process. Stop that one, or set BERTH_DATA_DIR to another"
                        + " folder; several processes can share a PostgreSQL (BERTH_DB_URL).";
            }
            if (cause instanceof BindException) {
                return "the address is in use or not this machine's (%s). Set BERTH_HTTP_PORT, BERTH_GRPC_PORT or BERTH_HOST."
                        .formatted(cause.getMessage());
            }
            root = cause;
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }
}
