package dev.berth.rest;

import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.Money;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.catalog.OperatingSystem;
import dev.berth.domain.catalog.OperatingSystemId;
import dev.berth.domain.catalog.Plan;
import dev.berth.domain.catalog.PlanId;
import dev.berth.domain.catalog.Resources;
import dev.berth.domain.operation.Operation;
import dev.berth.domain.operation.OperationId;
import dev.berth.domain.operation.OperationKind;
import dev.berth.domain.placement.HostId;
import dev.berth.domain.server.Hostname;
import dev.berth.domain.server.Server;
import dev.berth.domain.server.ServerId;
import dev.berth.domain.server.ServerName;
import dev.berth.domain.server.ServerOrigin;
import dev.berth.domain.server.ServerStatus;
import dev.berth.domain.server.ServerSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/** The servers of the contract's examples. */
final class Samples {
    static final AccountId ACCOUNT = new AccountId(7);
    static final Plan PLAN = new Plan(
            new PlanId(1), "Standard VPS", new Resources(2, 4096, 80), 2048, Money.of("0.01"), Money.of("5"), false);
    static final OperatingSystem OS = new OperatingSystem(new OperatingSystemId(5), "Ubuntu 22.04 LTS", false);

    private Samples() {}

    static ServerSummary server(long id, ServerStatus status) {
        return new ServerSummary(plain(id, status), PLAN, OS);
    }

    static Server plain(long id, ServerStatus status) {
        Instant created = Instant.parse("2025-01-10T14:30:00.987654Z");
        ServerOrigin origin = new ServerOrigin(
                new ServerId(id),
                new UUID(0, id),
                ACCOUNT,
                PLAN.id(),
                OS.id(),
                null,
                new LocationCode("us-west"),
                "203.0.113.10",
                "2001:db8::1",
                PLAN.priceHourly(),
                PLAN.priceMonthly(),
                created);
        return new Server(
                origin,
                new ServerName("web-server-01"),
                new Hostname("web01.example.com"),
                true,
                new HostId(1),
                status,
                null,
                1,
                Set.of(),
                false,
                status == ServerStatus.PROVISIONING ? null : created,
                Instant.parse("2025-01-15T10:20:00Z"));
    }

    static Operation operation(long id, OperationKind kind) {
        Instant now = Instant.parse("2025-01-16T15:30:00.5Z");
        return Operation.accept(new OperationId(id), new ServerId(12345), ACCOUNT, kind, Duration.ofSeconds(60), now);
    }
}
