package dev.berth.persistence.operation;

import dev.berth.domain.account.AccountId;
import dev.berth.domain.operation.Operation;
import dev.berth.domain.operation.OperationFailure;
import dev.berth.domain.operation.OperationId;
import dev.berth.domain.operation.OperationKind;
import dev.berth.domain.operation.OperationStatus;
import dev.berth.domain.server.ServerId;
import dev.berth.persistence.Row;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rows of {@code operations}, without {@code worker} and {@code fence}: those are the queue's. */
final class OperationRow {
    static final String INSERT = """
            INSERT INTO operations (status, steps_done, attempts, grace_until, relocating, due_at, deadline, failure,
              started_at, finished_at, id, server_id, account_id, kind, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    /** Begins a statement that stores the next state; {@link #changes} has its arguments. */
    static final String UPDATE = """
            UPDATE operations SET status = ?, steps_done = ?, attempts = ?, grace_until = ?, relocating = ?, due_at = ?,
              deadline = ?, failure = ?, started_at = ?, finished_at = ?""";

    private OperationRow() {}

    /** The arguments of {@link #INSERT}. */
    static @Nullable Object[] of(Operation operation) {
        return changes(
                operation,
                operation.id().value(),
                operation.serverId().value(),
                operation.accountId().value(),
                operation.kind(),
                operation.createdAt());
    }

    /** The arguments of {@link #UPDATE}, and those of what follows it. */
    static @Nullable Object[] changes(Operation operation, Object... more) {
        Stream<@Nullable Object> changing = Stream.of(
                operation.status(),
                operation.stepsDone(),
                operation.attempts(),
                operation.graceUntil(),
                operation.relocating(),
                operation.dueAt(),
                operation.deadline(),
                operation.failure(),
                operation.startedAt(),
                operation.finishedAt());
        return Stream.concat(changing, Stream.of(more)).toArray();
    }

    static Operation toDomain(Row row) throws SQLException {
        return new Operation(
                new OperationId(row.number("id")),
                new ServerId(row.number("server_id")),
                new AccountId(row.number("account_id")),
                row.constant(OperationKind.class, "kind"),
                row.constant(OperationStatus.class, "status"),
                Math.toIntExact(row.number("steps_done")),
                Math.toIntExact(row.number("attempts")),
                row.nullableTime("grace_until"),
                row.flag("relocating"),
                row.time("due_at"),
                row.nullableTime("deadline"),
                row.nullableConstant(OperationFailure.class, "failure"),
                row.time("created_at"),
                row.nullableTime("started_at"),
                row.nullableTime("finished_at"));
    }
}
