package dev.berth.persistence.server;

import dev.berth.application.caching.Recent;
import dev.berth.application.port.out.Transactions;
import dev.berth.application.server.port.out.ServerAdmission;
import dev.berth.application.server.port.out.ServerDraft;
import dev.berth.application.server.service.LifecycleSettings;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.catalog.Plan;
import dev.berth.domain.catalog.Resources;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.operation.Operation;
import dev.berth.domain.operation.OperationId;
import dev.berth.domain.operation.OperationKind;
import dev.berth.domain.placement.HostId;
import dev.berth.domain.server.Server;
import dev.berth.domain.server.ServerId;
import dev.berth.persistence.OnPostgres;
import dev.berth.persistence.Row;
import dev.berth.persistence.Sql;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Admission on PostgreSQL: one statement for each draft, several in a commit. The statement locks a host, an address and
 * the account, each only if the one before was found; only if all were does it write anything, so that a draft that is
 * not admitted leaves nothing to be rolled back.
 */
@Singleton
@OnPostgres
@Named("single-statement")
final class SingleStatementAdmission implements ServerAdmission {
    private static final String ADMIT = """
            WITH host AS MATERIALIZED (
              SELECT id FROM hosts
              WHERE id = ANY (CAST(? AS BIGINT[])) AND draining = FALSE
                AND used_vcpus + ? <= vcpus AND used_memory + ? <= memory AND used_storage + ? <= storage
              ORDER BY array_position(CAST(? AS BIGINT[]), id) LIMIT 1 FOR NO KEY UPDATE
            ), address AS MATERIALIZED (
              SELECT id, address FROM (
                SELECT id, address FROM (
                  SELECT id, address FROM addresses
                  WHERE location = ? AND server_id IS NULL
                    AND id >= (SELECT CAST(? AS BIGINT))
                    AND (quarantined_until IS NULL OR quarantined_until <= ?)
                  ORDER BY location, server_id, id LIMIT 1 FOR UPDATE SKIP LOCKED
                ) AS above
                UNION ALL
                SELECT id, address FROM (
                  SELECT id, address FROM addresses
                  WHERE location = ? AND server_id IS NULL
                    AND id < (SELECT CAST(? AS BIGINT))
                    AND (quarantined_until IS NULL OR quarantined_until <= ?)
                  ORDER BY location, server_id, id LIMIT 1 FOR UPDATE SKIP LOCKED
                ) AS below
              ) AS found
              WHERE EXISTS (SELECT FROM host) LIMIT 1
            ), account AS MATERIALIZED (
              SELECT id FROM accounts
              WHERE id = ? AND closed_at IS NULL AND servers < max_servers
                AND balance >= (hourly_cost + ?) * ?
                AND EXISTS (SELECT FROM address)
              FOR NO KEY UPDATE
            ), admitted AS MATERIALIZED (
              SELECT nextval('server_ids') AS server_id, nextval('operation_ids') AS operation_id,
                host.id AS host_id, address.id AS address_id, address.address AS ipv4, account.id AS account_id,
                CAST(v6.prefix AS INET) AS prefix
              FROM host, address, account, ipv6_prefixes v6 WHERE v6.location = ?
            ), charged_host AS (
              UPDATE hosts SET used_vcpus = used_vcpus + ?, used_memory = used_memory + ?,
                used_storage = used_storage + ?
              FROM admitted WHERE id = admitted.host_id
            ), reservation AS (
              INSERT INTO reservations (server_id, host_id, vcpus, memory, storage)
              SELECT server_id, host_id, ?, ?, ? FROM admitted
            ), taken_address AS (
              UPDATE addresses SET server_id = admitted.server_id, quarantined_until = NULL
              FROM admitted WHERE id = admitted.address_id
            ), charged_account AS (
              UPDATE accounts SET servers = servers + 1, hourly_cost = hourly_cost + ?
              FROM admitted WHERE id = admitted.account_id
            ), server AS (
              INSERT INTO servers (id, machine, account_id, name, hostname, backups_enabled, plan_id, os_id, ssh_key,
                location, host_id, ipv4, ipv6, price_hourly, price_monthly, status, current_operation_id, fence,
                created_at, updated_at, deleted)
              SELECT server_id, ?, account_id, ?, ?, ?, ?, ?, ?, ?, host_id, ipv4,
                host(prefix + server_id), ?, ?, ?, operation_id, 0, ?, ?, FALSE
              FROM admitted
              RETURNING id, ipv6
            ), operation AS (
              INSERT INTO operations (id, server_id, account_id, kind, status, steps_done, attempts, relocating, due_at,
                deadline, created_at)
              SELECT operation_id, server_id, account_id, ?, ?, 0, 0, FALSE, ?, ?, ? FROM admitted
            )
            SELECT server_id, operation_id, host_id, ipv4, server.ipv6
            FROM admitted JOIN server ON server.id = admitted.server_id""";

    /** In the one order, so that groups of several processes that need the same rows wait for each other in a line. */
    private static final String LOCK_ALL = """
            WITH locked_hosts AS MATERIALIZED (
              SELECT id FROM hosts WHERE id = ANY (CAST(? AS BIGINT[])) ORDER BY id FOR NO KEY UPDATE)
            SELECT id FROM accounts
            WHERE id = ANY (CAST(? AS BIGINT[])) AND (SELECT count(*) FROM locked_hosts) >= 0
            ORDER BY id FOR NO KEY UPDATE""";

