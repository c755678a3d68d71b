package dev.berth.domain.audit;

import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.TokenId;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.PlainText;
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
    private static final int SUBJECT_LENGTH = 100;

    /**
     * Checks the subject of what is looked for: an id, or a code, of what the action names.
     *
     * @param hasAction whether an action is sent too, even one that there is not
     */
    public static String requireSubject(String subject, boolean hasAction) {
        if (!PlainText.is(subject, SUBJECT_LENGTH)) {
            throw DomainException.invalid(
                    "subject", "invalid_format", "Must be an id or a code, at most 100 characters.");
        }
        if (!hasAction) {
            throw DomainException.invalid(
                    "subject", "required", "Must come with an action, which says what has this id or code.");
        }
        return subject;
    }

    /** All entries. */
    public static final AuditFilter ALL = new AuditFilter(null, null, null, null);
}
