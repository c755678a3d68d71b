package dev.berth.domain.operation;

import java.util.Locale;

/** How far an operation has come. */
public enum OperationStatus {
    /** Accepted, not begun. */
    PENDING,
    /** Begun. */
    RUNNING,
    /** Ended: what was asked has been observed. */
    SUCCEEDED,
    /** Ended for good without success. */
    FAILED,
    /** Ended because a delete took its place. */
    SUPERSEDED;

    /** Whether nothing more will happen. */
    public boolean hasEnded() {
        return this != PENDING && this != RUNNING;
    }

    /** The status as clients see it: {@code running}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
