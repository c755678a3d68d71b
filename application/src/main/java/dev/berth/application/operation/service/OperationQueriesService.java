package dev.berth.application.operation.service;

import dev.berth.application.operation.port.in.OperationQueries;
import dev.berth.application.operation.port.out.OperationRepository;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.operation.Operation;
import dev.berth.domain.operation.OperationId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Reads operations: single statements, no transaction. */
public final class OperationQueriesService implements OperationQueries {
    private final OperationRepository operations;
    private final OperationWaiters waiters;

    public OperationQueriesService(OperationRepository operations, OperationWaiters waiters) {
        this.operations = operations;
        this.waiters = waiters;
    }

    @Override
    public Operation get(AccountId account, OperationId operation) {
        return operations
                .find(operation)
                .filter(found -> found.accountId().equals(account))
                .orElseThrow(operation::notFound);
    }

    @Override
    public CompletionStage<Operation> await(AccountId account, OperationId operation, Duration atMost) {
        return atMost.isZero() || atMost.isNegative()
                ? CompletableFuture.completedFuture(get(account, operation))
                : waiters.await(operation, atMost, () -> get(account, operation));
    }
}
