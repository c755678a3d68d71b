package dev.berth.rest;

import dev.berth.application.port.in.Page;
import dev.berth.application.port.in.PageRequest;
import dev.berth.application.server.port.in.AdminServerChange;
import dev.berth.application.server.port.in.ServersAdministration;
import dev.berth.domain.audit.Actor;
import dev.berth.domain.operation.Operation;
import dev.berth.domain.operation.OperationKind;
import dev.berth.domain.server.AdminServer;
import dev.berth.domain.server.AdminServerFilter;
import dev.berth.domain.server.Hold;
import dev.berth.domain.server.HoldKind;
import dev.berth.domain.server.ResourceUsage;
import dev.berth.domain.server.ServerDetails;
import dev.berth.domain.server.ServerId;
import dev.berth.domain.server.ServerStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Server 12345 is there, and the operator holds it. Records what it was asked. */
final class FakeAdministration implements ServersAdministration {
    static final Hold HOLD = new Hold(HoldKind.OPERATOR, "ci", "abuse", Instant.parse("2025-01-15T10:20:00.5Z"));

    final List<Object> changes = new ArrayList<>();

    @Nullable
    AdminServerFilter filter;

    @Nullable
    PageRequest page;

    /** What begins with a change; null when nothing does. */
    @Nullable
    Operation operation;

    @Nullable
    Actor actor;

    @Override
    public Page<AdminServer> page(AdminServerFilter wanted, PageRequest request) {
        filter = wanted;
        page = request;
        AdminServer server = get(new ServerId(FakeServers.KNOWN));
        return Page.of(List.of(server, server), request, () -> 2);
    }

    @Override
    public AdminServer get(ServerId server) {
        if (server.value() != FakeServers.KNOWN) {
            throw server.notFound();
        }
        ServerDetails details = new ServerDetails(
                Samples.server(FakeServers.KNOWN, ServerStatus.SUSPENDED), new ResourceUsage(0, 0, 35, 450));
        return new AdminServer(details, List.of(HOLD));
    }

    @Override
    public AdminServerChange suspend(Actor by, ServerId server, String reason) {
        return change(by, server, reason);
    }

    @Override
    public AdminServerChange unsuspend(Actor by, ServerId server) {
        return change(by, server, OperationKind.RESUME);
    }

    @Override
    public AdminServerChange reset(Actor by, ServerId server) {
        return change(by, server, OperationKind.RESET);
    }

    private AdminServerChange change(Actor by, ServerId id, Object change) {
        AdminServer server = get(id);
        changes.add(change);
        actor = by;
        return new AdminServerChange(server, operation);
    }

    void reset() {
        changes.clear();
        filter = null;
        page = null;
        operation = null;
        actor = null;
    }
}
