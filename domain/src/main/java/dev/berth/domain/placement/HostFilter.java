package dev.berth.domain.placement;

import dev.berth.domain.catalog.LocationCode;
import org.jspecify.annotations.Nullable;

/**
 * Which hosts.
 *
 * @param location those that stand there; null means all
 */
public record HostFilter(@Nullable LocationCode location) {
    /** All hosts. */
    public static final HostFilter ALL = new HostFilter(null);
}
