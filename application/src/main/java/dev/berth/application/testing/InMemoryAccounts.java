package dev.berth.application.testing;

import dev.berth.application.account.port.out.AccountRepository;
import dev.berth.domain.account.Account;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.Booking;
import dev.berth.domain.account.CreditEntry;
import dev.berth.domain.account.Money;
import dev.berth.domain.error.DomainException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

final class InMemoryAccounts implements AccountRepository {
    private final InMemoryTransactions transactions;
    private final InMemoryTable<Long, Account> accounts;
    private final InMemoryTable<Long, CreditEntry> entries;
    private final AtomicLong lastId = new AtomicLong();

    InMemoryAccounts(InMemoryTransactions transactions) {
        this.transactions = transactions;
        accounts = new InMemoryTable<>(transactions);
        entries = new InMemoryTable<>(transactions);
    }

    @Override
    public Account insert(String name, int maxServers, Instant now) {
        return put(Account.open(new AccountId(lastId.incrementAndGet()), name, maxServers, now));
    }

    @Override
    public Optional<Account> find(AccountId account) {
        return accounts.get(account.value());
    }

    @Override
    public List<Account> page(long afterId, int limit) {
        return accounts.after(afterId).limit(limit).toList();
    }

    @Override
    public long count() {
        return accounts.rows().size();
    }

    @Override
    public Optional<Account> lock(AccountId account) {
        return find(account); // a transaction here has the whole store to itself
    }

    @Override
    public boolean enroll(AccountId account, Money hourlyPrice, int minimumHours) {
        return transactions.statement(() -> find(account)
                .filter(found -> hasRoomFor(found, hourlyPrice, minimumHours))
                .map(found -> put(found.adjust(hourlyPrice, 1)))
                .isPresent());
    }

    private static boolean hasRoomFor(Account account, Money hourlyPrice, int minimumHours) {
        try {
            account.requireRoomFor(hourlyPrice, minimumHours);
            return true;
        } catch (DomainException refusal) {
            return false;
        }
    }

    @Override
    public void setMaxServers(AccountId account, int maxServers) {
        change(account, found -> with(found, maxServers, found.closedAt(), found.exhaustedAt()));
    }

    @Override
    public void close(AccountId account, Instant now) {
        change(account, found -> with(found, 0, now, null));
    }

    @Override
    public void adjust(AccountId account, Money hourlyCost, int servers) {
        change(account, found -> found.adjust(hourlyCost, servers));
    }

    @Override
    public void adjust(AccountId account, Money hourlyCost, int servers, Booking booking, Instant now) {
        transactions.statement(() -> find(account)
                .map(found -> write(put(found.adjust(hourlyCost, servers).book(booking.amount(), now)), booking, now)));
    }

    @Override
    public Optional<CreditEntry> entry(AccountId account, String reference) {
        return entries.first(
                entry -> entry.accountId().equals(account) && entry.reference().equals(reference));
    }

    @Override
    public CreditEntry book(Account account, Booking booking, Instant now) {
        return transactions.statement(() -> write(put(account.book(booking.amount(), now)), booking, now));
    }

    @Override
    public void bookAll(Account account, List<Booking> bookings, Instant now) {
        Account next = account;
        for (Booking booking : bookings) {
            next = next.book(booking.amount(), now);
            write(next, booking, now);
        }
        put(next);
    }

    @Override
    public List<CreditEntry> ledger(AccountId account, long beforeId, int limit) {
        return entriesOf(account)
                .filter(entry -> entry.id() < beforeId)
                .sorted(Comparator.comparing(CreditEntry::id).reversed())
                .limit(limit)
                .toList();
    }

    @Override
    public long countEntries(AccountId account) {
        return entriesOf(account).count();
    }

    private Stream<CreditEntry> entriesOf(AccountId account) {
        return entries.rows().stream().filter(entry -> entry.accountId().equals(account));
    }

    /** @param after the account, with this booked already */
    private CreditEntry write(Account after, Booking booking, Instant now) {
        if (entry(after.id(), booking.reference()).isPresent()) {
            throw new IllegalStateException("booked before: " + booking);
        }
        CreditEntry entry = new CreditEntry(
                lastId.incrementAndGet(),
                after.id(),
                booking.kind(),
                booking.serverId(),
                booking.amount(),
                after.balance(),
                booking.reference(),
                booking.description(),
                now);
        entries.put(entry.id(), entry);
        return entry;
    }

    private void change(AccountId account, UnaryOperator<Account> change) {
        transactions.statement(() -> find(account).map(change).map(this::put));
    }

    private Account put(Account account) {
        accounts.put(account.id().value(), account);
        return account;
    }

    private static Account with(
            Account account, int maxServers, @Nullable Instant closedAt, @Nullable Instant exhaustedAt) {
        return new Account(
                account.id(),
                account.name(),
                account.balance(),
                account.hourlyCost(),
                account.servers(),
                maxServers,
                account.createdAt(),
                closedAt,
                exhaustedAt);
    }
}
