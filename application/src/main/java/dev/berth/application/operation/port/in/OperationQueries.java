package dev.berth.application.operation.port.in;

import dev.berth.domain.account.AccountId;
import dev.berth.domain.operation.Operation;
import dev.berth.domain.operation.OperationId;

/** What can be read of operations. */
public interface OperationQueries {
    /** One operation of the account, also after its server is gone. Refuses with {@code OPERATION_NOT_FOUND}. */
    Operation get(AccountId account, OperationId operation);
}
