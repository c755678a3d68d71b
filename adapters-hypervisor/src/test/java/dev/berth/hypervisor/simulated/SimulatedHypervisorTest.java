package dev.berth.hypervisor.simulated;

import static dev.berth.application.operation.port.out.HypervisorException.Kind.NO_CAPACITY;
import static dev.berth.application.operation.port.out.HypervisorException.Kind.OUTCOME_UNKNOWN;
import static dev.berth.application.operation.port.out.HypervisorException.Kind.PERMANENT;
import static dev.berth.application.operation.port.out.HypervisorException.Kind.RETRYABLE;
import static dev.berth.application.operation.port.out.HypervisorException.Kind.STALE_FENCE;
import static dev.berth.application.operation.port.out.MachineState.ABSENT;
import static dev.berth.application.operation.port.out.MachineState.BOOTING;
import static dev.berth.application.operation.port.out.MachineState.OFF;
import static dev.berth.application.operation.port.out.MachineState.RUNNING;
import static dev.berth.application.operation.port.out.MachineState.SHUTTING_DOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.application.operation.port.out.Hypervisor;
import dev.berth.application.operation.port.out.HypervisorContract;
import dev.berth.application.operation.port.out.HypervisorException;
import dev.berth.application.operation.port.out.MachineSpec;
import dev.berth.application.operation.port.out.MachineState;
import dev.berth.domain.account.SshPublicKey;
import dev.berth.domain.placement.HostId;
import dev.berth.domain.server.UsageSample;
import dev.berth.hypervisor.simulated.Machine.Effects;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the simulated hypervisor does beside what every hypervisor does, on whichever database. */
abstract class SimulatedHypervisorTest extends HypervisorContract {
    private static final Duration BOOT_TIME = Duration.ofSeconds(3);
    private static final HostId HOST = new HostId(1);
    private static final HostId OTHER_HOST = new HostId(2);

    private final UUID machine = UUID.randomUUID();
    private final TestClock clock = new TestClock();
    private final Hypervisor hypervisor = replica().on(HOST);

    /** A database with the tables, for this class alone. */
    abstract DataSource dataSource();

    @Override
    protected final Hypervisor hypervisor() {
        return hypervisor;
    }

    @Override
    protected final void letTimePass() {
        clock.advance(BOOT_TIME);
    }

    @AfterEach
    void noFaultsForOthers() {
        database().update("DELETE FROM simulated_faults");
    }

    @Test
    void bootingTakesTheBootTime() {
        hypervisor.ensureDefined(spec(machine), 1);

        assertThat(hypervisor.ensureRunning(machine, 1)).isEqualTo(BOOTING);
        assertThat(hypervisor.sample(List.of(machine))).isEmpty();
        clock.advance(BOOT_TIME.minusMillis(1));
        assertThat(hypervisor.ensureRunning(machine, 1)).isEqualTo(BOOTING);
        clock.advance(Duration.ofMillis(1));
        assertThat(hypervisor.observe(machine)).isEqualTo(RUNNING);
    }

    @Test
    void shuttingDownTakesASecondAndIsNotUndone() {
        run();

        assertThat(hypervisor.ensureShutDown(machine, 1)).isEqualTo(SHUTTING_DOWN);
        clock.advance(Duration.ofMillis(999));
        assertThat(hypervisor.ensureRunning(machine, 1)).isEqualTo(SHUTTING_DOWN);
        clock.advance(Duration.ofMillis(1));
        assertThat(hypervisor.observe(machine)).isEqualTo(OFF);
        assertThat(hypervisor.ensureRunning(machine, 1)).isEqualTo(BOOTING);
    }

    @Test
    void withoutBootTimeAMachineRunsAtOnce() {
        Hypervisor fast = new SimulatedHypervisors(dataSource(), clock, Duration.ZERO).on(HOST);
        fast.ensureDefined(spec(machine), 1);

        assertThat(fast.ensureRunning(machine, 1)).isEqualTo(RUNNING);
        assertThat(fast.ensureShutDown(machine, 1)).isEqualTo(OFF);
    }

    @Test
    void aDeafGuestRunsUntilItsPowerIsCut() {
        run();
        database().update("UPDATE simulated_machines SET deaf = TRUE WHERE machine = ?", machine);

        assertThat(hypervisor.ensureShutDown(machine, 1)).isEqualTo(RUNNING);
        letTimePass();
        assertThat(hypervisor.ensureShutDown(machine, 1)).isEqualTo(RUNNING);
        assertThat(hypervisor.ensureOff(machine, 1)).isEqualTo(OFF);
    }

    @Test
    void onlyRealEffectsAreCounted() {
        for (int life = 1; life <= 2; life++) {
            for (int again = 0; again < 3; again++) {
                hypervisor.ensureDefined(spec(machine), life);
                hypervisor.ensureRunning(machine, life);
            }
            hypervisor.ensureShutDown(machine, life);
            hypervisor.ensureShutDown(machine, life);
            letTimePass();
            hypervisor.ensureOff(machine, life);
            hypervisor.ensureRunning(machine, life);
            hypervisor.ensureOff(machine, life);
            hypervisor.ensureOff(machine, life);
            hypervisor.ensureAbsent(machine, life);
            hypervisor.ensureAbsent(machine, life);
            assertThat(effects()).isEqualTo(new Effects(life, 2L * life, life, life, life));
        }
    }

