package dev.berth.application.port.out;

import java.util.function.Supplier;

/** All or nothing. A single statement needs none of this; a hypervisor is never called inside. */
public interface Transactions {
    /**
     * Runs the work in a transaction: the one under way, or else a new one that commits when the work returns and rolls
     * back when it throws. After a deadlock or a serialization failure a new one is run again, a few times, so the work
     * must not keep state of its own.
     *
     * @throws dev.berth.domain.error.DomainException {@code UNAVAILABLE} when the store does not answer
     */
    <T> T required(Supplier<T> work);

    /**
     * The same for work that may take a minute, because no client waits for it or it is much; {@link #required} gives up
     * on work that takes longer than clients wait.
     */
    default <T> T unhurried(Supplier<T> work) {
        return required(work);
    }

    /** Runs the action once the transaction under way has committed; at once when there is none. */
    void afterCommit(Runnable action);
}
