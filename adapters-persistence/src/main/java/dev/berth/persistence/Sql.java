package dev.berth.persistence;

import io.micronaut.data.connection.ConnectionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs statements: on the connection of the transaction under way, or else each on its own, without a transaction. The
 * one place where a failure of the store is told from a fault in a statement.
 *
 * <p>Plain JDBC, because times are bound as {@link java.time.OffsetDateTime}: Micronaut Data binds them as
 * {@link java.sql.Timestamp}, which H2 reads as local time, so that an hour of every autumn is stored an hour early.
 */
@Singleton
public final class Sql {
    private final ConnectionOperations<Connection> connections;
    private final JdbcTransactions transactions;

    Sql(ConnectionOperations<Connection> connections, JdbcTransactions transactions) {
        this.connections = connections;
        this.transactions = transactions;
    }

    /** The rows of a query. */
    public <T> List<T> list(String sql, Row.Mapper<T> mapper, @Nullable Object... arguments) {
        return prepared(sql, Statement.NO_GENERATED_KEYS, statement -> {
            bind(statement, arguments);
            try (ResultSet results = statement.executeQuery()) {
                return rows(results, mapper);
            }
        });
    }

    /** The first row of a query, if it has one. */
    public <T> Optional<T> first(String sql, Row.Mapper<T> mapper, @Nullable Object... arguments) {
        return list(sql, mapper, arguments).stream().findFirst();
    }

    /** The first row of a query that always has one. */
    public <T> T only(String sql, Row.Mapper<T> mapper, @Nullable Object... arguments) {
        return list(sql, mapper, arguments).get(0);
    }

    /**
     * Changes rows.
     *
     * @return how many
     */
    public int update(String sql, @Nullable Object... arguments) {
        return prepared(sql, Statement.NO_GENERATED_KEYS, statement -> {
            bind(statement, arguments);
            return statement.executeUpdate();
        });
    }

    /**
     * Inserts a row that the store gives an {@code id}.
     *
     * @return its id
     */
    public long insert(String sql, @Nullable Object... arguments) {
        return insertIfAbsent(sql, arguments).orElseThrow();
    }

    /**
     * Inserts a row that the store gives an {@code id}, with {@code ON CONFLICT DO NOTHING}.
     *
     * @return its id; empty when there was a conflict
     */
    public Optional<Long> insertIfAbsent(String sql, @Nullable Object... arguments) {
        return prepared(sql, Statement.RETURN_GENERATED_KEYS, statement -> {
            bind(statement, arguments);
            statement.executeUpdate();
            try (ResultSet keys = statement.getGeneratedKeys()) {
                return rows(keys, row -> row.number("id")).stream().findFirst();
            }
        });
    }

    /**
     * Runs one statement with each of these arguments.
     *
     * @return how many rows each changed
     */
    public int[] batch(String sql, List<@Nullable Object[]> arguments) {
        return prepared(sql, Statement.NO_GENERATED_KEYS, statement -> {
            for (@Nullable Object[] row : arguments) {
                bind(statement, row);
                statement.addBatch();
            }
            return statement.executeBatch();
        });
    }

    /** Whether what failed with this met others in a circle, or the like, and may pass when it is run again. */
    public static boolean mayPassAgain(Throwable failure) {
        return Failures.mayPassAgain(failure);
    }

    /**
     * Marks for these values in a list, {@code ?, ?}. Databases keep plans by text: whoever has lists of many lengths
     * pads them to few.
     */
    public static String marks(Object[] values) {
        return String.join(", ", Collections.nCopies(values.length, "?"));
    }

    /** These values, at least one, with the last repeated up to a power of two: so there are few texts. */
    public static Object[] padded(List<Long> values) {
        int length = Integer.highestOneBit(2 * values.size() - 1);
        return Stream.concat(
                        values.stream(),
                        Collections.nCopies(length - values.size(), values.get(values.size() - 1)).stream())
                .toArray();
    }

    private <T> T prepared(String sql, int generatedKeys, Work<T> work) {
        transactions.requirePatience();
        try {
            return connections.executeWrite(status -> {
                try (PreparedStatement statement = status.getConnection().prepareStatement(sql, generatedKeys)) {
                    return work.with(statement);
                } catch (SQLException e) {
                    throw Failures.of(e);
                }
            });
        } catch (RuntimeException e) {
            throw Failures.of(e);
        }
    }

    private static void bind(PreparedStatement statement, @Nullable Object[] arguments) throws SQLException {
        for (int i = 0; i < arguments.length; i++) {
            Object argument = arguments[i];
            if (argument instanceof Instant time) {
                statement.setObject(i + 1, time.atOffset(ZoneOffset.UTC));
            } else if (argument instanceof Enum<?> constant) {
                statement.setString(i + 1, constant.name());
            } else {
                statement.setObject(i + 1, argument);
            }
        }
    }

    private static <T> List<T> rows(ResultSet results, Row.Mapper<T> mapper) throws SQLException {
        List<T> rows = new ArrayList<>();
        Row row = new Row(results);
        while (results.next()) {
            rows.add(mapper.map(row));
        }
        return rows;
    }

    private interface Work<T> {
        T with(PreparedStatement statement) throws SQLException;
    }
}
