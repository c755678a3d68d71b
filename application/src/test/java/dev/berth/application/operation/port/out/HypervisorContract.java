package dev.berth.application.operation.port.out;

import static dev.berth.application.operation.port.out.HypervisorException.Kind.STALE_FENCE;
import static dev.berth.application.operation.port.out.MachineState.ABSENT;
import static dev.berth.application.operation.port.out.MachineState.BOOTING;
import static dev.berth.application.operation.port.out.MachineState.OFF;
import static dev.berth.application.operation.port.out.MachineState.RUNNING;
import static dev.berth.application.operation.port.out.MachineState.SHUTTING_DOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.domain.catalog.OperatingSystem;
import dev.berth.domain.catalog.OperatingSystemId;
import dev.berth.domain.catalog.Resources;
import dev.berth.domain.server.Hostname;
import dev.berth.domain.server.UsageSample;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every {@link Hypervisor} does. Each test makes machines of its own; the hypervisor may hold others. */
public abstract class HypervisorContract {
    /** Of the machines in these tests. */
    public static final Resources SIZE = new Resources(2, 2_048, 40);

    private static final int FENCES = 16;

    private final UUID machine = UUID.randomUUID();

    /** The hypervisor under test, the same one throughout a test. */
    protected abstract Hypervisor hypervisor();

    /** Lets so much time pass that boots and shut-downs under way come to their end. */
    protected abstract void letTimePass();

    /** A machine of {@link #SIZE}. */
    public static MachineSpec spec(UUID machine) {
        return new MachineSpec(
                machine,
                SIZE,
                new OperatingSystem(new OperatingSystemId(1), "Debian 12", false),
                new Hostname("web01.example.com"),
                null,
                "192.0.2.1",
                "2001:db8::1");
    }

    @Test
    void aMachineNeverDefinedIsAbsent() {
        assertThat(hypervisor().observe(machine)).isEqualTo(ABSENT);
    }

    @ParameterizedTest
    @EnumSource(names = "DEFINE", mode = EnumSource.Mode.EXCLUDE)
    void noCallButDefineMakesAMachine(Call call) {
        assertThat(call.on(hypervisor(), machine, 1)).isEqualTo(ABSENT);
        assertThat(hypervisor().observe(machine)).isEqualTo(ABSENT);
    }

    @Test
    void aDefinedMachineIsOff() {
        assertThat(hypervisor().ensureDefined(spec(machine), 1)).isEqualTo(OFF);
        assertThat(hypervisor().observe(machine)).isEqualTo(OFF);
    }

    @Test
    void aMachinePoweredOnBootsAndThenRuns() {
        hypervisor().ensureDefined(spec(machine), 1);

        assertThat(hypervisor().ensureRunning(machine, 1)).isIn(BOOTING, RUNNING);
        letTimePass();
        assertThat(hypervisor().observe(machine)).isEqualTo(RUNNING);
    }

    @Test
    void aMachineAskedToShutDownIsOffAfterAWhile() {
        run(1);

        assertThat(hypervisor().ensureShutDown(machine, 1)).isIn(SHUTTING_DOWN, OFF);
        letTimePass();
        assertThat(hypervisor().observe(machine)).isEqualTo(OFF);
        assertThat(hypervisor().ensureShutDown(machine, 1)).isEqualTo(OFF);
    }

    @Test
    void aMachineThatBootsCanBeAskedToShutDown() {
        hypervisor().ensureDefined(spec(machine), 1);
        hypervisor().ensureRunning(machine, 1);

        reach(OFF, fence -> hypervisor().ensureShutDown(machine, fence), 1);
    }

    @Test
    void aMachineThatShutsDownCanBeAskedToRun() {
        run(1);
        hypervisor().ensureShutDown(machine, 1);

        reach(RUNNING, fence -> hypervisor().ensureRunning(machine, fence), 1);
        letTimePass();
        assertThat(hypervisor().observe(machine)).isEqualTo(RUNNING);
    }

    @Test
    void powerIsCutAtOnce() {
        run(1);
        assertThat(hypervisor().ensureOff(machine, 1)).isEqualTo(OFF);

        run(1);
        hypervisor().ensureShutDown(machine, 1);
        assertThat(hypervisor().ensureOff(machine, 1)).isEqualTo(OFF);

        hypervisor().ensureRunning(machine, 1);
        assertThat(hypervisor().ensureOff(machine, 1)).isEqualTo(OFF);
        letTimePass();
        assertThat(hypervisor().observe(machine)).isEqualTo(OFF);
    }

