package dev.berth.domain.account;

/** What stands against the customers' accounts in the ledger: it gives what they get, or gets what they give. */
public enum Book {
    /** What customers have paid in. It only gives. */
    PAYMENTS(true),
    /** What servers have earned. It only gets. */
    REVENUE(false);

    private final boolean gives;

    Book(boolean gives) {
        this.gives = gives;
    }

    /** Whether it gives, or else gets. */
    boolean gives() {
        return gives;
    }
}
