package dev.berth.hypervisor.simulated;

import dev.berth.application.operation.port.out.Hypervisor;
import dev.berth.application.operation.port.out.Hypervisors;
import dev.berth.domain.placement.HostId;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import javax.sql.DataSource;

/**
 * The simulated hypervisor of every host. It keeps no state but that in the database, whose tables the migrations in
 * {@code classpath:db/simulated} make.
 *
 * <p>Tests that know a running Berth only from outside insert into its table {@code simulated_faults} to let calls fail,
 * stall, or kill the process, and set {@code simulated_machines.deaf} to let a guest ignore requests to shut down.
 */
public final class SimulatedHypervisors implements Hypervisors {
    /** What hosts name as their hypervisor that are to be driven by this one. */
    public static final String ENGINE = "simulated";

    private final MachineTable machines;
    private final FaultTable faults;
    private final Clock clock;
    private final Duration bootTime;

    /**
     * @param dataSource gives connections of its own, outside any transaction, that commit each statement
     * @param clock what boots and shut-downs are measured by
     * @param bootTime from power-on until a machine runs
     */
    public SimulatedHypervisors(DataSource dataSource, Clock clock, Duration bootTime) {
        Database database = new Database(dataSource);
        this.machines = new MachineTable(database);
        this.faults = new FaultTable(database);
        this.clock = clock;
        this.bootTime = bootTime;
    }

    @Override
    public Hypervisor on(HostId host) {
        return new SimulatedHypervisor(host, machines, faults, clock, bootTime);
    }

    @Override
    public Set<String> engines() {
        return Set.of(ENGINE);
    }
}
