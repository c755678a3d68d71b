package dev.berth.domain.placement;

import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.catalog.Resources;

/**
 * A machine that servers run on.
 *
 * @param id its id
 * @param name what the operator calls it
 * @param location where it stands
 * @param hypervisor which engine drives it, such as {@code simulated}
 * @param capacity what it has for servers
 * @param used what is reserved of it
 */
public record Host(
        HostId id, String name, LocationCode location, String hypervisor, Resources capacity, Resources used) {

    /** What can still be reserved. */
    public Resources free() {
        return capacity.minus(used);
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
