package dev.berth.application.operation.port.in;

import dev.berth.domain.account.AccountId;
import dev.berth.domain.operation.Operation;
import dev.berth.domain.operation.OperationId;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** What can be read of operations. */
public interface OperationQueries {
    /** One operation of the account, also after its server is gone. Refuses with {@code OPERATION_NOT_FOUND}. */
    Operation get(AccountId account, OperationId operation);

    /**
     * Waits for an operation of the account to end, without a thread. The one read at the beginning is the caller's;
     * what depends on the stage runs elsewhere, and must not block there.
     *
     * <p>Refuses as {@link #get} does, and with {@code UNAVAILABLE} when too many wait: by throwing, at once, so that
     * there is no stage. Later the stage can fail only with {@code UNAVAILABLE}, when Berth shuts down.
     *
     * <p>A caller that loses interest cancels (or completes) {@link CompletionStage#toCompletableFuture()} of this very
     * stage, not of one that depends on it: nothing of the wait is left then. One that does not costs memory until its
     * time is over, and nothing else.
     *
     * @param atMost how long; zero or less does not wait, more than an hour counts as an hour
     * @return the operation as soon as it has ended, or else as it is when the time is over
     */
    CompletionStage<Operation> await(AccountId account, OperationId operation, Duration atMost);
}
