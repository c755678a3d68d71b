package dev.berth.persistence.account;

import dev.berth.application.account.port.out.AccountRepository;
import dev.berth.domain.account.Account;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.Booking;
import dev.berth.domain.account.CreditEntry;
import dev.berth.domain.account.EntryKind;
import dev.berth.domain.account.Money;
import dev.berth.domain.server.ServerId;
import dev.berth.persistence.Row;
import dev.berth.persistence.Sql;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

@Singleton
final class JdbcAccountRepository implements AccountRepository {
    private static final String INSERT_ENTRY =
            "INSERT INTO credit_entries (account_id, kind, server_id, amount, balance, reference, description, created_at) ";

    private static final String BOOK = """
            balance = balance + ?,
              exhausted_at = CASE WHEN balance + ? > 0 THEN NULL
                WHEN balance <= 0 AND exhausted_at IS NOT NULL THEN exhausted_at ELSE ? END
            WHERE id = ?""";

    private final Sql sql;

    JdbcAccountRepository(Sql sql) {
        this.sql = sql;
    }

    @Override
    public Account insert(String name, int maxServers, Instant now) {
        long id = sql.insert("""
                INSERT INTO accounts (name, balance, hourly_cost, servers, max_servers, created_at)
                VALUES (?, 0, 0, 0, ?, ?)""", name, maxServers, now);
        return Account.open(new AccountId(id), name, maxServers, now);
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
        sql.update(
                "UPDATE accounts SET closed_at = ?, max_servers = 0, exhausted_at = NULL WHERE id = ?",
                now,
                account.value());
    }

    @Override
    public void adjust(AccountId account, Money hourlyCost, int servers) {
        sql.update(
                "UPDATE accounts SET hourly_cost = hourly_cost + ?, servers = servers + ? WHERE id = ?",
                hourlyCost.amount(),
                servers,
                account.value());
    }

    /** With its entry written second: its balance is then the one of a row that this transaction holds. */
    @Override
    public void adjust(AccountId account, Money hourlyCost, int servers, Booking booking, Instant now) {
        sql.update(
                "UPDATE accounts SET hourly_cost = hourly_cost + ?, servers = servers + ?, " + BOOK,
                hourlyCost.amount(),
                servers,
                booking.amount().amount(),
                booking.amount().amount(),
                now,
                account.value());
        sql.update(
                INSERT_ENTRY + "SELECT id, ?, ?, ?, balance, ?, ?, ? FROM accounts WHERE id = ?",
                booking.kind(),
                serverId(booking),
                booking.amount().amount(),
                booking.reference(),
                booking.description(),
                now,
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
    public CreditEntry book(Account account, Booking booking, Instant now) {
        Money balance = account.balance().plus(booking.amount());
        long id = sql.insert(INSERT_ENTRY + "VALUES (?, ?, ?, ?, ?, ?, ?, ?)", entry(account, booking, balance, now));
        add(account, booking.amount(), now);
        return new CreditEntry(
                id,
                account.id(),
                booking.kind(),
                booking.serverId(),
                booking.amount(),
                balance,
                booking.reference(),
                booking.description(),
                now);
    }

    @Override
    public void bookAll(Account account, List<Booking> bookings, Instant now) {
        List<@Nullable Object[]> entries = new ArrayList<>();
        Money balance = account.balance();
        for (Booking booking : bookings) {
            balance = balance.plus(booking.amount());
            entries.add(entry(account, booking, balance, now));
        }
        sql.batch(INSERT_ENTRY + "VALUES (?, ?, ?, ?, ?, ?, ?, ?)", entries);
        add(account, balance.minus(account.balance()), now);
    }

    @Override
    public List<CreditEntry> ledger(AccountId account, long beforeId, int limit) {
        return sql.list(
                // as the index is, or H2 reads and sorts the rest of the ledger for every page
                "SELECT * FROM credit_entries WHERE account_id = ? AND id < ? ORDER BY account_id, id DESC LIMIT ?",
                JdbcAccountRepository::entry,
                account.value(),
                beforeId,
                limit);
    }

    @Override
    public long countEntries(AccountId account) {
        return sql.only(
                "SELECT COUNT(*) AS total FROM credit_entries WHERE account_id = ?",
                row -> row.number("total"),
                account.value());
    }

    private void add(Account account, Money amount, Instant now) {
        sql.update(
                "UPDATE accounts SET " + BOOK,
                amount.amount(),
                amount.amount(),
                now,
                account.id().value());
    }

    private static @Nullable Object[] entry(Account account, Booking booking, Money balance, Instant now) {
        return new @Nullable Object[] {
            account.id().value(),
            booking.kind(),
            serverId(booking),
            booking.amount().amount(),
            balance.amount(),
            booking.reference(),
            booking.description(),
            now
        };
    }

    private static @Nullable Long serverId(Booking booking) {
        ServerId server = booking.serverId();
        return server == null ? null : server.value();
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
                row.nullableTime("closed_at"),
                row.nullableTime("exhausted_at"));
    }

    private static CreditEntry entry(Row row) throws SQLException {
        Long server = row.nullableNumber("server_id");
        return new CreditEntry(
                row.number("id"),
                new AccountId(row.number("account_id")),
                row.constant(EntryKind.class, "kind"),
                server == null ? null : new ServerId(server),
                row.money("amount"),
                row.money("balance"),
                row.text("reference"),
                row.text("description"),
                row.time("created_at"));
    }
}
