package dev.berth.application.operation.service;

import dev.berth.application.operation.port.in.OperationQueries;
import dev.berth.application.operation.port.out.OperationRepository;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.operation.Operation;
import dev.berth.domain.operation.OperationId;

/** Reads operations: single statements, no transaction. */
public final class OperationQueriesService implements OperationQueries {
    private final OperationRepository operations;

    public OperationQueriesService(OperationRepository operations) {
        this.operations = operations;
    }

    @Override
    public Operation get(AccountId account, OperationId operation) {
        return operations
                .find(operation)
                .filter(found -> found.accountId().equals(account))
                .orElseThrow(operation::notFound);
    }
}
