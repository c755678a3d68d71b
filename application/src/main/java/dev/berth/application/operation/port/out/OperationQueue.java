package dev.berth.application.operation.port.out;

import dev.berth.domain.operation.Operation;
import dev.berth.domain.server.Server;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The operations that wait to be worked on. Every change is conditional on the claim being the operation's latest and
 * the operation not having ended; a change that did not happen means that somebody else has taken over.
 */
public interface OperationQueue {
    /**
     * Claims operations that are due, oldest first. Claimable is the current operation of its server, pending or
     * running, due, held by nobody or by a dead replica; and no other operation of the server may still be held by a
     * live one. Each claim raises its server's fence and applies {@link Operation#claim}.
     *
     * @param worker who claims; must be alive
     * @param limit at most this many
     * @param now the time that counts as due
     * @throws NothingClaimedException when it is certain that nothing was; after any other failure something may have been
     */
    List<Claim> claim(ReplicaId worker, int limit, Instant now);

    /**
     * Records progress and keeps the claim.
     *
     * @return whether the claim still held
     */
    boolean checkpoint(Claim claim, Operation next);

    /**
     * Records when to go on, and gives the claim back.
     *
     * @return whether the claim still held
     */
    boolean again(Claim claim, Operation next);

    /**
     * Locks the claim's server until the transaction under way ends.
     *
     * @return the server as it is now; empty when the claim no longer holds
     */
    Optional<Server> hold(Claim claim);

    /** Records the end of an operation whose server is held, and gives the claim back. */
    void finish(Claim claim, Operation ended);

    /** Gives the claim back after it was lost, so that whoever waits for that can go on. */
    void letGo(Claim claim);
}
