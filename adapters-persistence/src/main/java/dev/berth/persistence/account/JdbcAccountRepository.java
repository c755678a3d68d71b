package dev.berth.persistence.account;

import dev.berth.application.account.port.out.AccountRepository;
import dev.berth.domain.account.Account;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.CreditEntry;
import dev.berth.domain.account.Money;
import dev.berth.persistence.Row;
import dev.berth.persistence.Sql;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

@Singleton
final class JdbcAccountRepository implements AccountRepository {
    private final Sql sql;

    JdbcAccountRepository(Sql sql) {
        this.sql = sql;
    }

    @Override
    public Account insert(String name, int maxServers, Instant now) {
        long id = sql.insert("""
                INSERT INTO accounts (name, balance, hourly_cost, servers, max_servers, created_at)
                VALUES (?, 0, 0, 0, ?, ?)""", name, maxServers, now);
        return new Account(new AccountId(id), name, Money.ZERO, Money.ZERO, 0, maxServers, now, null);
    }

    @Override
    public Optional<Account> find(AccountId account) {
        return sql.first("SELECT * FROM accounts WHERE id = ?", JdbcAccountRepository::account, account.value());
    }

    @Override
    public List<Account> page(long afterId, int limit) {
        return sql.list(
                "SELECT * FROM accounts WHERE id > ? ORDER BY id LIMIT " + limit,
                JdbcAccountRepository::account,
                afterId);
    }

    @Override
    public long count() {
        return sql.only("SELECT COUNT(*) AS total FROM accounts", row -> row.number("total"));
    }

    @Override
    public Optional<Account> lock(AccountId account) {
        return sql.first(
                "SELECT * FROM accounts WHERE id = ? FOR UPDATE", JdbcAccountRepository::account, account.value());
    }

    @Override
    public boolean enroll(AccountId account, Money hourlyPrice, int minimumHours) {
        return sql.update("""
                        UPDATE accounts SET servers = servers + 1, hourly_cost = hourly_cost + ?
                        WHERE id = ? AND closed_at IS NULL AND servers < max_servers AND balance >= (hourly_cost + ?) * ?""", hourlyPrice.amount(), account.value(), hourlyPrice.amount(), minimumHours) == 1;
    }

    @Override
    public void setMaxServers(AccountId account, int maxServers) {
        sql.update("UPDATE accounts SET max_servers = ? WHERE id = ?", maxServers, account.value());
    }

    @Override
    public void close(AccountId account, Instant now) {
        sql.update("UPDATE accounts SET closed_at = ? WHERE id = ?", now, account.value());
    }

    @Override
    public void adjust(AccountId account, Money hourlyCost, int servers) {
        sql.update(
                "UPDATE accounts SET hourly_cost = hourly_cost + ?, servers = servers + ? WHERE id = ?",
                hourlyCost.amount(),
                servers,
                account.value());
    }

    @Override
    public Optional<CreditEntry> entry(AccountId account, String reference) {
        return sql.first(
                "SELECT * FROM credit_entries WHERE account_id = ? AND reference = ?",
                JdbcAccountRepository::entry,
                account.value(),
                reference);
    }

    @Override
    public CreditEntry book(Account account, Money amount, String reference, String description, Instant now) {
        Money balance = account.balance().plus(amount);
        long id = sql.insert("""
                INSERT INTO credit_entries (account_id, amount, balance, reference, description, created_at)
                VALUES (?, ?, ?, ?, ?, ?)""", account.id().value(), amount.amount(), balance.amount(), reference, description, now);
        sql.update(
                "UPDATE accounts SET balance = balance + ? WHERE id = ?",
                amount.amount(),
                account.id().value());
        return new CreditEntry(id, account.id(), amount, balance, reference, description, now);
    }

    private static Account account(Row row) throws SQLException {
        return new Account(
                new AccountId(row.number("id")),
                row.text("name"),
                row.money("balance"),
                row.money("hourly_cost"),
                Math.toIntExact(row.number("servers")),
                Math.toIntExact(row.number("max_servers")),
                row.time("created_at"),
                row.nullableTime("closed_at"));
    }

    private static CreditEntry entry(Row row) throws SQLException {
        return new CreditEntry(
                row.number("id"),
                new AccountId(row.number("account_id")),
                row.money("amount"),
                row.money("balance"),
                row.text("reference"),
                row.text("description"),
                row.time("created_at"));
    }
}
