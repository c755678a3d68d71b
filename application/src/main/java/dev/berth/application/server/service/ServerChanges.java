package dev.berth.application.server.service;

import dev.berth.application.operation.port.out.OperationRepository;
import dev.berth.application.server.port.out.ServerRepository;
import dev.berth.domain.operation.Operation;
import dev.berth.domain.operation.OperationId;
import dev.berth.domain.operation.OperationKind;
import dev.berth.domain.server.Server;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stores servers together with the changes that they begin, in the transaction that is under way and has locked them: no
 * crash comes between.
 */
public final class ServerChanges {
    private final ServerRepository servers;
    private final OperationRepository operations;
    private final LifecycleSettings settings;

    public ServerChanges(ServerRepository servers, OperationRepository operations, LifecycleSettings settings) {
        this.servers = servers;
        this.operations = operations;
        this.settings = settings;
    }

    /**
     * What was stored.
     *
     * @param server the server, in the middle of the change, if one has begun
     * @param operation the change; null when none has begun
     */
    public record Stored(Server server, @Nullable Operation operation) {}

    /**
     * A change that has begun.
     *
     * @param server the server, in the middle of it
     * @param operation the change
     */
    public record Begun(Server server, Operation operation) {}

    /** Begins a change, in the place of the one that is under way, or refuses it as {@link Server#begin} does. */
    public Begun begin(Server before, OperationKind kind, Instant now) {
        before.requireCanBegin(kind);
        OperationId id = operations.nextId();
        Server after = before.begin(kind, id, now);
        OperationId superseded = before.currentOperation();
        if (superseded != null) {
            operations.find(superseded).ifPresent(running -> operations.save(running.supersede(now)));
        }
        Operation operation = Operation.accept(id, before.id(), before.accountId(), kind, settings.stopGrace(), now);
        operations.insert(operation);
        servers.save(after);
        return new Begun(after, operation);
    }

    /** Stores a server that has come to rest, or whose holds have changed, and begins what its holds ask for then. */
    public Stored save(Server server, Instant now) {
        Optional<OperationKind> followUp = server.followUp();
        if (followUp.isEmpty()) {
            servers.save(server);
            return new Stored(server, null);
        }
        Begun begun = begin(server, followUp.get(), now);
        return new Stored(begun.server(), begun.operation());
    }
}
