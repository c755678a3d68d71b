package dev.berth.application.operation.service;

import dev.berth.application.catalog.port.out.CatalogRepository;
import dev.berth.application.operation.port.out.Claim;
import dev.berth.application.operation.port.out.Hypervisor;
import dev.berth.application.operation.port.out.HypervisorException;
import dev.berth.application.operation.port.out.Hypervisors;
import dev.berth.application.operation.port.out.MachineSpec;
import dev.berth.application.operation.port.out.MachineState;
import dev.berth.application.operation.service.StepResult.Kind;
import dev.berth.domain.catalog.OperatingSystem;
import dev.berth.domain.catalog.Plan;
import dev.berth.domain.operation.Operation;
import dev.berth.domain.operation.Step;
import dev.berth.domain.server.Server;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Asks a hypervisor for one step, outside any transaction, and says what came of it. */
final class StepExecutor {
    private static final Logger LOG = System.getLogger(StepExecutor.class.getName());

    private final Hypervisors hypervisors;
    private final CatalogRepository catalog;
    private final Duration stopGrace;
    private final Clock clock;

    StepExecutor(Hypervisors hypervisors, CatalogRepository catalog, Duration stopGrace, Clock clock) {
        this.hypervisors = hypervisors;
        this.catalog = catalog;
        this.stopGrace = stopGrace;
        this.clock = clock;
    }

    StepResult execute(Claim claim, Step step) {
        try {
            Hypervisor hypervisor = hypervisors.on(claim.server().hostId());
            return claim.operation().relocating() ? evict(hypervisor, claim) : execute(hypervisor, claim, step);
        } catch (HypervisorException e) {
            log(claim, step, e);
            return StepResult.of(
                    switch (e.kind()) {
                        case RETRYABLE, OUTCOME_UNKNOWN -> Kind.RETRY;
                        case PERMANENT -> Kind.REFUSED;
                        case NO_CAPACITY -> Kind.NO_ROOM;
                        case STALE_FENCE -> Kind.SUPERSEDED;
                    });
        } catch (RuntimeException e) {
            // a fault of ours: tried again ever later and given up at the deadline, like anything that does not work
            LOG.log(Level.ERROR, "operation " + claim.operation().id() + " met a fault at " + step, e);
            return StepResult.of(Kind.RETRY);
        }
    }

    private StepResult execute(Hypervisor hypervisor, Claim claim, Step step) {
        Server server = claim.server();
        return switch (step) {
            case DEFINE -> StepResult.of(defined(hypervisor.ensureDefined(spec(server), claim.fence())));
            case POWER_ON -> StepResult.of(running(hypervisor.ensureRunning(server.machine(), claim.fence())));
            case SHUT_DOWN -> shutDown(hypervisor, claim);
            case POWER_OFF -> StepResult.of(off(hypervisor.ensureOff(server.machine(), claim.fence())));
            case UNDEFINE -> StepResult.of(absent(hypervisor, claim, Kind.DONE));
            case OBSERVE -> StepResult.of(found(hypervisor.ensureFenced(server.machine(), claim.fence())));
        };
    }

    private static Kind found(MachineState state) {
        return switch (state) {
            case RUNNING -> Kind.FOUND_RUNNING;
            case OFF -> Kind.FOUND_OFF;
            case BOOTING, SHUTTING_DOWN -> Kind.UNDER_WAY;
            case ABSENT -> Kind.MACHINE_MISSING;
        };
    }

    private static Kind defined(MachineState state) {
        return switch (state) {
            case OFF, BOOTING, RUNNING, SHUTTING_DOWN -> Kind.DONE;
            case ABSENT -> Kind.UNDER_WAY;
        };
    }

    private static Kind running(MachineState state) {
        return switch (state) {
            case RUNNING -> Kind.DONE;
            case OFF, BOOTING, SHUTTING_DOWN -> Kind.UNDER_WAY;
            case ABSENT -> Kind.MACHINE_MISSING;
        };
    }

    private static Kind off(MachineState state) {
        return switch (state) {
            case OFF, ABSENT -> Kind.DONE;
            case BOOTING, RUNNING, SHUTTING_DOWN -> Kind.UNDER_WAY;
        };
    }

    private static StepResult evict(Hypervisor hypervisor, Claim claim) {
        return StepResult.of(absent(hypervisor, claim, Kind.EVICTED));
    }

    private static Kind absent(Hypervisor hypervisor, Claim claim, Kind whenAbsent) {
        MachineState state = hypervisor.ensureAbsent(claim.server().machine(), claim.fence());
        return state == MachineState.ABSENT ? whenAbsent : Kind.UNDER_WAY;
    }

    /** Asks the guest once, then watches; cuts the power when the grace is over. */
    private StepResult shutDown(Hypervisor hypervisor, Claim claim) {
        Server server = claim.server();
        Instant graceUntil = claim.operation().graceUntil();
        MachineState state;
        if (graceUntil == null) {
            state = hypervisor.ensureShutDown(server.machine(), claim.fence());
            graceUntil = clock.instant().plus(stopGrace);
        } else if (clock.instant().isBefore(graceUntil)) {
            state = hypervisor.observe(server.machine());
        } else {
            state = hypervisor.ensureOff(server.machine(), claim.fence());
        }
        return switch (state) {
            case OFF -> StepResult.of(Kind.DONE);
            case BOOTING, RUNNING, SHUTTING_DOWN -> new StepResult(Kind.UNDER_WAY, graceUntil);
            case ABSENT -> StepResult.of(Kind.MACHINE_MISSING);
        };
    }

    private MachineSpec spec(Server server) {
        Plan plan = catalog.plan(server.planId()).orElseThrow();
        OperatingSystem os = catalog.operatingSystem(server.osId()).orElseThrow();
        return new MachineSpec(
                server.machine(),
                plan.resources(),
                os,
                server.hostname(),
                server.sshKey(),
                server.ipv4(),
                server.ipv6());
    }

    private static void log(Claim claim, Step step, HypervisorException e) {
        Operation operation = claim.operation();
        LOG.log(
                Level.WARNING,
                "operation {0} ({1} of server {2}) at {3}, attempt {4}, host {5}: {6}: {7}",
                operation.id(),
                operation.kind(),
                operation.serverId(),
                step,
                operation.attempts() + 1,
                claim.server().hostId(),
                e.kind(),
                e.getMessage());
    }
}