    /** A pool that was added since then is found too: from its first address on, once those before are taken. */
    private static final Duration BOUNDS_LAST = Duration.ofMinutes(1);

    private final Sql sql;
    private final Transactions transactions;
    private final Recent<LocationCode, Bounds> addressIds;
    private final LifecycleSettings settings;
    private final RandomGenerator random;
    private final Clock clock;

    SingleStatementAdmission(
            Sql sql, Transactions transactions, LifecycleSettings settings, RandomGenerator random, Clock clock) {
        this.sql = sql;
        this.transactions = transactions;
        this.settings = settings;
        this.random = random;
        this.clock = clock;
        this.addressIds = new Recent<>(this::bounds, BOUNDS_LAST, clock);
    }

    /** The ids that a location's addresses have: all are between these. */
    private record Bounds(long lowest, long highest) {}

    @Override
    public List<Optional<Admitted>> admit(List<ServerDraft> drafts) {
        return drafts.size() == 1 ? List.of(admitAlone(drafts.get(0))) : admitTogether(drafts);
    }

    /** Without a transaction around its one statement, unless that has met another in a circle. */
    private Optional<Admitted> admitAlone(ServerDraft draft) {
        try {
            return admit(draft);
        } catch (DomainException e) {
            if (!Sql.mayPassAgain(e)) {
                throw e;
            }
            return transactions.required(() -> admit(draft));
        }
    }

    /** No host is tried but those that were locked in order; who finds no room there can come again. */
    private List<Optional<Admitted>> admitTogether(List<ServerDraft> drafts) {
        Set<HostId> hosts = drafts.stream()
                .flatMap(draft -> draft.hosts().stream().limit(1))
                .collect(Collectors.toSet());
        return transactions.required(() -> {
            sql.list(
                    LOCK_ALL,
                    row -> row.number("id"),
                    array(hosts.stream().mapToLong(HostId::value)),
                    array(drafts.stream().mapToLong(draft -> draft.account().value())));
            return drafts.stream()
                    .map(draft -> admit(draft.withHosts(
                            draft.hosts().stream().filter(hosts::contains).toList())))
                    .toList();
        });
    }

    private Optional<Admitted> admit(ServerDraft draft) {
        Instant now = clock.instant();
        return sql.first(ADMIT, row -> admitted(row, draft, now), arguments(draft, now));
    }

    private @Nullable Object[] arguments(ServerDraft draft, Instant now) {
        Plan plan = draft.plan();
        Resources wanted = plan.resources();
        String location = draft.location().value();
        String hosts = array(draft.hosts().stream().mapToLong(HostId::value));
        long firstAddress = somewhere(draft.location());
        Operation operation = operation(new OperationId(1), new ServerId(1), draft, now); // all but its ids
        return new @Nullable Object[] {
            // host
            hosts,
            wanted.vcpus(),
            wanted.memory(),
            wanted.storage(),
            hosts,
            // address
            location,
            firstAddress,
            now,
            location,
            firstAddress,
            now,
            // account
            draft.account().value(),
            plan.priceHourly().amount(),
            settings.minimumHours(),
            // admitted
            location,
            // charged_host
            wanted.vcpus(),
            wanted.memory(),
            wanted.storage(),
            // reservation
            wanted.vcpus(),
            wanted.memory(),
            wanted.storage(),
            // charged_account
            plan.priceHourly().amount(),
            // server
            draft.machine(),
            draft.name().value(),
            draft.hostname().value(),
            draft.backupsEnabled(),
            plan.id().value(),
            draft.os().id().value(),
            ServerRow.sshKey(draft.sshKey()),
            location,
            plan.priceHourly().amount(),
            plan.priceMonthly().amount(),
            OperationKind.PROVISION.during(),
            now,
            now,
            // operation
            operation.kind(),
            operation.status(),
            operation.dueAt(),
            operation.deadline(),
            operation.createdAt()
        };
    }

    /** A random id, so that processes that look for an address from there on seldom meet. */
    private long somewhere(LocationCode location) {
        return addressIds
                .get(location)
                .map(ids -> random.nextLong(ids.lowest(), ids.highest() + 1))
                .orElse(0L);
    }

    private Optional<Bounds> bounds(LocationCode location) {
        return sql.first(
                        "SELECT MIN(id) AS lowest, MAX(id) AS highest FROM addresses WHERE location = ?",
                        row -> new Bounds(row.number("lowest"), row.number("highest")),
                        location.value())
                .filter(bounds -> bounds.highest() > 0); // none yet: not to be kept
    }

    private Admitted admitted(Row row, ServerDraft draft, Instant now) throws SQLException {
        ServerId id = new ServerId(row.number("server_id"));
        OperationId provisioning = new OperationId(row.number("operation_id"));
        Server server = draft.server(
                id, new HostId(row.number("host_id")), row.text("ipv4"), row.text("ipv6"), provisioning, now);
        return new Admitted(server, operation(provisioning, id, draft, now));
    }

    private Operation operation(OperationId id, ServerId server, ServerDraft draft, Instant now) {
        return Operation.accept(id, server, draft.account(), OperationKind.PROVISION, settings.stopGrace(), now);
    }

    private static String array(LongStream values) {
        return values.mapToObj(Long::toString).collect(Collectors.joining(",", "{", "}"));
    }
}
