package dev.berth.domain.server;

import dev.berth.domain.catalog.LocationCode;
import org.jspecify.annotations.Nullable;

/**
 * Which of an account's visible servers.
 *
 * @param status only in this status; null for any
 * @param location only at this location; null for any
 */
public record ServerFilter(
        @Nullable ServerStatus status, @Nullable LocationCode location) {
    /** Every visible server. */
    public static final ServerFilter ALL = new ServerFilter(null, null);
}
