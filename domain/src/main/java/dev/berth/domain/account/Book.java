package dev.berth.domain.account;

/** What stands against the customers' accounts in the ledger; the balances of all books together are nothing. */
public enum Book {
    /** What customers have paid in. */
    PAYMENTS,
    /** What servers have earned. */
    REVENUE
}
