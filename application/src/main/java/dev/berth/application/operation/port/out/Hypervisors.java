package dev.berth.application.operation.port.out;

import dev.berth.domain.placement.HostId;
import java.util.Set;

/** Finds the hypervisor of a host. */
public interface Hypervisors {
    /** What drives this host. */
    Hypervisor on(HostId host);

    /** The names of the engines that hosts can have here. */
    Set<String> engines();
}
