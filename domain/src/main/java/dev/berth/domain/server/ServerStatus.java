package dev.berth.domain.server;

import dev.berth.domain.error.DomainException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Where a server is in its life. */
public enum ServerStatus {
    /** Accepted; the machine is being made. */
    PROVISIONING,
    /** Running. */
    ACTIVE,
    /** Being shut down. */
    STOPPING,
    /** Off. */
    STOPPED,
    /** Being powered on. */
    STARTING,
    /** Being shut down and powered on again. */
    REBOOTING,
    /** Held by the operator or the billing: off, and not to be started. */
    SUSPENDED,
    /** A change failed for good; the server can be deleted, or reset by the operator. */
    ERROR,
    /** Deleted for its account; what it took is being given back. */
    DELETING,
    /** Gone. */
    DELETED;

    /** Whether the account can still see a server in this status. */
    public boolean isVisible() {
        return this != DELETING && this != DELETED;
    }

    /** The status as clients see it: {@code active}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All that clients can see and filter by. */
    public static List<ServerStatus> visible() {
        return Arrays.stream(values()).filter(ServerStatus::isVisible).toList();
    }

    /** The visible status that clients write like this. */
    public static ServerStatus ofWireName(String wireName) {
        return visible().stream()
                .filter(status -> status.wireName().equals(wireName))
                .findFirst()
                .orElseThrow(() -> DomainException.invalid(
                        "status",
                        "invalid_value",
                        "Must be one of "
                                + String.join(
                                        ", ",
                                        visible().stream()
                                                .map(ServerStatus::wireName)
                                                .toList()) + "."));
    }
}