    @Test
    void aMachineHasTheKeyThatItWasDefinedWithUntilItIsRemoved() {
        hypervisor.ensureDefined(specWith("ssh-ed25519 AAAA first"), 1);
        hypervisor.ensureDefined(specWith("ssh-ed25519 AAAA second"), 2);
        hypervisor.ensureRunning(machine, 2);
        letTimePass();
        hypervisor.ensureOff(machine, 2);
        assertThat(stored().sshKey()).isEqualTo("ssh-ed25519 AAAA first");

        hypervisor.ensureAbsent(machine, 2);
        assertThat(stored().sshKey()).isNull();
        hypervisor.ensureDefined(specWith("ssh-ed25519 AAAA third"), 3);
        assertThat(stored().sshKey()).isEqualTo("ssh-ed25519 AAAA third");
    }

    @Test
    void aMachineDefinedWithoutAKeyHasNone() {
        hypervisor.ensureDefined(spec(machine), 1);

        assertThat(stored().sshKey()).isNull();
    }

    @Test
    void removingAMachineThatRunsCutsItsPower() {
        run();
        hypervisor.ensureAbsent(machine, 1);

        assertThat(effects()).isEqualTo(new Effects(1, 1, 0, 1, 1));
    }

    @Test
    void aRefusedCallHasNoEffect() {
        run();
        hypervisor.ensureDefined(spec(machine), 2);
        Effects before = effects();

        assertThat(refusal(() -> hypervisor.ensureOff(machine, 1))).isEqualTo(STALE_FENCE);
        assertThat(refusal(() -> hypervisor.ensureAbsent(machine, 1))).isEqualTo(STALE_FENCE);
        assertThat(effects()).isEqualTo(before);
    }

    @Test
    void theFenceOfACallThatFindsNoMachineIsKeptToo() {
        hypervisor.ensureOff(machine, 5);

        assertThat(refusal(() -> hypervisor.ensureDefined(spec(machine), 4))).isEqualTo(STALE_FENCE);
    }

    @Test
    void aMachineThatMovedIsFencedOnBothHosts() {
        Hypervisor target = replica().on(OTHER_HOST);
        run();
        hypervisor.ensureAbsent(machine, 2);
        target.ensureDefined(spec(machine), 2);

        assertThat(hypervisor.observe(machine)).isEqualTo(ABSENT);
        assertThat(target.observe(machine)).isEqualTo(OFF);
        assertThat(refusal(() -> hypervisor.ensureDefined(spec(machine), 1))).isEqualTo(STALE_FENCE);
        assertThat(refusal(() -> target.ensureAbsent(machine, 1))).isEqualTo(STALE_FENCE);
    }

    @Test
    void trafficOutlivesPowerCycles() {
        run();
        clock.advance(Duration.ofHours(1));
        long before = traffic();
        assertThat(before).isPositive();

        hypervisor.ensureShutDown(machine, 1);
        clock.advance(Duration.ofDays(1));
        run();
        // it ran for a few seconds more, not for the day that it was off
        assertThat(traffic()).isBetween(before, before + before / 10);

        hypervisor.ensureOff(machine, 1);
        clock.advance(Duration.ofDays(1));
        run();
        assertThat(traffic()).isBetween(before, before + before / 10);
    }

    @Test
    void whoReadBeforeSomebodyWroteDoesNotWrite() {
        MachineTable machines = new MachineTable(database());
        Machine unknown = machines.find(HOST, machine);
        assertThat(machines.replace(unknown, unknown.withFence(1))).isTrue();
        assertThat(machines.replace(unknown, unknown.withFence(2))).isFalse();

        Machine known = machines.find(HOST, machine);
        assertThat(machines.replace(known, known.withFence(3))).isTrue();
        assertThat(machines.replace(known, known.withFence(2))).isFalse();
        assertThat(machines.find(HOST, machine).fence()).isEqualTo(3);
    }

    @Test
    void aRestartChangesNothing() {
        run();
        clock.advance(Duration.ofHours(1));
        hypervisor.ensureShutDown(machine, 7);
        hypervisor.ensureAbsent(UUID.randomUUID(), 7);
        Hypervisor restarted = replica().on(HOST);

        assertThat(restarted.observe(machine)).isEqualTo(SHUTTING_DOWN);
        assertThat(refusal(() -> restarted.ensureOff(machine, 6))).isEqualTo(STALE_FENCE);
        letTimePass();
        assertThat(restarted.observe(machine)).isEqualTo(OFF);
    }

