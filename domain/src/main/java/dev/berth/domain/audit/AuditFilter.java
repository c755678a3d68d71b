package dev.berth.domain.audit;

import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.TokenId;
import org.jspecify.annotations.Nullable;

/**
 * Which entries of the audit log; null means all.
 *
 * @param account those that concern it
 * @param action those of it
 * @param subject those of what has this id or code; only together with an action
 * @param token those by it
 */
public record AuditFilter(
        @Nullable AccountId account,
        @Nullable AuditAction action,
        @Nullable String subject,
        @Nullable TokenId token) {
    /** All entries. */
    public static final AuditFilter ALL = new AuditFilter(null, null, null, null);
}
