package dev.berth.hypervisor.simulated;

import static dev.berth.application.operation.port.out.HypervisorContract.spec;
import static dev.berth.application.operation.port.out.MachineState.ABSENT;
import static dev.berth.application.operation.port.out.MachineState.OFF;
import static dev.berth.application.operation.port.out.MachineState.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.application.operation.port.out.Hypervisor;
import dev.berth.application.operation.port.out.HypervisorException;
import dev.berth.application.operation.port.out.HypervisorException.Kind;
import dev.berth.application.operation.port.out.MachineState;
import dev.berth.application.testing.FaultyHypervisor;
import dev.berth.application.testing.FaultyHypervisor.Call;
import dev.berth.application.testing.FaultyHypervisor.Fault;
import dev.berth.application.testing.FaultyHypervisor.Killed;
import dev.berth.application.testing.FaultyHypervisor.Stall;
import dev.berth.domain.placement.HostId;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;

/** The decorator that tests let fail, before the simulated hypervisor. */
final class FaultyHypervisorTest {
    private static final Hypervisor BEHIND = new SimulatedHypervisors(
                    Migrations.migrated(JdbcConnectionPool.create(
                            "jdbc:h2:mem:faulty-hypervisor;DB_CLOSE_DELAY=-1;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE",
                            "berth",
                            "")),
                    Clock.systemUTC(),
                    Duration.ZERO)
            .on(new HostId(1));

    private final UUID machine = UUID.randomUUID();
    private final FaultyHypervisor faulty = new FaultyHypervisor(BEHIND, () -> false);

    @Test
    void withoutFaultsItDoesWhatTheOneBehindDoes() {
        assertThat(faulty.ensureDefined(spec(machine), 1)).isEqualTo(OFF);
        assertThat(faulty.ensureRunning(machine, 1)).isEqualTo(RUNNING);
        assertThat(faulty.observe(machine)).isEqualTo(RUNNING);
        assertThat(faulty.sample(List.of(machine))).containsOnlyKeys(machine);
        assertThat(faulty.ensureShutDown(machine, 1)).isEqualTo(OFF);
        assertThat(faulty.ensureOff(machine, 1)).isEqualTo(OFF);
        assertThat(faulty.ensureAbsent(machine, 1)).isEqualTo(ABSENT);
    }

    @Test
    void aFaultStrikesTheCallsItIsForAsOftenAsTold() {
        faulty.failNext(2, Fault.permanent(), Call.ENSURE_DEFINED);
        faulty.failNext(Fault.retryable());

        assertThat(failure(() -> faulty.observe(machine))).isEqualTo(Kind.RETRYABLE);
        assertThat(faulty.observe(machine)).isEqualTo(ABSENT);
        assertThat(failure(this::define)).isEqualTo(Kind.PERMANENT);
        assertThat(failure(this::define)).isEqualTo(Kind.PERMANENT);
        assertThat(faulty.observe(machine)).isEqualTo(ABSENT);
        assertThat(define()).isEqualTo(OFF);
    }

    @Test
    void aFaultMayComeAfterTheEffect() {
        faulty.failNext(Fault.noCapacity().afterEffect());
        assertThat(failure(this::define)).isEqualTo(Kind.NO_CAPACITY);
        assertThat(BEHIND.observe(machine)).isEqualTo(OFF);

        faulty.failNext(Fault.loseAnswer().afterEffect());
        assertThat(failure(() -> faulty.ensureRunning(machine, 1))).isEqualTo(Kind.OUTCOME_UNKNOWN);
        assertThat(BEHIND.observe(machine)).isEqualTo(RUNNING);
    }

    @Test
    void aFaultForEverLastsUntilItIsHealed() {
        faulty.failAlways(Fault.loseAnswer());
        for (int i = 0; i < 5; i++) {
            assertThat(failure(this::define)).isEqualTo(Kind.OUTCOME_UNKNOWN);
        }

        faulty.heal();
        assertThat(define()).isEqualTo(OFF);
    }

    @Test
    void aCallerDiesBeforeOrAfterTheEffect() {
        faulty.failNext(Fault.die());
        assertThatThrownBy(this::define).isInstanceOf(Killed.class);
        assertThat(BEHIND.observe(machine)).isEqualTo(ABSENT);

        faulty.failNext(Fault.die().afterEffect());
        assertThatThrownBy(this::define).isInstanceOf(Killed.class);
        assertThat(BEHIND.observe(machine)).isEqualTo(OFF);
    }

    @Test
    void aStalledCallGoesOnWhenItIsLetTo() throws Exception {
        Stall stall = new Stall();
        faulty.failNext(Fault.stall(stall), Call.ENSURE_DEFINED);

        CompletableFuture<MachineState> call = CompletableFuture.supplyAsync(this::define);
        stall.awaitReached();
        assertThat(faulty.observe(machine)).isEqualTo(ABSENT);
        stall.open();
        assertThat(call.get(30, TimeUnit.SECONDS)).isEqualTo(OFF);
    }

    @Test
    void aDeafGuestRunsUntilItsPowerIsCut() {
        define();
        faulty.ensureRunning(machine, 1);
        faulty.deafen(machine);

        assertThat(faulty.ensureShutDown(machine, 1)).isEqualTo(RUNNING);
        assertThat(faulty.ensureOff(machine, 1)).isEqualTo(OFF);
    }

    @Test
    void itRefusesToBeCalledInsideATransaction() {
        FaultyHypervisor inside = new FaultyHypervisor(BEHIND, () -> true);

        assertThatThrownBy(() -> inside.ensureDefined(spec(machine), 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ENSURE_DEFINED");
        assertThatThrownBy(() -> inside.sample(List.of())).isInstanceOf(IllegalStateException.class);
        assertThat(BEHIND.observe(machine)).isEqualTo(ABSENT);
    }

    private MachineState define() {
        return faulty.ensureDefined(spec(machine), 1);
    }

    private static Kind failure(Runnable call) {
        return catchThrowableOfType(HypervisorException.class, call::run).kind();
    }
}
