package dev.berth.application.server.port.out;

import dev.berth.domain.account.AccountId;
import dev.berth.domain.server.Hold;
import dev.berth.domain.server.HoldKind;
import dev.berth.domain.server.ServerId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who holds servers and why, for people to read. What holds a server is in the server itself, and changes in the same
 * transaction, which has locked the server.
 */
public interface HoldRepository {
    /**
     * An account without credit, with servers that the billing does not hold.
     *
     * @param exhaustedAt since when nothing has been left of its credit
     */
    record Unpaid(AccountId account, Instant exhaustedAt) {}

    /**
     * A server that the billing holds, of an account that has had credit again.
     *
     * @param since when the hold was placed
     */
    record Paid(ServerId server, Instant since) {}

    /** Stores a hold of a kind that the server does not have. */
    void insert(ServerId server, Hold hold);

    /** Removes the server's hold of this kind. */
    void remove(ServerId server, HoldKind kind);

    /** The holds of those of these servers that have any, by their kinds. One statement: not for thousands at once. */
    Map<ServerId, List<Hold>> of(Collection<ServerId> servers);

    /**
     * Accounts that are exhausted since this time or longer and have visible servers that the billing does not hold, the
     * longest exhausted first. One statement.
     *
     * @param after only what comes after this one in that order; null from the beginning
     * @param limit how many at most
     */
    List<Unpaid> unpaid(Instant time, @Nullable Unpaid after, int limit);

    /**
     * The account's visible servers with ids above this one that the billing does not hold, ascending, at most
     * {@code limit}. One statement.
     */
    List<ServerId> notHeld(AccountId account, long afterId, int limit);

    /**
     * Visible servers with ids above this one whose hold by the billing has lost its reason, ascending, at most
     * {@code limit}: there has been credit since it was placed, and the account is not exhausted again since this time or
     * longer. One statement.
     */
    List<Paid> paid(Instant time, long afterId, int limit);
}
