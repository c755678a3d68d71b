package dev.berth.application.operation.port.out;

import dev.berth.domain.operation.Operation;
import dev.berth.domain.operation.OperationId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Operations, as they are stored. */
public interface OperationRepository {
    /** An id that no operation has had. */
    OperationId nextId();

    /** Stores a new operation: from its commit on it can be claimed. */
    void insert(Operation operation);

    /** Stores the next state of an operation whose server the transaction under way has locked. Keeps its worker. */
    void save(Operation operation);

    /** The operation. */
    Optional<Operation> find(OperationId operation);

    /** Those of these operations that are there, in any order. One statement: not for thousands at once. */
    List<Operation> findAll(Collection<OperationId> wanted);

    /** Those of these operations that have ended, in any order. One statement: not for thousands at once. */
    List<Operation> ended(Collection<OperationId> awaited);
}
