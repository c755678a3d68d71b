package dev.berth.application.operation.port.out;

import dev.berth.domain.placement.HostId;

/** Finds the hypervisor of a host. */
public interface Hypervisors {
    /** What drives this host. */
    Hypervisor on(HostId host);
}
