package dev.berth.domain.placement;

import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.catalog.Resources;
import org.jspecify.annotations.Nullable;

/**
 * A machine that servers run on.
 *
 * @param id its id
 * @param name what the operator calls it
 * @param location where it stands
 * @param hypervisor which engine drives it, such as {@code simulated}
 * @param uri where that is reached; null when the engine does not need to be told
 * @param status whether it gets new servers
 * @param capacity what it has for servers
 * @param used what is reserved of it
 */
public record Host(
        HostId id,
        String name,
        LocationCode location,
        String hypervisor,
        @Nullable HostUri uri,
        HostStatus status,
        Resources capacity,
        Resources used) {

    /** What can still be reserved. */
    public Resources free() {
        return capacity.minus(used);
    }

    /** Whether a new server can be placed here. */
    public boolean takes(Resources wanted) {
        return status == HostStatus.ACTIVE && wanted.fitsInto(free());
    }

    /** The same host with so much reserved. */
    public Host withUsed(Resources reserved) {
        return new Host(id, name, location, hypervisor, uri, status, capacity, reserved);
    }

    /** The same host, which gets new servers or does not. */
    public Host withStatus(HostStatus other) {
        return new Host(id, name, location, hypervisor, uri, other, capacity, used);
    }

    /** How full it would be with this as well, 0 to 1: the fullest of its three resources counts. */
    double loadWith(Resources more) {
        Resources after = used.plus(more);
        return Math.max(
                ratio(after.vcpus(), capacity.vcpus()),
                Math.max(ratio(after.memory(), capacity.memory()), ratio(after.storage(), capacity.storage())));
    }

    private static double ratio(long part, long whole) {
        return whole == 0 ? 1.0 : (double) part / whole;
    }
}
