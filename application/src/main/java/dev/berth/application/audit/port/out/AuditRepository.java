package dev.berth.application.audit.port.out;

import dev.berth.domain.account.AccountId;
import dev.berth.domain.audit.Actor;
import dev.berth.domain.audit.AuditAction;
import dev.berth.domain.audit.AuditEntry;
import dev.berth.domain.audit.AuditFilter;
import dev.berth.domain.audit.FieldChange;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The audit log, as it is stored. Nothing in it is ever changed. */
public interface AuditRepository {
    /** Adds an entry, in the transaction under way. */
    void insert(
            Actor actor,
            AuditAction action,
            String subject,
            @Nullable AccountId account,
            List<FieldChange> changes,
            Instant now);

    /** At most so many entries with lower ids than this, newest first, with their changes. */
    List<AuditEntry> page(AuditFilter filter, long beforeId, int limit);

    /** How many there are. */
    long count(AuditFilter filter);
}
