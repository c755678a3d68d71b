package dev.berth.domain.server;

import dev.berth.domain.error.DomainException;
import java.time.Instant;

/**
 * A hold on a server, as the record has it.
 *
 * @param kind whose it is
 * @param actor who placed it
 * @param reason why, for people
 * @param since when it was placed
 */
public record Hold(HoldKind kind, String actor, String reason, Instant since) {
    private static final int REASON_LENGTH = 500;

    /** Checks the reason that somebody gives. */
    public static String requireReason(String reason) {
        if (reason.isBlank()
                || reason.length() > REASON_LENGTH
                || reason.chars().anyMatch(Character::isISOControl)) {
            throw DomainException.invalid(
                    "reason", "invalid_format", "Must be 1 to 500 characters, not blank, without control characters.");
        }
        return reason;
    }
}
