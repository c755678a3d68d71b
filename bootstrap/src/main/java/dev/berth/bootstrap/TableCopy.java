package dev.berth.bootstrap;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Copies the rows of an H2 database into the tables of a PostgreSQL that has the same schema. Which tables there are is
 * asked of PostgreSQL, so that a new one is copied too.
 */
final class TableCopy {
    /** The processes that have the old database are dead, and recurring jobs are created anew. */
    private static final Set<String> LEFT_OUT =
            Set.of(Schema.BERTH.history(), Schema.SIMULATED_HYPERVISOR.history(), "replicas", "scheduled_tasks");

    /**
     * What makes the next number of each sequence what it would have been, so that no id is given twice. Not setval, which
     * no rollback takes back.
     */
    private static final String CONTINUED_NUMBERS = """
            SELECT 'ALTER SEQUENCE "' || sequence_name || '" RESTART WITH ' || base_value
            FROM information_schema.sequences WHERE sequence_schema = CURRENT_SCHEMA
            UNION ALL
            SELECT 'ALTER TABLE "' || table_name || '" ALTER COLUMN "' || column_name || '" RESTART WITH ' || identity_base
            FROM information_schema.columns WHERE table_schema = CURRENT_SCHEMA AND is_identity = 'YES'""";

    private static final int ROWS_AT_ONCE = 500;

    private final Connection source;
    private final Connection target;

    TableCopy(Connection source, Connection target) {
        this.source = source;
        this.target = target;
    }

    /** Whether the target has nothing that a copy could collide with; also where no table is yet. */
    boolean isTargetEmpty() throws SQLException {
        Set<String> all = allTables();
        if (!all.isEmpty() && !all.contains(Schema.BERTH.history())) {
            return false; // somebody else's
        }
        for (String table : tables().keySet()) {
            if (number(target, "SELECT COUNT(*) FROM (SELECT 1 FROM %s LIMIT 1) AS found".formatted(quoted(table)))
                    > 0) {
                return false;
            }
        }
        return true;
    }

    /** Keeps everybody else from writing, until the end of the transaction. */
    void lockTarget() throws SQLException {
        String tables = tables().keySet().stream().map(TableCopy::quoted).collect(Collectors.joining(", "));
        execute(target, "LOCK TABLE " + tables + " IN EXCLUSIVE MODE");
    }

    /**
     * Copies everything, in the target's transaction.
     *
     * @return how many rows each table has
     */
    Map<String, Long> run() throws SQLException {
        execute(source, "SET LAZY_QUERY_EXECUTION 1"); // else H2 makes the whole result first
        Map<String, Long> copied = new LinkedHashMap<>();
        for (String table : parentsFirst(tables())) {
            copied.put(table, copy(table));
        }
        for (Map.Entry<String, Long> table : copied.entrySet()) {
            String count = "SELECT COUNT(*) FROM " + quoted(table.getKey());
            if (number(source, count) != table.getValue() || number(target, count) != table.getValue()) {
                throw new IllegalStateException("not all rows of " + table.getKey() + " have arrived");
            }
        }
        continueNumbers();
        return copied;
    }

    private long copy(String table) throws SQLException {
        try (Statement reading = source.createStatement();
                ResultSet rows = reading.executeQuery("SELECT * FROM " + quoted(table))) {
            ResultSetMetaData columns = rows.getMetaData();
            int width = columns.getColumnCount();
            List<String> names = new ArrayList<>();
            for (int i = 1; i <= width; i++) {
                names.add(quoted(columns.getColumnName(i)));
            }
            String insert = "INSERT INTO %s (%s) VALUES (%s)"
                    .formatted(
                            quoted(table),
                            String.join(", ", names),
                            String.join(", ", Collections.nCopies(width, "?")));
            try (PreparedStatement writing = target.prepareStatement(insert)) {
                long copied = 0;
                while (rows.next()) {
                    for (int i = 1; i <= width; i++) {
                        writing.setObject(i, value(rows, i, columns.getColumnType(i)));
                    }
                    writing.addBatch();
                    copied++;
                    if (copied % ROWS_AT_ONCE == 0) {
                        writing.executeBatch();
                    }
                }
                writing.executeBatch();
                return copied;
            }
        }
    }

    /** H2 gives large texts as streams, which PostgreSQL's driver does not take. */
    private static @Nullable Object value(ResultSet rows, int column, int type) throws SQLException {
        return switch (type) {
            case Types.CLOB -> rows.getString(column);
            case Types.BLOB -> rows.getBytes(column);
            default -> rows.getObject(column);
        };
    }

    private void continueNumbers() throws SQLException {
        try (Statement reading = source.createStatement();
                ResultSet changes = reading.executeQuery(CONTINUED_NUMBERS)) {
            while (changes.next()) {
                execute(target, changes.getString(1));
            }
        }
    }

    /** The target's tables that are copied, each with those that its foreign keys point to. */
    private Map<String, Set<String>> tables() throws SQLException {
        Map<String, Set<String>> tables = new TreeMap<>();
        for (String table : allTables()) {
            if (!LEFT_OUT.contains(table)) {
                tables.put(table, parents(table));
            }
        }
        return tables;
    }

    private Set<String> allTables() throws SQLException {
        return names(
                target.getMetaData().getTables(null, target.getSchema(), "%", new String[] {"TABLE"}), "TABLE_NAME");
    }

    private Set<String> parents(String table) throws SQLException {
        Set<String> parents =
                names(target.getMetaData().getImportedKeys(null, target.getSchema(), table), "PKTABLE_NAME");
        parents.remove(table);
        return parents;
    }

    private static Set<String> names(ResultSet results, String column) throws SQLException {
        try (results) {
            Set<String> names = new HashSet<>();
            while (results.next()) {
                names.add(results.getString(column));
            }
            return names;
        }
    }

    private static Set<String> parentsFirst(Map<String, Set<String>> tables) {
        Set<String> ordered = new LinkedHashSet<>();
        while (ordered.size() < tables.size()) {
            Set<String> next = tables.entrySet().stream()
                    .filter(table -> !ordered.contains(table.getKey()) && ordered.containsAll(table.getValue()))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
            if (next.isEmpty()) {
                throw new IllegalStateException("foreign keys in a circle");
            }
            ordered.addAll(next);
        }
        return ordered;
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(sql)) {
            results.next();
            return results.getLong(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String quoted(String name) {
        return '"' + name + '"';
    }
}
