package dev.berth.bootstrap;

import dev.berth.testing.PostgresDatabase;
import dev.berth.testing.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** A Berth's database, seen from behind. */
public record Database(String url, String user) {
    private static final boolean POSTGRESQL =
            System.getProperty("berth.test.database", "h2").equals("postgresql");

    private static final AtomicInteger COUNT = new AtomicInteger();
    // as long as a process runs, so does its database: a test may look before the first and after the last connection
    private static final String IN_MEMORY = "jdbc:h2:mem:berth-%d;DB_CLOSE_DELAY=30" + EmbeddedDatabase.DIALECT;

    /** Must have {@code DELETE}'s "after it, nothing is left" tables. */
    private static final String HELD = "(SELECT COUNT(*) FROM reservations)"
            + " + (SELECT COUNT(*) FROM addresses WHERE server_id IS NOT NULL)"
            + " + (SELECT SUM(used_vcpus + used_memory + used_storage) FROM hosts)"
            + " + (SELECT SUM(servers) FROM accounts)"
            + " + (SELECT SUM(hourly_cost) FROM accounts)";

    /** An empty one, of the kind that {@code -Dberth.test.database} says: {@code h2} or {@code postgresql}. */
    public static Database fresh() {
        return POSTGRESQL ? postgresql() : new Database(IN_MEMORY.formatted(COUNT.incrementAndGet()), "berth");
    }

    /** As {@link #fresh}, for processes of their own: H2's is a file in this folder. */
    static Database fresh(Path folder) {
        return POSTGRESQL ? postgresql() : inFolder(folder);
    }

    static Database inFolder(Path folder) {
        return new Database(EmbeddedDatabase.url(folder.toString()), "berth");
    }

    static Database postgresql() {
        PostgresDatabase database = PostgresServer.newDatabase();
        return new Database(database.url(), database.user());
    }

    List<Map<String, Object>> query(String sql, Object... arguments) {
        try (Connection connection = connect();
                PreparedStatement statement = prepare(connection, sql, arguments);
                ResultSet results = statement.executeQuery()) {
            List<Map<String, Object>> rows = new ArrayList<>();
            while (results.next()) {
                rows.add(row(results));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    int update(String sql, Object... arguments) {
        try (Connection connection = connect();
                PreparedStatement statement = prepare(connection, sql, arguments)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    long number(String sql, Object... arguments) {
        return ((Number) query(sql, arguments).get(0).values().iterator().next()).longValue();
    }

    UUID machine(long server) {
        return (UUID)
                query("SELECT machine FROM servers WHERE id = ?", server).get(0).get("machine");
    }

    /** Whether no server holds room, an address, a place in a quota or credit. */
    boolean holdsNothing() {
        return number("SELECT CASE WHEN " + HELD + " = 0 THEN 0 ELSE 1 END") == 0;
    }

    /** Servers that no request has made. */
    void insertServers(long account, int number, String location, String status) {
        update("""
                INSERT INTO servers (id, machine, account_id, name, hostname, backups_enabled, plan_id, os_id, location,
                  host_id, ipv4, ipv6, price_hourly, price_monthly, status, current_operation_id, fence, first_active_at,
                  created_at, updated_at, deleted)
                SELECT nextval('server_ids'), GEN_RANDOM_UUID(), ?, 'server-' || n, 'server-' || n || '.example.com', FALSE,
                  1, 5, ?, (SELECT MIN(id) FROM hosts WHERE location = ?), '203.0.113.10', '2001:db8:1::1', 0.0150, 10,
                  ?, NULL, 0, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, FALSE
                FROM GENERATE_SERIES(1, ?) AS numbers (n)""", account, location, location, status.toUpperCase(Locale.ROOT), number);
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url, user, "");
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... arguments)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < arguments.length; i++) {
            statement.setObject(i + 1, arguments[i]);
        }
        return statement;
    }

    private static Map<String, Object> row(ResultSet results) throws SQLException {
        ResultSetMetaData columns = results.getMetaData();
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            row.put(columns.getColumnLabel(i).toLowerCase(Locale.ROOT), results.getObject(i));
        }
        return row;
    }
}
