package dev.berth.domain.server;

import dev.berth.domain.error.PlainText;
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
        return PlainText.require("reason", reason, REASON_LENGTH);
    }
}
