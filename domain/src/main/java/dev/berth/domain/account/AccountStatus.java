package dev.berth.domain.account;

import java.util.Locale;

/** Whether an account can be used. */
public enum AccountStatus {
    /** In use. */
    ACTIVE,
    /** Closed for good: its tokens are worth nothing, and its ledger can still be read. */
    CLOSED;

    /** The status as clients see it: {@code active}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
