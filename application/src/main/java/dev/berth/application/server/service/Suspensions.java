package dev.berth.application.server.service;

import dev.berth.application.port.out.Transactions;
import dev.berth.application.server.port.out.HoldRepository;
import dev.berth.application.server.port.out.ServerRepository;
import dev.berth.application.server.service.ServerChanges.Stored;
import dev.berth.domain.operation.Operation;
import dev.berth.domain.server.Hold;
import dev.berth.domain.server.HoldKind;
import dev.berth.domain.server.Server;
import dev.berth.domain.server.ServerId;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Places holds on servers and lifts them, for whoever has a reason to: each in a transaction of its own, or in the one
 * under way, which must not have locked an account yet. Asking for what is so already changes nothing.
 */
public final class Suspensions {
    private final Transactions transactions;
    private final ServerRepository servers;
    private final HoldRepository holds;
    private final ServerChanges changes;
    private final Runnable wakeWorkers;
    private final Clock clock;

    public Suspensions(
            Transactions transactions,
            ServerRepository servers,
            HoldRepository holds,
            ServerChanges changes,
            Runnable wakeWorkers,
            Clock clock) {
        this.transactions = transactions;
        this.servers = servers;
        this.holds = holds;
        this.changes = changes;
        this.wakeWorkers = wakeWorkers;
        this.clock = clock;
    }

    /**
     * What has changed.
     *
     * @param before the server without the change
     * @param after the server as it was stored
     * @param operation the suspension, or the end of one, that began with it; null when there was none to begin now
     */
    public record Change(
            Server before, Server after, @Nullable Operation operation) {}

    /** Has this kind hold the server; empty when it did already, or when the server is deleted. */
    public Optional<Change> place(ServerId id, HoldKind kind, String actor, String reason) {
        return transactions.required(() -> visible(id).flatMap(before -> place(before, kind, actor, reason)));
    }

    /** Has this kind no longer hold the server; empty when it did not, or when the server is deleted. */
    public Optional<Change> lift(ServerId id, HoldKind kind) {
        return transactions.required(() -> visible(id).flatMap(before -> lift(before, kind)));
    }

    private Optional<Server> visible(ServerId id) {
        return servers.lock(id).filter(server -> server.status().isVisible());
    }

    private Optional<Change> place(Server before, HoldKind kind, String actor, String reason) {
        Instant now = clock.instant();
        Server held = before.hold(kind);
        if (held.equals(before)) {
            return Optional.empty();
        }
        holds.insert(before.id(), new Hold(kind, actor, reason, now));
        return Optional.of(store(before, held, now));
    }

    private Optional<Change> lift(Server before, HoldKind kind) {
        Instant now = clock.instant();
        Server lifted = before.lift(kind, now);
        if (lifted.equals(before)) {
            return Optional.empty();
        }
        holds.remove(before.id(), kind);
        return Optional.of(store(before, lifted, now));
    }

    private Change store(Server before, Server after, Instant now) {
        Stored stored = changes.save(after, now);
        if (stored.operation() != null) {
            transactions.afterCommit(wakeWorkers);
        }
        return new Change(before, stored.server(), stored.operation());
    }
}
