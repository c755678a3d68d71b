package dev.berth.persistence.operation;

import dev.berth.application.operation.port.out.Claim;
import dev.berth.application.operation.port.out.NothingClaimedException;
import dev.berth.application.operation.port.out.OperationQueue;
import dev.berth.application.operation.port.out.ReplicaId;
import dev.berth.application.port.out.Transactions;
import dev.berth.domain.operation.Operation;
import dev.berth.domain.operation.OperationId;
import dev.berth.domain.operation.OperationKind;
import dev.berth.domain.operation.OperationStatus;
import dev.berth.domain.server.Server;
import dev.berth.persistence.Sql;
import dev.berth.persistence.server.ServerRow;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

@Singleton
final class JdbcOperationQueue implements OperationQueue {
    /** How many candidates are looked at for each that is wanted: others claim at the same time. */
    private static final int SPARE = 4;

    /** At least so many are looked at: some may have to wait for the worker of an operation that they took the place of. */
    private static final int LEAST = 64;

    /** How many of those that have begun are looked at: live workers hold some for the length of a call. */
    private static final int BEGUN = 256;

    /** Those of a newer version are left to replicas of that version. */
    private static final String KNOWN_KINDS = Arrays.stream(OperationKind.values())
            .map(kind -> "'" + kind.name() + "'")
            .collect(Collectors.joining(", "));

    /** Each status by itself: an index has its oldest first, and is read no further. */
    private static final String OLDEST = """
            (SELECT id, worker, server_id, due_at FROM operations
             WHERE status = ? AND due_at <= ? AND kind IN (""" + KNOWN_KINDS + """
            ) ORDER BY status, due_at LIMIT ?)""";

    private static final String CLAIMABLE =
            "SELECT o.id, o.worker, o.server_id, s.fence FROM (" + OLDEST + " UNION ALL " + OLDEST + """
            ) AS o
            JOIN servers s ON s.id = o.server_id AND s.current_operation_id = o.id
            WHERE NOT EXISTS (
              SELECT 1 FROM operations held JOIN replicas r ON r.id = held.worker
              WHERE held.server_id = o.server_id AND r.lease_until > CURRENT_TIMESTAMP)
            ORDER BY o.due_at, o.id LIMIT ?""";

    private static final String IF_HELD = " WHERE id = ? AND worker = ? AND fence = ?";

    private final Sql sql;
    private final Transactions transactions;

    JdbcOperationQueue(Sql sql, Transactions transactions) {
        this.sql = sql;
        this.transactions = transactions;
    }

    @Override
    public List<Claim> claim(ReplicaId worker, int limit, Instant now) {
        List<Candidate> candidates = candidates(Math.max(limit * SPARE, LEAST), now);
        return candidates.isEmpty() ? List.of() : transactions.required(() -> claim(candidates, worker, limit, now));
    }

    @Override
    public boolean checkpoint(Claim claim, Operation next) {
        return sql.update(OperationRow.UPDATE + IF_HELD + " AND status = 'RUNNING'", changes(claim, next)) == 1;
    }

    @Override
    public boolean again(Claim claim, Operation next) {
        return release(claim, next);
    }

    @Override
    public Optional<Server> hold(Claim claim) {
        return sql.first(
                "SELECT * FROM servers WHERE id = ? AND current_operation_id = ? AND fence = ? FOR UPDATE",
                ServerRow::toDomain,
                claim.server().id().value(),
                claim.operation().id().value(),
                claim.fence());
    }

    @Override
    public void finish(Claim claim, Operation ended) {
        release(claim, ended);
    }

    @Override
    public void letGo(Claim claim) {
        sql.update(
                "UPDATE operations SET worker = NULL" + IF_HELD,
                claim.operation().id().value(),
                claim.worker().value(),
                claim.fence());
    }

    private boolean release(Claim claim, Operation next) {
        return sql.update(
                        OperationRow.UPDATE + ", worker = NULL" + IF_HELD + " AND status = 'RUNNING'",
                        changes(claim, next))
                == 1;
    }

    private static @Nullable Object[] changes(Claim claim, Operation next) {
        return OperationRow.changes(
                next, claim.operation().id().value(), claim.worker().value(), claim.fence());
    }

