package dev.berth.application.testing;

import dev.berth.application.account.port.out.AccountRepository;
import dev.berth.domain.account.Account;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.CreditEntry;
import dev.berth.domain.account.Money;
import dev.berth.domain.error.DomainException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

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
        Account account =
                new Account(new AccountId(lastId.incrementAndGet()), name, Money.ZERO, Money.ZERO, 0, maxServers, now);
        put(account);
        return account;
    }

    @Override
    public Optional<Account> find(AccountId account) {
        return accounts.get(account.value());
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
    public void adjust(AccountId account, Money hourlyCost, int servers) {
        transactions.statement(() -> find(account)
                .map(found -> put(with(found, found.hourlyCost().plus(hourlyCost), found.servers() + servers))));
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
        put(new Account(
                account.id(),
                account.name(),
                balance,
                account.hourlyCost(),
                account.servers(),
                account.maxServers(),
                account.createdAt()));
        return entry;
    }

    private Account put(Account account) {
        accounts.put(account.id().value(), account);
        return account;
    }

    private static Account with(Account account, Money hourlyCost, int servers) {
        return new Account(
                account.id(),
                account.name(),
                account.balance(),
                hourlyCost,
                servers,
                account.maxServers(),
                account.createdAt());
    }
}
