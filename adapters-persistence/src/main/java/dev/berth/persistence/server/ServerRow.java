package dev.berth.persistence.server;

import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.SshPublicKey;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.catalog.OperatingSystemId;
import dev.berth.domain.catalog.PlanId;
import dev.berth.domain.operation.OperationId;
import dev.berth.domain.placement.HostId;
import dev.berth.domain.server.HoldKind;
import dev.berth.domain.server.Hostname;
import dev.berth.domain.server.Server;
import dev.berth.domain.server.ServerId;
import dev.berth.domain.server.ServerName;
import dev.berth.domain.server.ServerOrigin;
import dev.berth.domain.server.ServerStatus;
import dev.berth.persistence.Row;
import java.sql.SQLException;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rows of {@code servers}. */
public final class ServerRow {
    static final String INSERT = """
            INSERT INTO servers (name, hostname, backups_enabled, host_id, status, current_operation_id, fence,
              holds, resumes_running, first_active_at, updated_at, deleted, id, machine, account_id, plan_id, os_id,
              location, ipv4, ipv6, price_hourly, price_monthly, created_at, ssh_key)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    /** Of all that ever changes. */
    static final String UPDATE = """
            UPDATE servers SET name = ?, hostname = ?, backups_enabled = ?, host_id = ?, status = ?,
              current_operation_id = ?, fence = ?, holds = ?, resumes_running = ?, first_active_at = ?, updated_at = ?,
              deleted = ?
            WHERE id = ?""";

    private ServerRow() {}

    /** The arguments of {@link #INSERT}. */
    static @Nullable Object[] of(Server server) {
        ServerOrigin origin = server.origin();
        Stream<@Nullable Object> fixed = Stream.of(
                origin.machine(),
                origin.accountId().value(),
                origin.planId().value(),
                origin.osId().value(),
                origin.location().value(),
                origin.ipv4(),
                origin.ipv6(),
                origin.priceHourly().amount(),
                origin.priceMonthly().amount(),
                origin.createdAt(),
                sshKey(origin.sshKey()));
        return Stream.concat(Stream.of(changes(server)), fixed).toArray();
    }

    /** The arguments of {@link #UPDATE}. */
    static @Nullable Object[] changes(Server server) {
        OperationId current = server.currentOperation();
        return new @Nullable Object[] {
            server.name().value(),
            server.hostname().value(),
            server.backupsEnabled(),
            server.hostId().value(),
            server.status(),
            current == null ? null : current.value(),
            server.fence(),
            server.holds().stream().sorted().map(HoldKind::name).collect(Collectors.joining(" ")),
            server.resumesRunning(),
            server.firstActiveAt(),
            server.updatedAt(),
            !server.status().isVisible(),
            server.id().value()
        };
    }

    /** The server of a row. */
    public static Server toDomain(Row row) throws SQLException {
        Long current = row.nullableNumber("current_operation_id");
        return new Server(
                origin(row),
                new ServerName(row.text("name")),
                new Hostname(row.text("hostname")),
                row.flag("backups_enabled"),
                new HostId(row.number("host_id")),
                row.constant(ServerStatus.class, "status"),
                current == null ? null : new OperationId(current),
                row.number("fence"),
                holds(row.text("holds")),
                row.flag("resumes_running"),
                row.nullableTime("first_active_at"),
                row.time("updated_at"));
    }

    private static Set<HoldKind> holds(String names) {
        return names.isEmpty()
                ? Set.of()
                : Stream.of(names.split(" ", -1)).map(HoldKind::valueOf).collect(Collectors.toSet());
    }

    private static ServerOrigin origin(Row row) throws SQLException {
        return new ServerOrigin(
                new ServerId(row.number("id")),
                row.uuid("machine"),
                new AccountId(row.number("account_id")),
                new PlanId(row.number("plan_id")),
                new OperatingSystemId(row.number("os_id")),
                sshKey(row),
                new LocationCode(row.text("location")),
                row.text("ipv4"),
                row.text("ipv6"),
                row.money("price_hourly"),
                row.money("price_monthly"),
                row.time("created_at"));
    }

    /** The key as it is stored. */
    static @Nullable String sshKey(@Nullable SshPublicKey key) {
        return key == null ? null : key.text();
    }

    private static @Nullable SshPublicKey sshKey(Row row) throws SQLException {
        String text = row.nullableText("ssh_key");
        return text == null ? null : SshPublicKey.ofStored(text);
    }
}
