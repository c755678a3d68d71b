package dev.berth.application.operation.service;

import dev.berth.application.operation.port.out.OperationRepository;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import dev.berth.domain.operation.Operation;
import dev.berth.domain.operation.OperationId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Those in this process who wait for operations to end. One thread looks after all of them: it reads again and again
 * which of the awaited operations have ended, whoever ended them, and answers those whose time is over. While nobody
 * waits it sleeps. It never runs what depends on an answer: that is the executor's.
 */
public final class OperationWaiters implements AutoCloseable {
    /** How many may wait at once; each costs about as much memory as an open connection. */
    static final int MAX_WAITERS = 10_000;

    /** How late an end that another process has brought about is noticed. */
    static final Duration PERIOD = Duration.ofMillis(200);

    /** How many operations one statement reads. */
    static final int BATCH = 500;

    private static final Logger LOG = System.getLogger(OperationWaiters.class.getName());
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(2);

    private final OperationRepository operations;
    private final LongSupplier nanoTime;
    private final Executor answering;
    private final long origin;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition earlier = lock.newCondition();
    private final Map<OperationId, Set<Waiter>> waiting = new HashMap<>();
    private final NavigableSet<Waiter> byDeadline = new TreeSet<>(
            Comparator.comparingLong((Waiter waiter) -> waiter.deadline).thenComparingLong(waiter -> waiter.number));
    private long lastNumber;
    private int size;
    private long nextLook;
    private boolean closed;

    /** Only the thread's own: whether its last read failed. */
    private boolean failing;

    /**
     * @param nanoTime a clock that only goes forward, such as {@link System#nanoTime}
     * @param answering runs whatever depends on the answers
     */
    public OperationWaiters(OperationRepository operations, LongSupplier nanoTime, Executor answering) {
        this.operations = operations;
        this.nanoTime = nanoTime;
        this.answering = answering;
        this.origin = nanoTime.getAsLong();
        this.thread = new Thread(this::lookAfterThem, "operation-waiters");
    }

    /** Somebody who waits; all but the answer is guarded by the lock. */
    private final class Waiter {
        final OperationId operation;
        final long number;
        final CompletableFuture<Operation> answer = new CompletableFuture<>();
        boolean gone;

        /** What was read after registering; null until then, and so long without a deadline. */
        @Nullable
        Operation known;

        long deadline;

        Waiter(OperationId operation, long number) {
            this.operation = operation;
            this.number = number;
            var ignored = answer.whenComplete((result, failure) -> remove(this));
        }

        void tell(Operation operation) {
            answering.execute(() -> answer.complete(operation));
        }
    }

    /** Begins to look after those who wait. */
    public void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** How many wait at the moment. */
    public int size() {
        lock.lock();
        try {
            return size;
        } finally {
            lock.unlock();
        }
    }

    /** Tells those who wait for this operation that it has ended, without waiting for the next look. */
    public void ended(Operation operation) {
        take(operation.id()).forEach(waiter -> waiter.tell(operation));
    }

    /**
     * Waits for an operation to end.
     *
     * @param state reads the operation; what it throws is thrown, and nobody waits then
     * @return the operation once it has ended, or else as it is when the time is over
     */
    CompletableFuture<Operation> await(OperationId operation, Duration atMost, Supplier<Operation> state) {
        long deadline = now() + Math.min(TimeUnit.NANOSECONDS.convert(atMost), LONGEST_WAIT.toNanos());
        Waiter waiter = register(operation); // before the state is read: no end can come in between unnoticed
        if (waiter == null) {
            return CompletableFuture.completedFuture(state.get());
        }
        try {
            Operation known = state.get();
            if (known.status().hasEnded()) {
                remove(waiter);
                return CompletableFuture.completedFuture(known);
            }
            setDeadline(waiter, known, deadline);
            return waiter.answer;
        } catch (RuntimeException | Error e) {
            remove(waiter);
            throw e;
        }
    }

