package dev.berth.persistence.audit;

import dev.berth.application.audit.port.out.AuditRepository;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.TokenId;
import dev.berth.domain.audit.Actor;
import dev.berth.domain.audit.AuditAction;
import dev.berth.domain.audit.AuditEntry;
import dev.berth.domain.audit.AuditFilter;
import dev.berth.domain.audit.FieldChange;
import dev.berth.persistence.Conditions;
import dev.berth.persistence.Row;
import dev.berth.persistence.Sql;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

@Singleton
final class JdbcAuditRepository implements AuditRepository {
    private final Sql sql;

    JdbcAuditRepository(Sql sql) {
        this.sql = sql;
    }

    @Override
    public void insert(
            Actor actor,
            AuditAction action,
            String subject,
            @Nullable AccountId account,
            List<FieldChange> changes,
            Instant now) {
        TokenId token = actor.token();
        long id = sql.insert(
                """
                INSERT INTO audit_entries
                  (token_id, actor, address, request_id, action, subject, account_id, created_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
                token == null ? null : token.value(),
                actor.name(),
                actor.address(),
                actor.requestId(),
                action,
                subject,
                account == null ? null : account.value(),
                now);
        if (!changes.isEmpty()) {
            sql.batch(
                    "INSERT INTO audit_changes (entry_id, field, before_value, after_value) VALUES (?, ?, ?, ?)",
                    changes.stream()
                            .map(change -> new @Nullable Object[] {id, change.field(), change.before(), change.after()})
                            .toList());
        }
    }

    @Override
    public List<AuditEntry> page(AuditFilter filter, long beforeId, int limit) {
        Conditions conditions = conditions(filter).and("id < ?", beforeId);
        List<AuditEntry> entries = sql.list(
                "SELECT * FROM audit_entries" + conditions.where() + " ORDER BY " + newestFirst(filter) + " LIMIT "
                        + limit,
                JdbcAuditRepository::entry,
                conditions.arguments());
        if (entries.isEmpty()) {
            return entries;
        }
        Map<Long, List<Change>> changes =
                changes(conditions, entries.get(entries.size() - 1).id());
        return entries.stream()
                .map(entry -> with(entry, changes.getOrDefault(entry.id(), List.of())))
                .toList();
    }

    @Override
    public long count(AuditFilter filter) {
        Conditions conditions = conditions(filter);
        return sql.only(
                "SELECT COUNT(*) AS total FROM audit_entries" + conditions.where(),
                row -> row.number("total"),
                conditions.arguments());
    }

    /** Of all entries of a page; the log only grows at its other end, so they are the same as before. */
    private Map<Long, List<Change>> changes(Conditions page, long lastId) {
        page.and("id >= ?", lastId);
        return sql
                .list(
                        "SELECT * FROM audit_changes WHERE entry_id IN (SELECT id FROM audit_entries" + page.where()
                                + ") ORDER BY entry_id, field",
                        row -> new Change(
                                row.number("entry_id"),
                                new FieldChange(
                                        row.text("field"),
                                        row.nullableText("before_value"),
                                        row.nullableText("after_value"))),
                        page.arguments())
                .stream()
                .collect(Collectors.groupingBy(Change::entry));
    }

    private static Conditions conditions(AuditFilter filter) {
        AccountId account = filter.account();
        TokenId token = filter.token();
        return new Conditions()
                .and("account_id = ?", account == null ? null : account.value())
                .and("action = ?", filter.action())
                .and("subject = ?", filter.subject())
                .and("token_id = ?", token == null ? null : token.value());
    }

    /** By all columns of the index that finds them, or H2 reads and sorts every match. */
    private static String newestFirst(AuditFilter filter) {
        if (filter.subject() != null) {
            return "action, subject, id DESC";
        }
        if (filter.account() != null) {
            return "account_id, id DESC";
        }
        if (filter.token() != null) {
            return "token_id, id DESC";
        }
        return filter.action() == null ? "id DESC" : "action, id DESC";
    }

    private static AuditEntry entry(Row row) throws SQLException {
        Long token = row.nullableNumber("token_id");
        Long account = row.nullableNumber("account_id");
        return new AuditEntry(
                row.number("id"),
                new Actor(
                        token == null ? null : new TokenId(token),
                        row.text("actor"),
                        row.nullableText("address"),
                        row.nullableText("request_id")),
                AuditAction.wireName(row.text("action")),
                row.text("subject"),
                account == null ? null : new AccountId(account),
                List.of(),
                row.time("created_at"));
    }

    private static AuditEntry with(AuditEntry entry, List<Change> changes) {
        return new AuditEntry(
                entry.id(),
                entry.actor(),
                entry.action(),
                entry.subject(),
                entry.account(),
                changes.stream().map(Change::change).toList(),
                entry.createdAt());
    }

    private record Change(long entry, FieldChange change) {}
}
