package dev.berth.application.testing;

import dev.berth.application.operation.port.out.Claim;
import dev.berth.application.operation.port.out.OperationQueue;
import dev.berth.application.operation.port.out.OperationRepository;
import dev.berth.application.operation.port.out.ReplicaId;
import dev.berth.domain.operation.Operation;
import dev.berth.domain.operation.OperationId;
import dev.berth.domain.operation.OperationKind;
import dev.berth.domain.server.Server;
import dev.berth.domain.server.ServerId;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

final class InMemoryOperations implements OperationRepository, OperationQueue {
    private final InMemoryTransactions transactions;
    private final InMemoryTable<Long, Entry> entries;
    private final InMemoryServers servers;
    private final InMemoryReplicas replicas;
    private final AtomicLong lastId = new AtomicLong();

    /** An operation, who holds it, and under which fence it was last claimed. */
    private record Entry(Operation operation, @Nullable ReplicaId worker, long fence) {}

    InMemoryOperations(InMemoryTransactions transactions, InMemoryServers servers, InMemoryReplicas replicas) {
        this.transactions = transactions;
        this.entries = new InMemoryTable<>(transactions);
        this.servers = servers;
        this.replicas = replicas;
    }

    @Override
    public OperationId nextId() {
        return new OperationId(lastId.incrementAndGet());
    }

    @Override
    public void insert(Operation operation) {
        put(new Entry(operation, null, 0));
    }

    @Override
    public void save(Operation operation) {
        transactions.statement(
                () -> entry(operation.id()).map(entry -> put(new Entry(operation, entry.worker, entry.fence))));
    }

    @Override
    public Optional<Operation> find(OperationId operation) {
        return entry(operation).map(Entry::operation);
    }

    /** The delete of the server, if one was accepted. */
    Optional<Operation> deleteOf(ServerId server) {
        return entries.first(entry ->
                        entry.operation.serverId().equals(server) && entry.operation.kind() == OperationKind.DELETE)
                .map(Entry::operation);
    }

    @Override
    public List<Operation> findAll(Collection<OperationId> wanted) {
        return transactions.statement(() ->
                wanted.stream().distinct().flatMap(id -> find(id).stream()).toList());
    }

    @Override
    public List<Operation> ended(Collection<OperationId> awaited) {
        return findAll(awaited).stream()
                .filter(operation -> operation.status().hasEnded())
                .toList();
    }

    @Override
    public List<Claim> claim(ReplicaId worker, int limit, Instant now) {
        return transactions.statement(() -> entries.rows().stream()
                .filter(entry -> isClaimable(entry, now))
                .sorted(Comparator.comparing((Entry entry) -> entry.operation.dueAt())
                        .thenComparing(entry -> entry.operation.id().value()))
                .limit(limit)
                .map(entry -> claim(entry, worker, now))
                .toList());
    }

    private boolean isClaimable(Entry entry, Instant now) {
        Operation operation = entry.operation;
        return !operation.status().hasEnded()
                && !operation.dueAt().isAfter(now)
                && servers.get(operation.serverId())
                        .filter(server -> operation.id().equals(server.currentOperation()))
                        .isPresent()
                && entries.rows().stream()
                        .filter(other -> other.operation.serverId().equals(operation.serverId()))
                        .noneMatch(other -> replicas.isAlive(other.worker));
    }

    private Claim claim(Entry entry, ReplicaId worker, Instant now) {
        Server server = servers.get(entry.operation.serverId()).orElseThrow().withNextFence();
        servers.save(server);
        Operation claimed = entry.operation.claim(now);
        put(new Entry(claimed, worker, server.fence()));
        return new Claim(claimed, server, worker);
    }

    @Override
    public boolean checkpoint(Claim claim, Operation next) {
        return update(claim, next, claim.worker());
    }

    @Override
    public boolean again(Claim claim, Operation next) {
        return update(claim, next, null);
    }

    private boolean update(Claim claim, Operation next, @Nullable ReplicaId worker) {
        return transactions.statement(() -> held(claim)
                .filter(entry -> !entry.operation.status().hasEnded())
                .map(entry -> put(new Entry(next, worker, entry.fence)))
                .isPresent());
    }

    @Override
    public Optional<Server> hold(Claim claim) {
        return transactions.statement(() -> servers.get(claim.server().id())
                .filter(server -> claim.operation().id().equals(server.currentOperation()))
                .filter(server -> server.fence() == claim.fence()));
    }

    @Override
    public void finish(Claim claim, Operation ended) {
        transactions.statement(() -> held(claim).map(entry -> put(new Entry(ended, null, entry.fence))));
    }

    @Override
    public void letGo(Claim claim) {
        transactions.statement(() -> held(claim).map(entry -> put(new Entry(entry.operation, null, entry.fence))));
    }

    private Optional<Entry> held(Claim claim) {
        return entry(claim.operation().id())
                .filter(entry -> claim.worker().equals(entry.worker) && entry.fence == claim.fence());
    }

    private Optional<Entry> entry(OperationId operation) {
        return entries.get(operation.value());
    }

    private Entry put(Entry entry) {
        entries.put(entry.operation.id().value(), entry);
        return entry;
    }
}
