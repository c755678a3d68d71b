package dev.berth.hypervisor.simulated;

import static dev.berth.application.operation.port.out.HypervisorException.Kind.RETRYABLE;
import static dev.berth.application.operation.port.out.HypervisorException.Kind.STALE_FENCE;

import dev.berth.application.operation.port.out.Hypervisor;
import dev.berth.application.operation.port.out.HypervisorException;
import dev.berth.application.operation.port.out.MachineSpec;
import dev.berth.application.operation.port.out.MachineState;
import dev.berth.domain.account.SshPublicKey;
import dev.berth.domain.placement.HostId;
import dev.berth.domain.server.UsageSample;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

final class SimulatedHypervisor implements Hypervisor {
    private static final Duration LONGEST_SHUT_DOWN = Duration.ofSeconds(1);
    private static final int ATTEMPTS = 100;

    private final HostId host;
    private final MachineTable machines;
    private final FaultTable faults;
    private final Clock clock;
    private final Duration bootTime;
    private final Duration shutDownTime;

    SimulatedHypervisor(HostId host, MachineTable machines, FaultTable faults, Clock clock, Duration bootTime) {
        this.host = host;
        this.machines = machines;
        this.faults = faults;
        this.clock = clock;
        this.bootTime = bootTime;
        this.shutDownTime = bootTime.compareTo(LONGEST_SHUT_DOWN) < 0 ? bootTime : LONGEST_SHUT_DOWN;
    }

    @Override
    public MachineState ensureDefined(MachineSpec spec, long fence) {
        SshPublicKey key = spec.sshKey();
        String sshKey = key == null ? null : key.text();
        return change(
                "ensureDefined", spec.machine(), fence, (machine, now) -> machine.define(spec.resources(), sshKey));
    }

    @Override
    public MachineState ensureRunning(UUID machine, long fence) {
        return change("ensureRunning", machine, fence, (before, now) -> before.powerOn(now, bootTime));
    }

    @Override
    public MachineState ensureShutDown(UUID machine, long fence) {
        return change("ensureShutDown", machine, fence, (before, now) -> before.shutDown(now, shutDownTime));
    }

    @Override
    public MachineState ensureOff(UUID machine, long fence) {
        return change("ensureOff", machine, fence, Machine::powerOff);
    }

    @Override
    public MachineState ensureAbsent(UUID machine, long fence) {
        return change("ensureAbsent", machine, fence, Machine::remove);
    }

    @Override
    public MachineState observe(UUID machine) {
        return faults.around(
                host, machine, "observe", () -> machines.find(host, machine).state(now()));
    }

    /** To those who plant faults it is an observation like any other. */
    @Override
    public MachineState ensureFenced(UUID machine, long fence) {
        return change("observe", machine, fence, (before, now) -> before);
    }

    @Override
    public Map<UUID, UsageSample> sample(Collection<UUID> wanted) {
        return faults.around(host, null, "sample", () -> {
            Instant now = now();
            Map<UUID, UsageSample> samples = new HashMap<>();
            for (Machine machine : machines.findAll(host, wanted)) {
                if (machine.state(now) == MachineState.RUNNING) {
                    samples.put(machine.id(), machine.usage(now));
                }
            }
            return samples;
        });
    }

    private MachineState change(String call, UUID id, long fence, Change change) {
        return faults.around(host, id, call, () -> converge(id, fence, change));
    }

    /** Compares and sets: a write goes through only if nobody has written since the fence was checked. */
    private MachineState converge(UUID id, long fence, Change change) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Instant now = now();
            Machine before = machines.find(host, id);
            if (fence < before.fence()) {
                throw new HypervisorException(
                        STALE_FENCE, "machine %s has seen fence %d, this is %d".formatted(id, before.fence(), fence));
            }
            Machine after = change.apply(before.withFence(fence), now);
            if (after.equals(before) || machines.replace(before, after)) {
                return after.state(now);
            }
        }
        throw new HypervisorException(RETRYABLE, "machine %s changes too fast".formatted(id));
    }

    /** No finer than the database keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private interface Change {
        Machine apply(Machine before, Instant now);
    }
}