    /** Lets nobody wait any longer: tells all how it stands, and returns when they know, or after two seconds. */
    @Override
    public void close() {
        List<Waiter> left = takeAllForEver();
        CountDownLatch told = new CountDownLatch(left.size());
        Map<OperationId, Operation> latest = latest(left);
        left.forEach(waiter -> answering.execute(() -> {
            Operation known = latest.getOrDefault(waiter.operation, waiter.known);
            if (known != null) { // else it is being read, and told by who reads it
                waiter.answer.complete(known);
            }
            told.countDown();
        }));
        try {
            boolean ignored = told.await(LAST_ANSWERS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One turn of the thread: answers those whose time is over, and looks for ends when that is due. */
    void turn() {
        List<Waiter> over = takeOverdue();
        Map<OperationId, Operation> latest = latest(over);
        for (Waiter waiter : over) {
            Operation known = latest.getOrDefault(waiter.operation, waiter.known);
            if (known != null) {
                waiter.tell(known);
            }
        }
        Set<OperationId> awaited = awaitedIfDue();
        if (!awaited.isEmpty()) {
            read(awaited.stream(), operations::ended).forEach(this::ended);
            planNextLook();
        }
    }

    private void lookAfterThem() {
        while (sleepUntilTurn()) {
            try {
                turn();
            } catch (RuntimeException | Error e) {
                LOG.log(Level.ERROR, "those who wait for operations were not looked after, trying again", e);
                planNextLook();
            }
        }
    }

    private Map<OperationId, Operation> latest(List<Waiter> waiters) {
        return read(waiters.stream().map(waiter -> waiter.operation), operations::findAll).stream()
                .collect(Collectors.toMap(Operation::id, operation -> operation));
    }

    /** Stops at the first failure: whatever ails the store, the next batch would meet it too, and take its time. */
    private List<Operation> read(
            Stream<OperationId> ids, Function<Collection<OperationId>, List<Operation>> statement) {
        List<OperationId> wanted = ids.distinct().toList();
        List<Operation> found = new ArrayList<>();
        try {
            for (int from = 0; from < wanted.size(); from += BATCH) {
                found.addAll(statement.apply(wanted.subList(from, Math.min(from + BATCH, wanted.size()))));
                noteSuccess();
            }
        } catch (RuntimeException e) {
            noteFailure(e);
        }
        return found;
    }

    private void noteSuccess() {
        if (failing) {
            LOG.log(Level.INFO, "awaited operations can be read again");
        }
        failing = false;
    }

    /** Once, and not five times a second. */
    private void noteFailure(RuntimeException failure) {
        if (!failing) {
            LOG.log(Level.WARNING, "could not read awaited operations, trying again", failure);
        }
        failing = true;
    }

    /** Null at the end: nobody waits any longer. */
    private @Nullable Waiter register(OperationId operation) {
        lock.lock();
        try {
            if (closed) {
                return null;
            }
            if (size == MAX_WAITERS) {
                throw new DomainException(
                        ErrorCode.UNAVAILABLE,
                        "Too many requests wait for operations at the moment. Try again, or ask without waiting.");
            }
            Waiter waiter = new Waiter(operation, ++lastNumber);
            waiting.computeIfAbsent(operation, id -> new HashSet<>()).add(waiter);
            size++;
            if (size == 1) {
                nextLook = now() + PERIOD.toNanos();
                earlier.signalAll();
            }
            return waiter;
        } finally {
            lock.unlock();
        }
    }

    private void setDeadline(Waiter waiter, Operation known, long deadline) {
        lock.lock();
        try {
            if (!waiter.gone) {
                waiter.known = known;
                waiter.deadline = deadline;
                byDeadline.add(waiter);
                if (byDeadline.first() == waiter) {
                    earlier.signalAll();
                }
            } else if (closed) {
                waiter.answer.complete(known);
            }
        } finally {
            lock.unlock();
        }
    }

    private void remove(Waiter waiter) {
        lock.lock();
        try {
            if (!waiter.gone) {
                waiter.gone = true;
                size--;
                byDeadline.remove(waiter);
                waiting.computeIfPresent(waiter.operation, (id, waiters) -> {
                    waiters.remove(waiter);
                    return waiters.isEmpty() ? null : waiters;
                });
            }
        } finally {
            lock.unlock();
        }
    }

    private List<Waiter> take(OperationId operation) {
        lock.lock();
        try {
            List<Waiter> taken = List.copyOf(waiting.getOrDefault(operation, Set.of()));
            taken.forEach(this::remove);
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private List<Waiter> takeOverdue() {
        lock.lock();
        try {
            long now = now();
            List<Waiter> taken = byDeadline.stream()
                    .takeWhile(waiter -> waiter.deadline <= now)
                    .toList();
            taken.forEach(this::remove);
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private List<Waiter> takeAllForEver() {
        lock.lock();
        try {
            closed = true;
            earlier.signalAll();
            List<Waiter> taken = waiting.values().stream().flatMap(Set::stream).toList();
            taken.forEach(this::remove);
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private Set<OperationId> awaitedIfDue() {
        lock.lock();
        try {
            return nextLook <= now() ? Set.copyOf(waiting.keySet()) : Set.of();
        } finally {
            lock.unlock();
        }
    }

    private void planNextLook() {
        lock.lock();
        try {
            nextLook = now() + PERIOD.toNanos();
        } finally {
            lock.unlock();
        }
    }

    /** Whether there is a turn to be taken; no longer after the end. */
    private boolean sleepUntilTurn() {
        lock.lock();
        try {
            while (!closed) {
                long left = timeUntilTurn();
                if (left <= 0) {
                    return true;
                }
                if (size == 0) {
                    earlier.await();
                } else {
                    long ignored = earlier.awaitNanos(left);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        return false;
    }

    private long timeUntilTurn() {
        if (size == 0) {
            return Long.MAX_VALUE;
        }
        long next = byDeadline.isEmpty() ? nextLook : Math.min(nextLook, byDeadline.first().deadline);
        return next - now();
    }

    private long now() {
        return nanoTime.getAsLong() - origin;
    }
}
