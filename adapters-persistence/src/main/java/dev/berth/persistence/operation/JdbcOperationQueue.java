package dev.berth.persistence.operation;

import dev.berth.application.operation.port.out.Claim;
import dev.berth.application.operation.port.out.OperationQueue;
import dev.berth.application.operation.port.out.ReplicaId;
import dev.berth.application.port.out.Transactions;
import dev.berth.domain.operation.Operation;
import dev.berth.domain.server.Server;
import dev.berth.persistence.Sql;
import dev.berth.persistence.server.ServerRow;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Singleton
final class JdbcOperationQueue implements OperationQueue {
    /** How many candidates are looked at for each that is wanted: others claim at the same time. */
    private static final int SPARE = 4;

    private static final String IF_HELD = " WHERE id = ? AND worker = ? AND fence = ?";

    private final Sql sql;
    private final Transactions transactions;

    JdbcOperationQueue(Sql sql, Transactions transactions) {
        this.sql = sql;
        this.transactions = transactions;
    }

    @Override
    public List<Claim> claim(ReplicaId worker, int limit, Instant now) {
        List<Claim> claims = new ArrayList<>();
        for (Candidate candidate : candidates(limit * SPARE, now)) {
            if (claims.size() == limit) {
                break;
            }
            claim(candidate, worker, now).ifPresent(claims::add);
        }
        return claims;
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
        return sql.list(
                """
                SELECT o.id, o.worker, o.server_id, s.fence FROM operations o
                JOIN servers s ON s.id = o.server_id AND s.current_operation_id = o.id
                WHERE o.status IN ('PENDING', 'RUNNING') AND o.due_at <= ?
                  AND NOT EXISTS (
                    SELECT 1 FROM operations held JOIN replicas r ON r.id = held.worker
                    WHERE held.server_id = o.server_id AND r.lease_until > CURRENT_TIMESTAMP)
                ORDER BY o.due_at, o.id LIMIT ?""",
                row -> new Candidate(
                        row.number("id"), row.nullableUuid("worker"), row.number("server_id"), row.number("fence")),
                now,
                limit);
    }

    /** Empty when somebody else was first, or the operation is not what it was. */
    private Optional<Claim> claim(Candidate candidate, ReplicaId worker, Instant now) {
        return transactions.required(() -> {
            Server server = lockServer(candidate);
            Operation operation = server == null ? null : lockOperation(candidate, now);
            return server == null || operation == null
                    ? Optional.empty()
                    : Optional.of(take(server.withNextFence(), operation.claim(now), worker));
        });
    }

    private @Nullable Server lockServer(Candidate candidate) {
        return sql.first(
                        "SELECT * FROM servers WHERE id = ? AND current_operation_id = ? AND fence = ? FOR UPDATE",
                        ServerRow::toDomain,
                        candidate.server,
                        candidate.operation,
                        candidate.fence)
                .orElse(null);
    }

    private @Nullable Operation lockOperation(Candidate candidate, Instant now) {
        return sql.first("""
                        SELECT * FROM operations
                        WHERE id = ? AND status IN ('PENDING', 'RUNNING') AND due_at <= ?
                          AND (worker IS NULL OR worker = ?)
                        FOR UPDATE""", OperationRow::toDomain, candidate.operation, now, candidate.deadWorker)
                .orElse(null);
    }

    private Claim take(Server server, Operation operation, ReplicaId worker) {
        sql.update(
                "UPDATE servers SET fence = ? WHERE id = ?",
                server.fence(),
                server.id().value());
        sql.update(
                OperationRow.UPDATE + ", worker = ?, fence = ? WHERE id = ?",
                OperationRow.changes(
                        operation,
                        worker.value(),
                        server.fence(),
                        operation.id().value()));
        return new Claim(operation, server, worker);
    }

    private record Candidate(long operation, @Nullable UUID deadWorker, long server, long fence) {}
}
