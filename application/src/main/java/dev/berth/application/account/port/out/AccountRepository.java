package dev.berth.application.account.port.out;

import dev.berth.domain.account.Account;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.Booking;
import dev.berth.domain.account.CreditEntry;
import dev.berth.domain.account.Money;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Accounts and their credit, as they are stored. */
public interface AccountRepository {
    /** Stores a new account without credit. */
    Account insert(String name, int maxServers, Instant now);

    /** The account. */
    Optional<Account> find(AccountId account);

    /** At most so many accounts with higher ids than this, ascending. */
    List<Account> page(long afterId, int limit);

    /** How many accounts there are. */
    long count();

    /** The account, locked until the transaction under way ends. */
    Optional<Account> lock(AccountId account);

    /**
     * Counts one more server in the account, if it is open and its quota and its credit allow: the rule of
     * {@link Account#requireRoomFor} as one conditional update.
     *
     * @return whether it was counted
     */
    boolean enroll(AccountId account, Money hourlyPrice, int minimumHours);

    /** Sets how many servers the account may have. */
    void setMaxServers(AccountId account, int maxServers);

    /**
     * Closes an account that the transaction under way has locked. It is left no quota, which keeps a version that knows no
     * closed accounts from enrolling, and is not looked for as exhausted any more.
     */
    void close(AccountId account, Instant now);

    /**
     * Changes what the account is counted with.
     *
     * @param hourlyCost what to add to its hourly cost; may be negative
     * @param servers what to add to its number of servers; may be negative
     */
    void adjust(AccountId account, Money hourlyCost, int servers);

    /**
     * The same, and books an entry in one go; the account need not be locked.
     *
     * @param hourlyCost what to add to its hourly cost; may be negative
     * @param servers what to add to its number of servers; may be negative
     */
    void adjust(AccountId account, Money hourlyCost, int servers, Booking booking, Instant now);

    /** The entry that was booked under this reference. */
    Optional<CreditEntry> entry(AccountId account, String reference);

    /** Books an entry on an account that the transaction under way has locked: {@link Account#book}. */
    CreditEntry book(Account account, Booking booking, Instant now);

    /** Books entries, in this order, on an account that the transaction under way has locked. */
    void bookAll(Account account, List<Booking> bookings, Instant now);

    /** The account's entries with ids below this one, newest first, at most {@code limit}. One statement. */
    List<CreditEntry> ledger(AccountId account, long beforeId, int limit);

    /** How many entries {@link #ledger} would find in all. */
    long countEntries(AccountId account);
}
