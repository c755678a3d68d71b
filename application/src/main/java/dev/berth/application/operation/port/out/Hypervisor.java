package dev.berth.application.operation.port.out;

import dev.berth.domain.server.UsageSample;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/**
 * What drives the machines of one host. Calls converge: each asks for a state, returns what is observed right after, and
 * may be repeated until that is the state asked for. No call takes longer than 5 seconds, and none is made inside a
 * transaction. Every changing call carries a fence, and is refused when a higher one has been seen for the machine, also
 * after the machine is gone.
 *
 * <p>All calls throw {@link HypervisorException}. A machine on a host that cannot be reached is unknown
 * ({@code RETRYABLE} or {@code OUTCOME_UNKNOWN}), never {@code ABSENT} or {@code OFF}.
 */
public interface Hypervisor {
    /** Makes the machine, switched off; one that exists is left as it is. */
    MachineState ensureDefined(MachineSpec spec, long fence);

    /** Powers the machine on. {@code ABSENT} when there is none. */
    MachineState ensureRunning(UUID machine, long fence);

    /** Asks the guest to shut down. {@code ABSENT} when there is no machine. */
    MachineState ensureShutDown(UUID machine, long fence);

    /** Cuts the power. {@code ABSENT} when there is no machine. */
    MachineState ensureOff(UUID machine, long fence);

    /** Removes the machine and its disks, running or not. */
    MachineState ensureAbsent(UUID machine, long fence);

    /** What is observed of the machine. */
    MachineState observe(UUID machine);

    /** What is observed of the machine, while from now on nobody with a lower fence changes anything of it. */
    MachineState ensureFenced(UUID machine, long fence);

    /** What these machines use; those that do not run are left out. */
    Map<UUID, UsageSample> sample(Collection<UUID> machines);
}
