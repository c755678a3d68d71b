package dev.berth.application.operation.service;

import dev.berth.application.operation.port.out.Claim;
import dev.berth.application.operation.port.out.OperationQueue;
import dev.berth.application.operation.port.out.ReplicaId;
import dev.berth.application.port.out.Transactions;
import dev.berth.domain.operation.Operation;
import dev.berth.domain.server.Server;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A queue that tells of every operation that this process finishes, once that is committed. */
public final class AnnouncingQueue implements OperationQueue {
    private final OperationQueue queue;
    private final Transactions transactions;
    private final Consumer<Operation> announce;

    public AnnouncingQueue(OperationQueue queue, Transactions transactions, Consumer<Operation> announce) {
        this.queue = queue;
        this.transactions = transactions;
        this.announce = announce;
    }

    @Override
    public void finish(Claim claim, Operation ended) {
        queue.finish(claim, ended);
        transactions.afterCommit(() -> announce.accept(ended));
    }

    @Override
    public List<Claim> claim(ReplicaId worker, int limit, Instant now) {
        return queue.claim(worker, limit, now);
    }

    @Override
    public boolean checkpoint(Claim claim, Operation next) {
        return queue.checkpoint(claim, next);
    }

    @Override
    public boolean again(Claim claim, Operation next) {
        return queue.again(claim, next);
    }

    @Override
    public Optional<Server> hold(Claim claim) {
        return queue.hold(claim);
    }

    @Override
    public void letGo(Claim claim) {
        queue.letGo(claim);
    }
}
