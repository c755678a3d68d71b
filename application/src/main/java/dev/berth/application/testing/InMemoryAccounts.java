package dev.berth.application.testing;

import dev.berth.application.account.port.out.AccountRepository;
import dev.berth.domain.account.Account;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.CreditEntry;
import dev.berth.domain.account.Money;
import dev.berth.domain.error.DomainException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
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
        Account account = new Account(
                new AccountId(lastId.incrementAndGet()), name, Money.ZERO, Money.ZERO, 0, maxServers, now, null);
        put(account);
        return account;
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
                .map(found -> put(with(found, found.hourlyCost().plus(hourlyPrice), found.servers() + 1)))
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
        change(
                account,
                found -> with(
                        found, found.balance(), found.hourlyCost(), found.servers(), maxServers, found.closedAt()));
    }

    @Override
    public void close(AccountId account, Instant now) {
        change(
                account,
                found -> with(found, found.balance(), found.hourlyCost(), found.servers(), found.maxServers(), now));
    }

    @Override
    public void adjust(AccountId account, Money hourlyCost, int servers) {
        change(account, found -> with(found, found.hourlyCost().plus(hourlyCost), found.servers() + servers));
    }

    @Override
    public Optional<CreditEntry> entry(AccountId account, String reference) {
        return entries.first(
                entry -> entry.accountId().equals(account) && entry.reference().equals(reference));
    }

    @Override
    public CreditEntry book(Account account, Money amount, String reference, String description, Instant now) {
        Money balance = account.balance().plus(amount);
        CreditEntry entry =
                new CreditEntry(lastId.incrementAndGet(), account.id(), amount, balance, reference, description, now);
        entries.put(entry.id(), entry);
        put(with(account, balance, account.hourlyCost(), account.servers(), account.maxServers(), account.closedAt()));
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
            Account account, Money balance, Money hourlyCost, int servers, int maxServers, @Nullable Instant closedAt) {
        return new Account(
                account.id(), account.name(), balance, hourlyCost, servers, maxServers, account.createdAt(), closedAt);
    }

    private static Account with(Account account, Money hourlyCost, int servers) {
        return with(account, account.balance(), hourlyCost, servers, account.maxServers(), account.closedAt());
    }
}
