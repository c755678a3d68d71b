package dev.berth.persistence.server;

import dev.berth.application.server.port.out.HoldRepository;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.server.Hold;
import dev.berth.domain.server.HoldKind;
import dev.berth.domain.server.ServerId;
import dev.berth.persistence.Row;
import dev.berth.persistence.Sql;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

@Singleton
final class JdbcHoldRepository implements HoldRepository {
    /** As the server's own row has it; the name is part of no other's. */
    private static final String NOT_HELD = "s.deleted = FALSE AND s.holds NOT LIKE '%BILLING%'";

    private static final Unpaid BEFORE_ALL = new Unpaid(new AccountId(0), Instant.EPOCH);

    private final Sql sql;

    JdbcHoldRepository(Sql sql) {
        this.sql = sql;
    }

    @Override
    public void insert(ServerId server, Hold hold) {
        sql.update(
                "INSERT INTO server_holds (server_id, kind, actor, reason, created_at) VALUES (?, ?, ?, ?, ?)",
                server.value(),
                hold.kind(),
                hold.actor(),
                hold.reason(),
                hold.since());
    }

    @Override
    public void remove(ServerId server, HoldKind kind) {
        sql.update("DELETE FROM server_holds WHERE server_id = ? AND kind = ?", server.value(), kind);
    }

    @Override
    public Map<ServerId, List<Hold>> of(Collection<ServerId> servers) {
        if (servers.isEmpty()) {
            return Map.of();
        }
        Object[] ids = Sql.padded(servers.stream().map(ServerId::value).toList());
        return sql
                .list("SELECT * FROM server_holds WHERE server_id IN (" + Sql.marks(ids) + ")", HeldRow::toDomain, ids)
                .stream()
                .sorted(Comparator.comparing(row -> row.hold.kind()))
                .collect(
                        Collectors.groupingBy(HeldRow::server, Collectors.mapping(HeldRow::hold, Collectors.toList())));
    }

    @Override
    public List<Unpaid> unpaid(Instant time, @Nullable Unpaid after, int limit) {
        Unpaid last = after == null ? BEFORE_ALL : after;
        return sql.list(
                // not EXISTS, which can become a join that reads all servers; none are looked for where none are left
                """
                SELECT a.id, a.exhausted_at FROM accounts a
                WHERE a.exhausted_at <= ? AND (a.exhausted_at, a.id) > (?, ?) AND a.balance <= 0 AND a.servers > 0
                  AND (SELECT MIN(s.id) FROM servers s WHERE s.account_id = a.id AND %s) IS NOT NULL
                ORDER BY a.exhausted_at, a.id LIMIT ?""".formatted(NOT_HELD),
                row -> new Unpaid(new AccountId(row.number("id")), row.time("exhausted_at")),
                time,
                last.exhaustedAt(),
                last.account().value(),
                limit);
    }

    @Override
    public List<ServerId> notHeld(AccountId account, long afterId, int limit) {
        return sql.list(
                "SELECT s.id FROM servers s WHERE s.account_id = ? AND " + NOT_HELD
                        + " AND s.id > ? ORDER BY s.account_id, s.deleted, s.id LIMIT ?",
                row -> new ServerId(row.number("id")),
                account.value(),
                afterId,
                limit);
    }

    @Override
    public List<Paid> paid(Instant time, long afterId, int limit) {
        return sql.list(
                // the same: one look at a server and its account for each hold; those of deleted servers are from a
                // replica of the version before, which leaves them
                """
                SELECT h.server_id, h.created_at FROM server_holds h
                WHERE h.kind = 'BILLING' AND h.server_id > ? AND (
                  SELECT COUNT(*) FROM servers s JOIN accounts a ON a.id = s.account_id
                  WHERE s.id = h.server_id AND s.deleted = FALSE AND (a.balance > 0 OR a.exhausted_at IS NULL
                    OR (a.exhausted_at > h.created_at AND a.exhausted_at > ?))) = 1
                ORDER BY h.kind, h.server_id LIMIT ?""",
                row -> new Paid(new ServerId(row.number("server_id")), row.time("created_at")),
                afterId,
                time,
                limit);
    }

    private record HeldRow(ServerId server, Hold hold) {
        static HeldRow toDomain(Row row) throws SQLException {
            return new HeldRow(
                    new ServerId(row.number("server_id")),
                    new Hold(
                            row.constant(HoldKind.class, "kind"),
                            row.text("actor"),
                            row.text("reason"),
                            row.time("created_at")));
        }
    }
}