    @Test
    void aMachineIsRemovedWhetherItRunsOrNot() {
        run(1);
        assertThat(hypervisor().ensureAbsent(machine, 1)).isEqualTo(ABSENT);
        assertThat(hypervisor().observe(machine)).isEqualTo(ABSENT);

        hypervisor().ensureDefined(spec(machine), 1);
        assertThat(hypervisor().ensureAbsent(machine, 1)).isEqualTo(ABSENT);
        assertThat(hypervisor().observe(machine)).isEqualTo(ABSENT);
    }

    @Test
    void definingLeavesAMachineAsItIs() {
        run(1);

        assertThat(hypervisor().ensureDefined(spec(machine), 2)).isEqualTo(RUNNING);
        assertThat(hypervisor().observe(machine)).isEqualTo(RUNNING);
    }

    @ParameterizedTest
    @EnumSource
    void twiceIsOnce(Call call) {
        run(1);

        call.on(hypervisor(), machine, 1);
        letTimePass();
        MachineState once = hypervisor().observe(machine);
        assertThat(call.on(hypervisor(), machine, 1)).isEqualTo(once);
        letTimePass();
        assertThat(hypervisor().observe(machine)).isEqualTo(once);
    }

    @Test
    void machinesAreApart() {
        UUID other = UUID.randomUUID();
        run(7);
        hypervisor().ensureDefined(spec(other), 1);
        hypervisor().ensureAbsent(machine, 7);

        assertThat(hypervisor().observe(other)).isEqualTo(OFF);
        assertThat(hypervisor().ensureOff(other, 1)).isEqualTo(OFF);
    }

    @ParameterizedTest
    @EnumSource
    void aLowerFenceIsRefusedAndChangesNothing(Call call) {
        hypervisor().ensureDefined(spec(machine), 2);
        refuses(call, 1);
        assertThat(hypervisor().observe(machine)).isEqualTo(OFF);

        run(3);
        refuses(call, 2);
        letTimePass();
        assertThat(hypervisor().observe(machine)).isEqualTo(RUNNING);
    }

    @ParameterizedTest
    @EnumSource
    void aCallThatFindsNothingToDoLeavesItsFence(Call call) {
        run(1);
        call.on(hypervisor(), machine, 2);
        letTimePass();

        call.on(hypervisor(), machine, 3);
        refuses(call, 2);
    }

    @ParameterizedTest
    @EnumSource
    void theSameFenceAndAHigherOneAreAllowed(Call call) {
        run(5);

        call.on(hypervisor(), machine, 5);
        call.on(hypervisor(), machine, 6);
        refuses(call, 5);
    }

    @ParameterizedTest
    @EnumSource
    void aRemovedMachineStillRefusesALowerFence(Call call) {
        run(1);
        hypervisor().ensureAbsent(machine, 4);

        refuses(call, 3);
        assertThat(hypervisor().observe(machine)).isEqualTo(ABSENT);
    }

    @Test
    void fencingAMachineChangesNothingElseOfIt() {
        run(1);
        assertThat(hypervisor().ensureFenced(machine, 2)).isEqualTo(RUNNING);
        letTimePass();
        assertThat(hypervisor().observe(machine)).isEqualTo(RUNNING);
        refuses(Call.OFF_AT_ONCE, 1);
    }

    @Test
    void removingAMachineNeverSeenLeavesItsFence() {
        hypervisor().ensureAbsent(machine, 4);

        refuses(Call.DEFINE, 3);
        assertThat(hypervisor().observe(machine)).isEqualTo(ABSENT);
    }

    @Test
    void aRemovedMachineCanBeDefinedAnew() {
        run(1);
        hypervisor().ensureAbsent(machine, 4);

        assertThat(hypervisor().ensureDefined(spec(machine), 4)).isEqualTo(OFF);
        hypervisor().ensureAbsent(machine, 4);
        assertThat(hypervisor().ensureDefined(spec(machine), 5)).isEqualTo(OFF);
        refuses(Call.RUN, 4);
    }

    @Test
    void onlyMachinesThatRunAreSampled() {
        UUID off = UUID.randomUUID();
        UUID absent = UUID.randomUUID();
        UUID notAskedFor = UUID.randomUUID();
        run(machine, 1);
        run(notAskedFor, 1);
        hypervisor().ensureDefined(spec(off), 1);

        assertThat(hypervisor().sample(List.of(machine, off, absent))).containsOnlyKeys(machine);
        assertThat(hypervisor().sample(List.of())).isEmpty();
        hypervisor().ensureOff(machine, 1);
        assertThat(hypervisor().sample(List.of(machine))).isEmpty();
    }