    @Test
    void replicasSeeTheSameUsage() {
        run();
        clock.advance(Duration.ofMinutes(17));

        assertThat(replica().on(HOST).sample(List.of(machine))).isEqualTo(hypervisor.sample(List.of(machine)));
    }

    @Test
    @Timeout(60)
    void replicasAtTheSameTimeHaveOneEffect() throws Exception {
        List<Callable<MachineState>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Hypervisor replica = replica().on(HOST);
            calls.add(() -> {
                replica.ensureDefined(spec(machine), 3);
                return replica.ensureRunning(machine, 3);
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(calls.size());
        try {
            for (Future<MachineState> answer : threads.invokeAll(calls, 30, TimeUnit.SECONDS)) {
                assertThat(answer.get()).isEqualTo(BOOTING);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(effects()).isEqualTo(new Effects(1, 1, 0, 0, 0));
    }

    @Test
    void aPlantedFaultStrikesAsOftenAsItSays() {
        plant("RETRYABLE", "ensureDefined", false, 2L);

        assertThat(refusal(() -> hypervisor.ensureDefined(spec(machine), 1))).isEqualTo(RETRYABLE);
        assertThat(refusal(() -> hypervisor.ensureDefined(spec(machine), 1))).isEqualTo(RETRYABLE);
        assertThat(hypervisor.observe(machine)).isEqualTo(ABSENT);
        assertThat(hypervisor.ensureDefined(spec(machine), 1)).isEqualTo(OFF);
    }

    @Test
    void aPlantedFaultStrikesForEverWhenItDoesNotSayHowOften() {
        plant("PERMANENT", null, false, null);

        for (int i = 0; i < 5; i++) {
            assertThat(refusal(() -> hypervisor.observe(machine))).isEqualTo(PERMANENT);
        }
    }

    @Test
    void aPlantedFaultMayComeAfterTheEffect() {
        plant("NO_CAPACITY", "ensureDefined", true, 1L);
        plant("LOSE_ANSWER", "ensureRunning", false, 1L);

        assertThat(refusal(() -> hypervisor.ensureDefined(spec(machine), 1))).isEqualTo(NO_CAPACITY);
        assertThat(hypervisor.observe(machine)).isEqualTo(OFF);
        assertThat(refusal(() -> hypervisor.ensureRunning(machine, 1))).isEqualTo(OUTCOME_UNKNOWN);
        assertThat(hypervisor.observe(machine)).isEqualTo(BOOTING);
    }

    @Test
    void aPlantedFaultFitsItsHostItsMachineAndItsCall() {
        UUID other = UUID.randomUUID();
        database()
                .update(
                        "INSERT INTO simulated_faults (host_id, machine, on_call, kind) VALUES (?, ?, ?, ?)",
                        OTHER_HOST.value(),
                        other,
                        "observe",
                        "RETRYABLE");
        Hypervisor struck = replica().on(OTHER_HOST);

        assertThat(hypervisor.observe(other)).isEqualTo(ABSENT);
        assertThat(struck.observe(machine)).isEqualTo(ABSENT);
        assertThat(struck.ensureOff(other, 1)).isEqualTo(ABSENT);
        assertThat(struck.sample(List.of(other))).isEmpty();
        assertThat(refusal(() -> struck.observe(other))).isEqualTo(RETRYABLE);
    }

    @Test
    void aPlantedStallTakesItsTime() {
        database().update("INSERT INTO simulated_faults (kind, stall_millis, remaining) VALUES ('STALL', 50, 1)");
        long start = System.nanoTime();

        assertThat(hypervisor.observe(machine)).isEqualTo(ABSENT);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
    }

    private void plant(String kind, String call, boolean afterEffect, Long times) {
        database()
                .update(
                        "INSERT INTO simulated_faults (kind, on_call, after_effect, remaining) VALUES (?, ?, ?, ?)",
                        kind,
                        call,
                        afterEffect,
                        times);
    }

    private void run() {
        hypervisor.ensureDefined(spec(machine), 1);
        hypervisor.ensureRunning(machine, 1);
        letTimePass();
        assertThat(hypervisor.observe(machine)).isEqualTo(RUNNING);
    }

    private long traffic() {
        UsageSample sample = hypervisor.sample(List.of(machine)).get(machine);
        return sample.trafficCounter();
    }

    private Effects effects() {
        return stored().effects();
    }

    private Machine stored() {
        return new MachineTable(database()).find(HOST, machine);
    }

    private MachineSpec specWith(String sshKey) {
        MachineSpec plain = spec(machine);
        return new MachineSpec(
                machine,
                plain.resources(),
                plain.os(),
                plain.hostname(),
                SshPublicKey.ofStored(sshKey),
                plain.ipv4(),
                plain.ipv6());
    }

    private static HypervisorException.Kind refusal(Runnable call) {
        return catchThrowableOfType(HypervisorException.class, call::run).kind();
    }

    private SimulatedHypervisors replica() {
        return new SimulatedHypervisors(dataSource(), clock, BOOT_TIME);
    }

    private Database database() {
        return new Database(dataSource());
    }
}
