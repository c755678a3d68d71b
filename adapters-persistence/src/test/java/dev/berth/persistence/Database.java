package dev.berth.persistence;

import dev.berth.application.account.port.out.AccountRepository;
import dev.berth.application.account.port.out.ApiTokenRepository;
import dev.berth.application.account.port.out.MeterRepository;
import dev.berth.application.account.port.out.SshKeyRepository;
import dev.berth.application.audit.port.out.AuditRepository;
import dev.berth.application.catalog.port.out.CatalogRepository;
import dev.berth.application.operation.port.out.OperationQueue;
import dev.berth.application.operation.port.out.OperationRepository;
import dev.berth.application.operation.port.out.Replicas;
import dev.berth.application.placement.port.out.AddressRepository;
import dev.berth.application.placement.port.out.HostRepository;
import dev.berth.application.port.out.Transactions;
import dev.berth.application.server.port.out.HoldRepository;
import dev.berth.application.server.port.out.ServerAdmission;
import dev.berth.application.server.port.out.ServerRepository;
import dev.berth.application.server.port.out.UsageRepository;
import dev.berth.application.server.service.LifecycleSettings;
import dev.berth.application.testdata.Repositories;
import dev.berth.testing.PostgresDatabase;
import dev.berth.testing.PostgresServer;
import io.micronaut.context.ApplicationContext;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A migrated database of its own, and the ports on it. */
final class Database implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();

    /** Each before those that it refers to. */
    private static final List<String> TABLES = List.of(
            "operations",
            "replicas",
            "server_usage",
            "server_holds",
            "meters",
            "servers",
            "reservations",
            "addresses",
            "address_pools",
            "ipv6_prefixes",
            "hosts",
            "audit_changes",
            "audit_entries",
            "api_tokens",
            "ssh_keys",
            "credit_entries",
            "accounts",
            "plans",
            "operating_systems",
            "locations");

    private final ApplicationContext context;
    private final SetClock clock = new SetClock();

    private Database(String url, String username, Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("berth.transaction-patience", "1m"); // no stall of this machine is to fail a test
        properties.putAll(more);
        properties.put("datasources.default.url", url);
        properties.put("datasources.default.username", username);
        properties.put("datasources.default.password", "");
        properties.put("flyway.datasources.default.enabled", true);
        context = ApplicationContext.builder()
                .properties(properties)
                .singletons(clock, LifecycleSettings.DEFAULT, new SecureRandom())
                .start();
    }

    static Database h2(Map<String, Object> more) {
        return new Database(
                "jdbc:h2:mem:berth_%d;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;OPTIMIZE_REUSE_RESULTS=FALSE"
                        .formatted(COUNT.incrementAndGet()),
                "sa",
                more);
    }

    static Database postgres(Map<String, Object> more) {
        PostgresDatabase database = PostgresServer.newDatabase();
        return new Database(database.url(), database.user(), more);
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
                bean(HoldRepository.class),
                bean(OperationRepository.class),
                bean(OperationQueue.class),
                bean(Replicas.class),
                bean(AccountRepository.class),
                bean(MeterRepository.class),
                bean(ApiTokenRepository.class),
                bean(SshKeyRepository.class),
                bean(CatalogRepository.class),
                bean(HostRepository.class),
                bean(AddressRepository.class),
                bean(AuditRepository.class));
    }

    /** The admission that only this database has, if it has one, by this clock from now on. */
    Optional<ServerAdmission> ownAdmission(Clock time) {
        clock.time = time;
        return context.findBean(ServerAdmission.class);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }

    /** Each test brings its own time. */
    private static final class SetClock extends Clock {
        private volatile Clock time = Clock.systemUTC();

        @Override
        public Instant instant() {
            return time.instant();
        }

        @Override
        public ZoneId getZone() {
            return time.getZone();
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return time.withZone(zone);
        }
    }
}
