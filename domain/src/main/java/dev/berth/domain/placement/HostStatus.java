package dev.berth.domain.placement;

import java.util.Locale;

/** Whether a host gets new servers. */
public enum HostStatus {
    /** It does, while it has room. */
    ACTIVE,
    /** It does not; those that it has stay and can be used. */
    DRAINING;

    /** The status as clients see it: {@code active}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
