package dev.berth.application.account.port.out;

/** A token whose secret the operator can set from outside; there is at most one of each. */
public enum ConfiguredToken {
    /** The operator's first. */
    ADMIN,
    /** The demo account's. */
    DEMO
}
