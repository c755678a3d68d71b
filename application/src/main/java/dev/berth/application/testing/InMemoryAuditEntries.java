package dev.berth.application.testing;

import dev.berth.application.audit.port.out.AuditRepository;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.audit.Actor;
import dev.berth.domain.audit.AuditAction;
import dev.berth.domain.audit.AuditEntry;
import dev.berth.domain.audit.AuditFilter;
import dev.berth.domain.audit.FieldChange;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

final class InMemoryAuditEntries implements AuditRepository {
    private final InMemoryTable<Long, AuditEntry> entries;
    private final AtomicLong lastId = new AtomicLong();

    InMemoryAuditEntries(InMemoryTransactions transactions) {
        entries = new InMemoryTable<>(transactions);
    }

    @Override
    public void insert(
            Actor actor,
            AuditAction action,
            String subject,
            @Nullable AccountId account,
            List<FieldChange> changes,
            Instant now) {
        long id = lastId.incrementAndGet();
        entries.put(id, new AuditEntry(id, actor, action.wireName(), subject, account, changes, now));
    }

    @Override
    public List<AuditEntry> page(AuditFilter filter, long beforeId, int limit) {
        return matching(filter)
                .filter(entry -> entry.id() < beforeId)
                .sorted(Comparator.comparing(AuditEntry::id).reversed())
                .limit(limit)
                .toList();
    }

    @Override
    public long count(AuditFilter filter) {
        return matching(filter).count();
    }

    private Stream<AuditEntry> matching(AuditFilter filter) {
        return entries.rows().stream()
                .filter(entry -> filter.account() == null || filter.account().equals(entry.account()))
                .filter(entry ->
                        filter.action() == null || filter.action().wireName().equals(entry.action()))
                .filter(entry -> filter.subject() == null || filter.subject().equals(entry.subject()))
                .filter(entry -> filter.token() == null
                        || filter.token().equals(entry.actor().token()));
    }
}
