package dev.berth.persistence;

import dev.berth.application.account.port.out.AccountRepository;
import dev.berth.application.account.port.out.ApiTokenRepository;
import dev.berth.application.catalog.port.out.CatalogRepository;
import dev.berth.application.operation.port.out.OperationQueue;
import dev.berth.application.operation.port.out.OperationRepository;
import dev.berth.application.operation.port.out.Replicas;
import dev.berth.application.placement.port.out.AddressRepository;
import dev.berth.application.placement.port.out.HostRepository;
import dev.berth.application.port.out.Transactions;
import dev.berth.application.server.port.out.ServerRepository;
import dev.berth.application.server.port.out.UsageRepository;
import dev.berth.application.testdata.Repositories;
import io.micronaut.context.ApplicationContext;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A migrated database of its own, and the ports on it. */
final class Database implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();

    /** Each before those that it refers to. */
    private static final List<String> TABLES = List.of(
            "operations",
            "replicas",
            "server_usage",
            "servers",
            "reservations",
            "addresses",
            "ipv6_prefixes",
            "hosts",
            "api_tokens",
            "credit_entries",
            "accounts",
            "plans",
            "operating_systems",
            "locations");

    /** One server for all tests; it ends with the JVM. */
    private static final class Postgres {
        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final ApplicationContext context;

    private Database(String url, String username, Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>(more);
        properties.put("datasources.default.url", url);
        properties.put("datasources.default.username", username);
        properties.put("datasources.default.password", "");
        properties.put("flyway.datasources.default.enabled", true);
        context = ApplicationContext.run(properties);
    }

    static Database h2(Map<String, Object> more) {
        return new Database(
                "jdbc:h2:mem:%s;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH".formatted(newName()),
                "sa",
                more);
    }

    static Database postgres(Map<String, Object> more) {
        String name = newName();
        try (Connection connection = Postgres.SERVER.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new Database(Postgres.SERVER.getJdbcUrl("postgres", name), "postgres", more);
    }

    /** The ports, over tables without rows; ids begin again. */
    Repositories emptied() {
        Sql sql = bean(Sql.class);
        TABLES.forEach(table -> sql.update("DELETE FROM " + table));
        sql.update("ALTER SEQUENCE server_ids RESTART WITH 1");
        sql.update("ALTER SEQUENCE operation_ids RESTART WITH 1");
        return repositories();
    }

    Repositories repositories() {
        return new Repositories(
                bean(Transactions.class),
                bean(ServerRepository.class),
                bean(UsageRepository.class),
                bean(OperationRepository.class),
                bean(OperationQueue.class),
                bean(Replicas.class),
                bean(AccountRepository.class),
                bean(ApiTokenRepository.class),
                bean(CatalogRepository.class),
                bean(HostRepository.class),
                bean(AddressRepository.class));
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }

    private static String newName() {
        return "berth_" + COUNT.incrementAndGet();
    }
}
