package dev.berth.bootstrap;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * Moves an installation from the embedded database to PostgreSQL, with all its ids: in one transaction, so that there is
 * either all of it or nothing.
 */
final class MoveToPostgres {
    /** The program's argument. */
    static final String COMMAND = "move-to-postgresql";

    private static final String POSTGRESQL = "jdbc:postgresql:";
    private static final int H2_FILE_IN_USE = 90020;
    private static final int H2_NO_FILE = 90146;
    private static final int H2_WRONG_USER = 28000;

    private final String folder;
    private final Account target;
    private final Consumer<String> print;

    private MoveToPostgres(Map<String, String> environment, Consumer<String> print) {
        this.folder = environment.getOrDefault("BERTH_DATA_DIR", "./berth-data");
        this.target = new Account(
                environment.getOrDefault("BERTH_DB_URL", ""),
                environment.getOrDefault("BERTH_DB_USER", "berth"),
                environment.getOrDefault("BERTH_DB_PASSWORD", ""));
        this.print = print;
    }

    /** A database, and who opens it. */
    private record Account(String url, String user, String password) {
        Connection connect() throws SQLException {
            return DriverManager.getConnection(url, user, password);
        }

        FluentConfiguration flyway() {
            return Flyway.configure().dataSource(url, user, password);
        }
    }

    static void run(Map<String, String> environment, Consumer<String> print) {
        try {
            new MoveToPostgres(environment, print).run();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void run() throws SQLException {
        if (!target.url.startsWith(POSTGRESQL)) {
            throw new UnusableDatabase("BERTH_DB_URL must say where to, as jdbc:postgresql://…");
        }
        Account source = source();
        // the first connection is kept: no Berth can start on the file meanwhile
        try (Connection from = source.connect();
                Connection to = target.connect()) {
            TableCopy copy = new TableCopy(from, to);
            for (Schema schema : Schema.values()) {
                schema.requireKnownIn(source.flyway());
                schema.requireKnownIn(target.flyway());
            }
            requireEmpty(copy);
            for (Schema schema : Schema.values()) {
                schema.migrate(source.flyway());
                schema.migrate(target.flyway());
            }
            to.setAutoCommit(false);
            copy.lockTarget();
            requireEmpty(copy); // somebody may have been faster
            Map<String, Long> copied = copy.run();
            to.commit();
            report(copied);
        }
    }

    private static void requireEmpty(TableCopy copy) throws SQLException {
        if (!copy.isTargetEmpty()) {
            throw new UnusableDatabase("the PostgreSQL database is not empty. Name an empty one in BERTH_DB_URL.");
        }
    }

    private Account source() throws SQLException {
        String url = EmbeddedDatabase.url(folder) + ";IFEXISTS=TRUE";
        Account byDefault = new Account(url, "berth", "");
        Account asTarget = new Account(url, target.user, target.password);
        return opens(byDefault) ? byDefault : asTarget;
    }

    /** Whether it is the right user; an embedded database that was begun with another one is opened with that. */
    private boolean opens(Account database) throws SQLException {
        try (Connection connection = database.connect()) {
            return connection.isValid(0);
        } catch (SQLException e) {
            return switch (e.getErrorCode()) {
                case H2_WRONG_USER -> false;
                case H2_NO_FILE ->
                    throw new UnusableDatabase(
                            "there is no embedded database in %s. Set BERTH_DATA_DIR to its folder.".formatted(folder),
                            e);
                case H2_FILE_IN_USE ->
                    throw new UnusableDatabase(
                            "the embedded database in %s is in use. Stop the Berth that runs on it.".formatted(folder),
                            e);
                default -> throw e;
            };
        }
    }

    private void report(Map<String, Long> copied) {
        print.accept("Moved: "
                + copied.entrySet().stream()
                        .map(table -> table.getKey() + " " + table.getValue())
                        .collect(Collectors.joining(", ")));
        print.accept("Start Berth with the same BERTH_DB_URL, BERTH_DB_USER and BERTH_DB_PASSWORD.");
        print.accept(
                "The embedded database in %s has kept all its data. Do not start Berth on it again: both would have the same servers."
                        .formatted(folder));
    }
}
