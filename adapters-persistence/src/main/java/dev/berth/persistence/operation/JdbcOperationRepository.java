package dev.berth.persistence.operation;

import dev.berth.application.operation.port.out.OperationRepository;
import dev.berth.domain.operation.Operation;
import dev.berth.domain.operation.OperationId;
import dev.berth.persistence.Sql;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

@Singleton
final class JdbcOperationRepository implements OperationRepository {
    private final Sql sql;

    JdbcOperationRepository(Sql sql) {
        this.sql = sql;
    }

    @Override
    public OperationId nextId() {
        return sql.only("SELECT nextval('operation_ids') AS id", row -> new OperationId(row.number("id")));
    }

    @Override
    public void insert(Operation operation) {
        sql.update(OperationRow.INSERT, OperationRow.of(operation));
    }

    @Override
    public void save(Operation operation) {
        sql.update(
                OperationRow.UPDATE + " WHERE id = ?",
                OperationRow.changes(operation, operation.id().value()));
    }

    @Override
    public Optional<Operation> find(OperationId operation) {
        return sql.first("SELECT * FROM operations WHERE id = ?", OperationRow::toDomain, operation.value());
    }

    @Override
    public List<Operation> findAll(Collection<OperationId> wanted) {
        return among(wanted, "");
    }

    @Override
    public List<Operation> ended(Collection<OperationId> awaited) {
        return among(awaited, " AND status NOT IN ('PENDING', 'RUNNING')");
    }

    private List<Operation> among(Collection<OperationId> ids, String condition) {
        if (ids.isEmpty()) {
            return List.of();
        }
        Object[] arguments = Sql.padded(ids.stream().map(OperationId::value).toList());
        return sql.list(
                "SELECT * FROM operations WHERE id IN (" + Sql.marks(arguments) + ")" + condition,
                OperationRow::toDomain,
                arguments);
    }
}
