package dev.berth.application.server.service;

import dev.berth.application.audit.service.AuditTrail;
import dev.berth.application.port.in.Page;
import dev.berth.application.port.in.PageRequest;
import dev.berth.application.port.out.Transactions;
import dev.berth.application.server.port.in.AdminServerChange;
import dev.berth.application.server.port.in.ServersAdministration;
import dev.berth.application.server.port.out.HoldRepository;
import dev.berth.application.server.port.out.ServerRepository;
import dev.berth.application.server.service.ServerChanges.Begun;
import dev.berth.application.server.service.Suspensions.Change;
import dev.berth.domain.audit.Actor;
import dev.berth.domain.audit.AuditAction;
import dev.berth.domain.audit.Changes;
import dev.berth.domain.operation.Operation;
import dev.berth.domain.operation.OperationKind;
import dev.berth.domain.server.AdminServer;
import dev.berth.domain.server.AdminServerFilter;
import dev.berth.domain.server.Hold;
import dev.berth.domain.server.HoldKind;
import dev.berth.domain.server.Server;
import dev.berth.domain.server.ServerDetails;
import dev.berth.domain.server.ServerId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Shows operators all servers, and has them suspended and reset. */
public final class ServersAdministrationService implements ServersAdministration {
    private final Transactions transactions;
    private final ServerRepository servers;
    private final HoldRepository holds;
    private final Suspensions suspensions;
    private final ServerChanges changes;
    private final AuditTrail audit;
    private final Runnable wakeWorkers;
    private final Clock clock;

    public ServersAdministrationService(
            Transactions transactions,
            ServerRepository servers,
            HoldRepository holds,
            Suspensions suspensions,
            ServerChanges changes,
            AuditTrail audit,
            Runnable wakeWorkers,
            Clock clock) {
        this.transactions = transactions;
        this.servers = servers;
        this.holds = holds;
        this.suspensions = suspensions;
        this.changes = changes;
        this.audit = audit;
        this.wakeWorkers = wakeWorkers;
        this.clock = clock;
    }

    @Override
    public Page<AdminServer> page(AdminServerFilter filter, PageRequest request) {
        List<ServerDetails> found = servers.page(filter, request.after(), request.limit() + 1, clock.instant());
        return Page.of(withHolds(found), request, () -> servers.count(filter));
    }

    @Override
    public AdminServer get(ServerId server) {
        return withHolds(List.of(servers.find(server, clock.instant()).orElseThrow(server::notFound)))
                .get(0);
    }

    @Override
    public AdminServerChange suspend(Actor actor, ServerId id, String reason) {
        Hold.requireReason(reason);
        return transactions.required(() -> {
            lock(id).requireNotHeldBy(HoldKind.OPERATOR);
            Change change = suspensions
                    .place(id, HoldKind.OPERATOR, actor.name(), reason)
                    .orElseThrow();
            record(actor, AuditAction.SERVER_SUSPEND, change, new Changes().to("reason", reason));
            return new AdminServerChange(get(id), change.operation());
        });
    }

    @Override
    public AdminServerChange unsuspend(Actor actor, ServerId id) {
        return transactions.required(() -> {
            lock(id).requireHeldBy(HoldKind.OPERATOR);
            Change change = suspensions.lift(id, HoldKind.OPERATOR).orElseThrow();
            record(actor, AuditAction.SERVER_UNSUSPEND, change, new Changes());
            return new AdminServerChange(get(id), change.operation());
        });
    }

    @Override
    public AdminServerChange reset(Actor actor, ServerId id) {
        return transactions.required(() -> {
            Instant now = clock.instant();
            Server before = lock(id);
            Begun begun = changes.begin(before, OperationKind.RESET, now);
            Operation operation = begun.operation();
            record(
                    actor,
                    AuditAction.SERVER_RESET,
                    new Change(before, begun.server(), operation),
                    new Changes().to("operation_id", operation.id()));
            transactions.afterCommit(wakeWorkers);
            return new AdminServerChange(get(id), operation);
        });
    }

    private Server lock(ServerId id) {
        return servers.lock(id).filter(server -> server.status().isVisible()).orElseThrow(id::notFound);
    }

    private void record(Actor actor, AuditAction action, Change change, Changes more) {
        Server before = change.before();
        Server after = change.after();
        Changes all = more.of(
                        "status", before.status().wireName(), after.status().wireName())
                .of("holds", names(before), names(after));
        audit.add(actor, action, after.id(), after.accountId(), all);
    }

    private static @Nullable String names(Server server) {
        return server.isHeld()
                ? server.holds().stream().sorted().map(HoldKind::wireName).collect(Collectors.joining(" "))
                : null;
    }

    /** Those that were read a moment before: a hold that came in between is shown, or is not. */
    private List<AdminServer> withHolds(List<ServerDetails> found) {
        Map<ServerId, List<Hold>> held = holds.of(found.stream()
                .map(ServerDetails::server)
                .filter(Server::isHeld)
                .map(Server::id)
                .toList());
        return found.stream()
                .map(details -> new AdminServer(
                        details, held.getOrDefault(details.server().id(), List.of())))
                .toList();
    }
}