    @Test
    void aSampleIsWithinTheMachinesSize() {
        run(1);
        UsageSample before = sample();
        letTimePass();
        UsageSample after = sample();

        for (UsageSample sample : List.of(before, after)) {
            assertThat(sample.cpuPercent()).isBetween(0.0, 100.0);
            assertThat(sample.memoryUsed()).isBetween(0L, SIZE.memory());
            assertThat(sample.diskUsed()).isBetween(0L, SIZE.storage());
        }
        assertThat(after.trafficCounter()).isGreaterThanOrEqualTo(before.trafficCounter());
    }

    @Test
    @Timeout(60)
    void ofCallsAtTheSameTimeTheHighestFenceStaysInForce() throws Exception {
        hypervisor().ensureDefined(spec(machine), 1);

        List<Long> shuffled = new ArrayList<>();
        for (long fence = 1; fence <= FENCES; fence++) {
            shuffled.add(fence);
        }
        Collections.shuffle(shuffled);
        atTheSameTime(shuffled, fence -> {
            hypervisor().ensureRunning(machine, fence);
            return hypervisor().ensureOff(machine, fence);
        });

        for (Call call : Call.values()) {
            refuses(call, FENCES - 1);
        }
        assertThat(hypervisor().ensureOff(machine, FENCES)).isEqualTo(OFF);
    }

    @Test
    @Timeout(60)
    void whoeverComesFirstARemovalWithTheHighestFenceIsFinal() throws Exception {
        List<Long> fences = new ArrayList<>();
        for (long fence = FENCES; fence >= 1; fence--) {
            fences.add(fence);
        }
        atTheSameTime(
                fences,
                fence -> fence == FENCES
                        ? hypervisor().ensureAbsent(machine, fence)
                        : hypervisor().ensureDefined(spec(machine), fence));

        assertThat(hypervisor().observe(machine)).isEqualTo(ABSENT);
        refuses(Call.DEFINE, FENCES - 1);
    }

    private void run(long fence) {
        run(machine, fence);
    }

    private void run(UUID id, long fence) {
        hypervisor().ensureDefined(spec(id), fence);
        reach(RUNNING, f -> hypervisor().ensureRunning(id, f), fence);
    }

    /** Repeats a call until its answer is this, as the port's callers do. */
    private void reach(MachineState wanted, LongFunction<MachineState> call, long fence) {
        MachineState state = call.apply(fence);
        for (int i = 0; i < 5 && state != wanted; i++) {
            letTimePass();
            state = call.apply(fence);
        }
        assertThat(state).isEqualTo(wanted);
    }

    private UsageSample sample() {
        Map<UUID, UsageSample> samples = hypervisor().sample(List.of(machine));
        assertThat(samples).containsOnlyKeys(machine);
        return samples.get(machine);
    }

    private void refuses(Call call, long fence) {
        HypervisorException refusal =
                catchThrowableOfType(HypervisorException.class, () -> call.on(hypervisor(), machine, fence));
        assertThat(refusal).as("%s with fence %d", call, fence).isNotNull();
        assertThat(refusal.kind()).isEqualTo(STALE_FENCE);
    }

    /** Makes a call with each fence, all at once; those that are refused for their fence are content with it. */
    private static void atTheSameTime(List<Long> fences, LongFunction<MachineState> call) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(fences.size());
        try {
            List<Future<?>> calls = new ArrayList<>();
            for (long fence : fences) {
                calls.add(threads.submit(() -> {
                    start.await();
                    try {
                        return call.apply(fence);
                    } catch (HypervisorException e) {
                        assertThat(e.kind()).isEqualTo(STALE_FENCE);
                        return null;
                    }
                }));
            }
            start.countDown();
            for (Future<?> done : calls) {
                done.get(30, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** The calls that carry a fence. */
    private enum Call {
        DEFINE {
            @Override
            MachineState on(Hypervisor hypervisor, UUID machine, long fence) {
                return hypervisor.ensureDefined(spec(machine), fence);
            }
        },
        RUN {
            @Override
            MachineState on(Hypervisor hypervisor, UUID machine, long fence) {
                return hypervisor.ensureRunning(machine, fence);
            }
        },
        SHUT_DOWN {
            @Override
            MachineState on(Hypervisor hypervisor, UUID machine, long fence) {
                return hypervisor.ensureShutDown(machine, fence);
            }
        },
        OFF_AT_ONCE {
            @Override
            MachineState on(Hypervisor hypervisor, UUID machine, long fence) {
                return hypervisor.ensureOff(machine, fence);
            }
        },
        REMOVE {
            @Override
            MachineState on(Hypervisor hypervisor, UUID machine, long fence) {
                return hypervisor.ensureAbsent(machine, fence);
            }
        },
        FENCE {
            @Override
            MachineState on(Hypervisor hypervisor, UUID machine, long fence) {
                return hypervisor.ensureFenced(machine, fence);
            }
        };

        abstract MachineState on(Hypervisor hypervisor, UUID machine, long fence);
    }
}
