package dev.berth.application.operation.port.out;

import java.io.Serial;

/** A call to a hypervisor that did not do what it was to do. The message is for the operator, never for a customer. */
public final class HypervisorException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    public HypervisorException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public HypervisorException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** What can be done about it. */
    public enum Kind {
        /** Nothing was done; trying again may help. */
        RETRYABLE,
        /** Nothing was done, and trying again will not help. */
        PERMANENT,
        /** Nothing was done: the host has no room for the machine. Another may have. */
        NO_CAPACITY,
        /** It may or may not have been done: the host did not answer. */
        OUTCOME_UNKNOWN,
        /** Nothing was done: somebody with a higher fence has been here. */
        STALE_FENCE
    }
}
