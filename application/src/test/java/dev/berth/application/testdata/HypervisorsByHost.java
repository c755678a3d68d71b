package dev.berth.application.testdata;

import dev.berth.application.operation.port.out.Hypervisor;
import dev.berth.application.operation.port.out.Hypervisors;
import dev.berth.domain.placement.HostId;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * One hypervisor for each host, which may come later.
 *
 * @param byHost what drives each host
 */
public record HypervisorsByHost(Map<HostId, ? extends Hypervisor> byHost) implements Hypervisors {
    @Override
    public Hypervisor on(HostId host) {
        return Objects.requireNonNull(byHost.get(host), "no such host");
    }

    @Override
    public Set<String> engines() {
        return Set.of("in-memory", "simulated");
    }
}
