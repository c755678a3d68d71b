package dev.berth.hypervisor.simulated;

import static dev.berth.application.operation.port.out.HypervisorException.Kind.OUTCOME_UNKNOWN;
import static dev.berth.application.operation.port.out.HypervisorException.Kind.RETRYABLE;

import dev.berth.application.operation.port.out.HypervisorException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Single statements, each on a connection and in a transaction of its own. */
final class Database {
    private final DataSource dataSource;

    Database(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    <T> List<T> query(String sql, RowReader<T> reader, @Nullable Object... parameters) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = prepare(connection, sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            List<T> found = new ArrayList<>();
            while (rows.next()) {
                found.add(reader.read(rows));
            }
            return found;
        } catch (SQLException e) {
            throw new HypervisorException(RETRYABLE, "the simulated hypervisor cannot read", e);
        }
    }

    /** The number of rows changed. */
    int update(String sql, @Nullable Object... parameters) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = prepare(connection, sql, parameters)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            // the connection may have broken after the commit
            throw new HypervisorException(OUTCOME_UNKNOWN, "the simulated hypervisor cannot write", e);
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, @Nullable Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            Object value = parameters[i];
            statement.setObject(i + 1, value instanceof UUID[] ids ? connection.createArrayOf("uuid", ids) : value);
        }
        return statement;
    }

    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }
}
