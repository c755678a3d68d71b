package dev.berth.domain.server;

import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.Money;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.catalog.OperatingSystemId;
import dev.berth.domain.catalog.Plan;
import dev.berth.domain.catalog.PlanId;
import dev.berth.domain.catalog.Resources;
import dev.berth.domain.operation.OperationId;
import dev.berth.domain.placement.HostId;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Servers for tests. */
final class Servers {
    static final Instant CREATED = Instant.parse("2026-01-10T14:30:00Z");
    static final Instant LATER = CREATED.plusSeconds(60);
    static final OperationId OPERATION = new OperationId(7);

    private static final Plan PLAN = new Plan(
            new PlanId(1), "Standard VPS", new Resources(2, 4096, 80), 2048, Money.of("0.0150"), Money.of("10"), false);
    static final Set<ServerStatus> AT_REST = Set.of(
            ServerStatus.ACTIVE,
            ServerStatus.STOPPED,
            ServerStatus.SUSPENDED,
            ServerStatus.ERROR,
            ServerStatus.DELETED);

    private Servers() {}

    static Server provisioning() {
        return Server.provision(
                new ServerId(12),
                new UUID(1, 2),
                new AccountId(3),
                new ServerName("web"),
                new Hostname("web.example.com"),
                false,
                PLAN,
                new OperatingSystemId(5),
                null,
                new LocationCode("us-west"),
                new HostId(9),
                "203.0.113.10",
                "2001:db8::c",
                OPERATION,
                CREATED);
    }

    /** A server in this status, with a current operation when that is a status on the way to another. */
    static Server in(ServerStatus status) {
        Set<HoldKind> holds = status == ServerStatus.SUSPENDED ? Set.of(HoldKind.OPERATOR) : Set.of();
        return with(status, AT_REST.contains(status) ? null : OPERATION, holds);
    }

    /** A held server in this status, with a current operation. */
    static Server inTheMiddle(ServerStatus status) {
        return with(status, OPERATION, Set.of(HoldKind.OPERATOR));
    }

    private static Server with(ServerStatus status, @Nullable OperationId current, Set<HoldKind> holds) {
        Server made = provisioning();
        return new Server(
                made.origin(),
                made.name(),
                made.hostname(),
                made.backupsEnabled(),
                made.hostId(),
                status,
                current,
                5,
                holds,
                false,
                status == ServerStatus.PROVISIONING ? null : CREATED.plusSeconds(30),
                CREATED.plusSeconds(30));
    }
}