    /** A held operation that has ended still keeps its server's current one back, until its worker lets go or is dead. */
    private List<Candidate> candidates(int limit, Instant now) {
        try {
            return sql.list(
                    CLAIMABLE,
                    row -> new Candidate(
                            row.number("id"), row.nullableUuid("worker"), row.number("server_id"), row.number("fence")),
                    OperationStatus.PENDING,
                    now,
                    limit,
                    OperationStatus.RUNNING,
                    now,
                    limit + BEGUN,
                    limit);
        } catch (RuntimeException e) {
            throw new NothingClaimedException(e);
        }
    }

    /** No more are locked than are wanted: the others' workers take the next ones. */
    private List<Claim> claim(List<Candidate> candidates, ReplicaId worker, int limit, Instant now) {
        List<Claim> claims = new ArrayList<>();
        int from = 0;
        while (claims.size() < limit && from < candidates.size()) {
            int to = Math.min(from + limit - claims.size(), candidates.size());
            claims.addAll(lock(candidates.subList(from, to), worker, now));
            from = to;
        }
        if (!claims.isEmpty()) {
            store(claims);
        }
        return claims;
    }

    /** Those that nobody else was first with, and that are still what they were. */
    private List<Claim> lock(List<Candidate> candidates, ReplicaId worker, Instant now) {
        Map<Long, Server> servers = lockServers(candidates);
        List<Candidate> free = candidates.stream()
                .filter(candidate -> candidate.isStillOf(servers.get(candidate.server)))
                .toList();
        Map<Long, Held> operations = lockOperations(free, now);
        List<Claim> claims = new ArrayList<>();
        for (Candidate candidate : free) {
            Server server = servers.get(candidate.server);
            Held held = operations.get(candidate.operation);
            if (server != null && held != null && candidate.isStillHeldBy(held.worker)) {
                claims.add(new Claim(held.operation.claim(now), server.withNextFence(), worker));
            }
        }
        return claims;
    }

    /** Without waiting: what is locked, others are busy with. */
    private Map<Long, Server> lockServers(List<Candidate> candidates) {
        Object[] ids = candidates.stream().map(Candidate::server).toArray();
        return sql
                .list(
                        "SELECT * FROM servers WHERE id IN (" + Sql.marks(ids) + ") FOR UPDATE SKIP LOCKED",
                        ServerRow::toDomain,
                        ids)
                .stream()
                .collect(Collectors.toMap(server -> server.id().value(), server -> server));
    }

    private Map<Long, Held> lockOperations(List<Candidate> free, Instant now) {
        if (free.isEmpty()) {
            return Map.of();
        }
        Object[] ids = free.stream().map(Candidate::operation).toArray();
        return sql
                .list(
                        // by nothing but the key: with a status, a planner that saw the queue empty reads all of it
                        "SELECT * FROM operations WHERE id IN (" + Sql.marks(ids) + ") ORDER BY id FOR UPDATE",
                        row -> new Held(OperationRow.toDomain(row), row.nullableUuid("worker")),
                        ids)
                .stream()
                .filter(held -> held.isDueAt(now))
                .collect(Collectors.toMap(held -> held.operation.id().value(), held -> held));
    }

    /** Two batches, however many they are. */
    private void store(List<Claim> claims) {
        sql.batch(
                "UPDATE servers SET fence = ? WHERE id = ?",
                claims.stream()
                        .map(claim ->
                                new Object[] {claim.fence(), claim.server().id().value()})
                        .toList());
        sql.batch(
                OperationRow.UPDATE + ", worker = ?, fence = ? WHERE id = ?",
                claims.stream()
                        .map(claim -> OperationRow.changes(
                                claim.operation(),
                                claim.worker().value(),
                                claim.fence(),
                                claim.operation().id().value()))
                        .toList());
    }

    /** What was due when it was looked for. */
    private record Candidate(long operation, @Nullable UUID deadWorker, long server, long fence) {
        boolean isStillOf(@Nullable Server locked) {
            return locked != null
                    && locked.fence() == fence
                    && new OperationId(operation).equals(locked.currentOperation());
        }

        boolean isStillHeldBy(@Nullable UUID worker) {
            return worker == null || worker.equals(deadWorker);
        }
    }

    private record Held(Operation operation, @Nullable UUID worker) {
        boolean isDueAt(Instant time) {
            return !operation.status().hasEnded() && !operation.dueAt().isAfter(time);
        }
    }
}
