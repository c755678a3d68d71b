package dev.berth.application.operation.service;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What came of one step.
 *
 * @param kind what came of it
 * @param graceUntil while a guest is shutting down: when its power is cut
 */
record StepResult(Kind kind, @Nullable Instant graceUntil) {
    enum Kind {
        /** What the step is for has been observed. */
        DONE,
        /** The machine runs, where that was to be found out. */
        FOUND_RUNNING,
        /** The machine is off, where that was to be found out. */
        FOUND_OFF,
        /** Under way: look again soon. */
        UNDER_WAY,
        /** Did not work this time: try again later. */
        RETRY,
        /** The hypervisor will never do it. */
        REFUSED,
        /** The machine that should be there is not. */
        MACHINE_MISSING,
        /** The host has no room for the machine. */
        NO_ROOM,
        /** The machine has left the host that had no room for it. */
        EVICTED,
        /** Somebody else has taken over. */
        SUPERSEDED
    }

    static StepResult of(Kind kind) {
        return new StepResult(kind, null);
    }
}
