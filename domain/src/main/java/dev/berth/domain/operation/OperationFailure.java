package dev.berth.domain.operation;

import java.util.Locale;

/** Why an operation failed, as clients are told. */
public enum OperationFailure {
    /** The hypervisor refused a step for good. */
    HYPERVISOR_REFUSED("The hypervisor refused the change for good. The operator can see why."),
    /** No host at the location could take the machine. */
    NO_CAPACITY("No host at the location had room for the machine. Delete the server and try another location."),
    /** The machine that should be there is not. */
    MACHINE_ABSENT("The machine is no longer on its host. The operator can see why."),
    /** It did not come to an end in time. */
    DEADLINE_EXCEEDED("The change did not come to an end in time. The operator can see why.");

    private final String detail;

    OperationFailure(String detail) {
        this.detail = detail;
    }

    /** The sentence for people; safe to show to the client. */
    public String detail() {
        return detail;
    }

    /** The code as clients see it: {@code no_capacity}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
