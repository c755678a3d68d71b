package dev.berth.application.testing;

import dev.berth.application.operation.port.out.Hypervisor;
import dev.berth.application.operation.port.out.HypervisorException;
import dev.berth.application.operation.port.out.MachineSpec;
import dev.berth.application.operation.port.out.MachineState;
import dev.berth.domain.server.UsageSample;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A host whose machines boot and shut down at once. Counts what it really did, so that a test can tell once from twice.
 */
public final class InMemoryHypervisor implements Hypervisor {
    private final Map<UUID, MachineState> machines = new HashMap<>();
    private final Map<UUID, MachineSpec> specs = new HashMap<>();
    private final Map<UUID, Long> fences = new HashMap<>();
    private final Map<UUID, Map<Effect, Integer>> effects = new HashMap<>();

    /** Something that really happened to a machine. */
    public enum Effect {
        DEFINED,
        POWERED_ON,
        POWERED_OFF,
        REMOVED
    }

    /** How often this really happened to the machine. */
    public synchronized int count(UUID machine, Effect effect) {
        return effects.getOrDefault(machine, Map.of()).getOrDefault(effect, 0);
    }

    /** As what the machine was last made; null when it never was. */
    public synchronized @Nullable MachineSpec spec(UUID machine) {
        return specs.get(machine);
    }

    @Override
    public synchronized MachineState ensureDefined(MachineSpec spec, long fence) {
        check(spec.machine(), fence);
        if (observe(spec.machine()) == MachineState.ABSENT) {
            specs.put(spec.machine(), spec);
            become(spec.machine(), MachineState.OFF, Effect.DEFINED);
        }
        return observe(spec.machine());
    }

    @Override
    public synchronized MachineState ensureRunning(UUID machine, long fence) {
        check(machine, fence);
        if (observe(machine) == MachineState.OFF) {
            become(machine, MachineState.RUNNING, Effect.POWERED_ON);
        }
        return observe(machine);
    }

    @Override
    public synchronized MachineState ensureShutDown(UUID machine, long fence) {
        return ensureOff(machine, fence);
    }

    @Override
    public synchronized MachineState ensureOff(UUID machine, long fence) {
        check(machine, fence);
        if (observe(machine) == MachineState.RUNNING) {
            become(machine, MachineState.OFF, Effect.POWERED_OFF);
        }
        return observe(machine);
    }

    @Override
    public synchronized MachineState ensureAbsent(UUID machine, long fence) {
        check(machine, fence);
        if (observe(machine) != MachineState.ABSENT) {
            become(machine, MachineState.ABSENT, Effect.REMOVED);
        }
        return observe(machine);
    }

    @Override
    public synchronized MachineState observe(UUID machine) {
        return machines.getOrDefault(machine, MachineState.ABSENT);
    }

    @Override
    public synchronized MachineState ensureFenced(UUID machine, long fence) {
        check(machine, fence);
        return observe(machine);
    }

    @Override
    public synchronized Map<UUID, UsageSample> sample(Collection<UUID> wanted) {
        Map<UUID, UsageSample> samples = new LinkedHashMap<>();
        wanted.stream()
                .filter(machine -> observe(machine) == MachineState.RUNNING)
                .forEach(machine -> samples.put(machine, new UsageSample(1.0, 256, 2, 1_000_000)));
        return samples;
    }

    private void check(UUID machine, long fence) {
        long highest = fences.merge(machine, fence, Math::max);
        if (fence < highest) {
            throw new HypervisorException(
                    HypervisorException.Kind.STALE_FENCE, "fence " + fence + " is behind " + highest);
        }
    }

    private void become(UUID machine, MachineState state, Effect effect) {
        machines.put(machine, state);
        effects.computeIfAbsent(machine, unused -> new HashMap<>()).merge(effect, 1, Integer::sum);
    }
}
