package dev.berth.domain.audit;

import dev.berth.domain.account.AccountId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of the audit log, which is only ever added to.
 *
 * @param id its id, ascending
 * @param actor who did it, and from where
 * @param action what was done, as clients see it; a newer version does what this one has no {@link AuditAction} for
 * @param subject the id, or the code, of what it was done to
 * @param account the account that it concerns; null when none
 * @param changes what it changed, by field
 * @param createdAt when
 */
public record AuditEntry(
        long id,
        Actor actor,
        String action,
        String subject,
        @Nullable AccountId account,
        List<FieldChange> changes,
        Instant createdAt) {
    public AuditEntry {
        changes = List.copyOf(changes);
    }
}
