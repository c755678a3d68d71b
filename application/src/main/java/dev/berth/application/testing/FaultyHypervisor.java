package dev.berth.application.testing;

import dev.berth.application.operation.port.out.Hypervisor;
import dev.berth.application.operation.port.out.HypervisorException;
import dev.berth.application.operation.port.out.HypervisorException.Kind;
import dev.berth.application.operation.port.out.MachineSpec;
import dev.berth.application.operation.port.out.MachineState;
import dev.berth.domain.server.UsageSample;
import java.io.Serial;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A hypervisor that fails when it is told to, and otherwise does what the one behind it does. Refuses to be called
 * inside a transaction. Faults strike in the order they were told, one for each call that they fit.
 *
 * <pre>{@code
 * faulty.failNext(Fault.retryable());
 * faulty.failNext(3, Fault.noCapacity().afterEffect(), Call.ENSURE_DEFINED);
 * faulty.failAlways(Fault.loseAnswer(), Call.ENSURE_RUNNING, Call.ENSURE_OFF);
 * }</pre>
 */
public final class FaultyHypervisor implements Hypervisor {
    private final Hypervisor behind;
    private final BooleanSupplier inTransaction;
    private final List<Plan> plans = new ArrayList<>();
    private final Set<UUID> deaf = ConcurrentHashMap.newKeySet();

    /**
     * @param behind does the work
     * @param inTransaction whether the calling thread is inside a transaction
     */
    public FaultyHypervisor(Hypervisor behind, BooleanSupplier inTransaction) {
        this.behind = behind;
        this.inTransaction = inTransaction;
    }

    /** The next of these calls fails; of all calls, when none is named. */
    public void failNext(Fault fault, Call... calls) {
        failNext(1, fault, calls);
    }

    /** The next so many of these calls fail; of all calls, when none is named. */
    public synchronized void failNext(int times, Fault fault, Call... calls) {
        Set<Call> all = EnumSet.allOf(Call.class);
        plans.add(new Plan(fault, calls.length == 0 ? all : Set.copyOf(List.of(calls)), times));
    }

    /** All of these calls fail until {@link #heal}; all calls, when none is named. */
    public void failAlways(Fault fault, Call... calls) {
        failNext(Integer.MAX_VALUE, fault, calls);
    }

    /** This machine's guest ignores requests to shut down. */
    public void deafen(UUID machine) {
        deaf.add(machine);
    }

    /** Forgets all faults. */
    public synchronized void heal() {
        plans.clear();
        deaf.clear();
    }

    @Override
    public MachineState ensureDefined(MachineSpec spec, long fence) {
        return call(Call.ENSURE_DEFINED, () -> behind.ensureDefined(spec, fence));
    }

    @Override
    public MachineState ensureRunning(UUID machine, long fence) {
        return call(Call.ENSURE_RUNNING, () -> behind.ensureRunning(machine, fence));
    }

    @Override
    public MachineState ensureShutDown(UUID machine, long fence) {
        return call(
                Call.ENSURE_SHUT_DOWN,
                () -> deaf.contains(machine) ? behind.observe(machine) : behind.ensureShutDown(machine, fence));
    }

    @Override
    public MachineState ensureOff(UUID machine, long fence) {
        return call(Call.ENSURE_OFF, () -> behind.ensureOff(machine, fence));
    }

    @Override
    public MachineState ensureAbsent(UUID machine, long fence) {
        return call(Call.ENSURE_ABSENT, () -> behind.ensureAbsent(machine, fence));
    }

    @Override
    public MachineState observe(UUID machine) {
        return call(Call.OBSERVE, () -> behind.observe(machine));
    }

    @Override
    public MachineState ensureFenced(UUID machine, long fence) {
        return call(Call.ENSURE_FENCED, () -> behind.ensureFenced(machine, fence));
    }

    @Override
    public Map<UUID, UsageSample> sample(Collection<UUID> machines) {
        return call(Call.SAMPLE, () -> behind.sample(machines));
    }

    private <T> T call(Call call, Supplier<T> effect) {
        if (inTransaction.getAsBoolean()) {
            throw new IllegalStateException(call + " inside a transaction");
        }
        Optional<Fault> fault = next(call);
        fault.filter(found -> !found.afterEffect).ifPresent(found -> found.strike.run());
        T answer = effect.get();
        fault.filter(found -> found.afterEffect).ifPresent(found -> found.strike.run());
        return answer;
    }

    private synchronized Optional<Fault> next(Call call) {
        for (Plan plan : plans) {
            if (plan.remaining > 0 && plan.calls.contains(call)) {
                plan.remaining--;
                return Optional.of(plan.fault);
            }
        }
        return Optional.empty();
    }

    /** The calls of the port. */
    public enum Call {
        ENSURE_DEFINED,
        ENSURE_RUNNING,
        ENSURE_SHUT_DOWN,
        ENSURE_OFF,
        ENSURE_ABSENT,
        ENSURE_FENCED,
        OBSERVE,
        SAMPLE
    }

    /** What goes wrong: before the call has its effect, unless said otherwise. */
    public static final class Fault {
        private final Runnable strike;
        private final boolean afterEffect;

        private Fault(Runnable strike, boolean afterEffect) {
            this.strike = strike;
            this.afterEffect = afterEffect;
        }

        public static Fault retryable() {
            return failing(Kind.RETRYABLE);
        }

        public static Fault permanent() {
            return failing(Kind.PERMANENT);
        }

        public static Fault noCapacity() {
            return failing(Kind.NO_CAPACITY);
        }

        /** The call has its effect, and its outcome is unknown. */
        public static Fault loseAnswer() {
            return failing(Kind.OUTCOME_UNKNOWN).afterEffect();
        }

        /** The call ends in an exception that no hypervisor is known to throw. */
        public static Fault unexpected() {
            return new Fault(
                    () -> {
                        throw new IllegalStateException("told to fail unexpectedly");
                    },
                    false);
        }

        /** The caller unwinds with {@link Killed}, as if its process had been killed. */
        public static Fault die() {
            return new Fault(
                    () -> {
                        throw new Killed();
                    },
                    false);
        }

        /** The call waits, and then goes on. */
        public static Fault stall(Stall stall) {
            return new Fault(stall::hold, false);
        }

        /** The same, but only once the call has had its effect. */
        public Fault afterEffect() {
            return new Fault(strike, true);
        }

        private static Fault failing(Kind kind) {
            return new Fault(
                    () -> {
                        throw new HypervisorException(kind, "told to fail");
                    },
                    false);
        }
    }

    /** Where calls stall until the test opens it. All waiting is bounded: 30 seconds, then it fails. */
    public static final class Stall {
        private static final long SECONDS = 30;

        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch opened = new CountDownLatch(1);

        /** Waits until a call stalls here. */
        public void awaitReached() {
            await(reached);
        }

        /** Lets all calls go on, those to come as well. */
        public void open() {
            opened.countDown();
        }

        private void hold() {
            reached.countDown();
            await(opened);
        }

        private static void await(CountDownLatch latch) {
            try {
                if (!latch.await(SECONDS, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("nothing happened for " + SECONDS + " seconds");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }

    /** What a caller unwinds with that is to look as if it had been killed: nobody catches it but the test. */
    public static final class Killed extends Error {
        @Serial
        private static final long serialVersionUID = 1L;

        private Killed() {
            super("killed by the test");
        }
    }

    private static final class Plan {
        private final Fault fault;
        private final Set<Call> calls;
        private int remaining;

        private Plan(Fault fault, Set<Call> calls, int remaining) {
            this.fault = fault;
            this.calls = calls;
            this.remaining = remaining;
        }
    }
}
