package dev.berth.domain.account;

import java.util.Locale;

/** What an entry of the ledger is for: each moves its amount between the account and one other book. */
public enum EntryKind {
    /** Credit that the operator has added. */
    TOP_UP(Book.PAYMENTS),
    /** Hours of a server. */
    USAGE(Book.REVENUE);

    private final Book counterpart;

    EntryKind(Book counterpart) {
        this.counterpart = counterpart;
    }

    /** The book that gives what the account gets, and gets what it gives. */
    public Book counterpart() {
        return counterpart;
    }

    /** The kind as clients see it: {@code top_up}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
