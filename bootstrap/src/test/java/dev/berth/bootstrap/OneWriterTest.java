package dev.berth.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OneWriterTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final HikariDataSource pool = new HikariDataSource();

    @BeforeEach
    void fill() throws SQLException {
        pool.setJdbcUrl("jdbc:h2:mem:one-writer-" + System.identityHashCode(this));
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE rooms (id INT PRIMARY KEY, guests INT)");
            statement.execute("INSERT INTO rooms VALUES (1, 0), (2, 0)");
        }
    }

    @AfterEach
    void close() {
        pool.close(); // the last connection ends the database
    }

    @Test
    void a_change_waits_for_the_end_of_a_transaction_even_if_it_is_of_another_row() throws Exception {
        OneWriter writer = new OneWriter(true, LONG);
        FutureTask<Integer> other = new FutureTask<>(() -> update(writer, 2));
        try (Connection connection = begin(writer)) {
            new Thread(other, "other-writer").start();
            Await.until("it waits", writer::isAwaited);
            connection.commit();
            assertThat(other).isNotDone();
        }
        assertThat(other.get(10, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(guests(writer, 2)).isEqualTo(1);
    }

    @Test
    void a_transaction_waits_for_another() throws Exception {
        OneWriter writer = new OneWriter(true, LONG);
        FutureTask<Void> other = new FutureTask<>(() -> {
            begin(writer).close();
            return null;
        });
        try (Connection connection = begin(writer)) {
            new Thread(other, "other-transaction").start();
            Await.until("it waits", writer::isAwaited);
            connection.rollback();
            connection.setAutoCommit(true);
            other.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void who_reads_does_not_wait() throws SQLException {
        OneWriter writer = new OneWriter(true, Duration.ZERO);
        try (Connection connection = begin(writer)) {
            FutureTask<Integer> reader = new FutureTask<>(() -> guests(writer, 1));
            new Thread(reader, "reader").start();
            assertThat(reader).succeedsWithin(LONG).isEqualTo(0);
            connection.rollback();
        }
    }

    @Test
    void who_waits_too_long_is_told_to_come_again() throws SQLException {
        OneWriter writer = new OneWriter(true, Duration.ofMillis(10));
        try (Connection connection = begin(writer)) {
            FutureTask<Integer> other = new FutureTask<>(() -> update(writer, 2));
            new Thread(other, "other-writer").start();
            assertThatThrownBy(() -> other.get(10, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(SQLTransientConnectionException.class);
            connection.rollback();
        }
        assertThat(update(writer, 2)).isEqualTo(1);
    }

    @Test
    void a_thread_does_not_wait_for_itself() throws SQLException {
        OneWriter writer = new OneWriter(true, Duration.ZERO);
        try (Connection connection = begin(writer)) {
            assertThat(update(writer, 2)).isEqualTo(1);
            connection.commit();
        }
    }

    @Test
    void it_stands_before_the_embedded_database() throws Exception {
        try (RunningBerth berth = RunningBerth.inFolder(folder, Map.of())) {
            DataSource dataSource = DelegatingDataSource.unwrapDataSource(berth.bean(DataSource.class));
            FutureTask<Integer> other = new FutureTask<>(() -> {
                try (Connection connection = dataSource.getConnection();
                        Statement statement = connection.createStatement()) {
                    return statement.executeUpdate("UPDATE accounts SET name = name");
                }
            });
            try (Connection connection = dataSource.getConnection()) {
                connection.setAutoCommit(false);
                new Thread(other, "other-writer").start();
                Await.until("it waits", berth.bean(OneWriter.class)::isAwaited);
            }
            assertThat(other.get(10, TimeUnit.SECONDS)).isPositive();
        }
    }

    /** That has changed a row, and goes on. */
    private Connection begin(OneWriter writer) throws SQLException {
        Connection connection = writer.guard(pool).getConnection();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE rooms SET guests = guests + 1 WHERE id = 1");
        }
        return connection;
    }

    private int update(OneWriter writer, int room) throws SQLException {
        try (Connection connection = writer.guard(pool).getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("UPDATE rooms SET guests = guests + 1 WHERE id = ?")) {
            statement.setInt(1, room);
            return statement.executeUpdate();
        }
    }

    private int guests(OneWriter writer, int room) throws SQLException {
        try (Connection connection = writer.guard(pool).getConnection();
                PreparedStatement statement = connection.prepareStatement("SELECT guests FROM rooms WHERE id = ?")) {
            statement.setInt(1, room);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }
}
