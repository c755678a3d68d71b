package dev.berth.domain.server;

import java.util.Locale;

/** Who keeps a server suspended. Each holds it at most once, and lifts only its own hold. */
public enum HoldKind {
    /** The operator, until the operator lifts it. */
    OPERATOR,
    /** The billing, until there is credit again. */
    BILLING;

    /** The kind as clients see it: {@code operator}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
