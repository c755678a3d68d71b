package dev.berth.application.operation.port.out;

import dev.berth.application.testing.InMemoryHypervisor;

class InMemoryHypervisorTest extends HypervisorContract {
    private final InMemoryHypervisor hypervisor = new InMemoryHypervisor();

    @Override
    protected Hypervisor hypervisor() {
        return hypervisor;
    }

    @Override
    protected void letTimePass() {
        // its machines boot and shut down at once
    }
}
