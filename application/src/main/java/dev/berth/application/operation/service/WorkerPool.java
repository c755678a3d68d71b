package dev.berth.application.operation.service;

import dev.berth.application.operation.port.out.Claim;
import dev.berth.application.operation.port.out.NothingClaimedException;
import dev.berth.application.operation.port.out.OperationQueue;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** Claims operations that are due and has them carried out, a bounded number at once. */
public final class WorkerPool implements AutoCloseable {
    private static final Logger LOG = System.getLogger(WorkerPool.class.getName());
    private static final Duration RENEWAL = Duration.ofSeconds(3);
    /** After a renewal that failed: a store that is back should find its replicas soon. */
    private static final Duration RETRY = Duration.ofMillis(500);
    /** How late the work of a replica that died, or that was accepted elsewhere, is noticed at the most. */
    private static final Duration POLL = Duration.ofSeconds(1);

    private static final Duration SECOND_LOOK = Duration.ofMillis(50);
    /** How long those that have come free wait for others at the most, when more is due than can be worked on. */
    private static final Duration GATHERING = Duration.ofMillis(10);

    private final OperationQueue queue;
    private final OperationRunner runner;
    private final ReplicaLease lease;
    private final Clock clock;
    private final int size;
    private final Semaphore idle;
    private final ExecutorService workers;
    private final Queue<Claim> dropped = new ConcurrentLinkedQueue<>();
    private final WakeUp wakeUp = new WakeUp();
    private final Thread dispatcher;
    private final Thread renewer;
    /** Whether the last claim took all that could be worked on, so that more may be waiting. */
    private volatile boolean saturated;

    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile boolean closed;

    /**
     * @param size how many operations are worked on at once
     * @param threads makes the threads that work on them
     */
    public WorkerPool(
            OperationQueue queue,
            OperationRunner runner,
            ReplicaLease lease,
            Clock clock,
            int size,
            ThreadFactory threads) {
        this.queue = queue;
        this.runner = runner;
        this.lease = lease;
        this.clock = clock;
        this.size = size;
        this.idle = new Semaphore(size);
        this.workers = Executors.newFixedThreadPool(size, threads);
        this.dispatcher = new Thread(this::dispatch, "operation-dispatcher");
        this.renewer = new Thread(this::renew, "replica-lease");
    }

    /** Enters the replicas and begins to work. */
    public void start() {
        lease.renew();
        renewer.setDaemon(true);
        renewer.start();
        dispatcher.start();
    }

    /** Something may be due now. */
    public void wake() {
        wakeUp.at(clock.instant());
    }

    /** Stops claiming, lets what is being worked on come to its next checkpoint, and hands the rest on. */
    @Override
    public void close() {
        closed = true;
        wake();
        closing.countDown(); // not an interrupt: in the middle of a write it would close an embedded database
        join(dispatcher);
        workers.shutdown();
        try {
            if (!workers.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.log(Level.WARNING, "operations are still running; others take them over when the lease ends");
                return; // their calls are still out: the lease must not end before they do
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        attempt("leave the replicas", lease::end);
    }

    private void dispatch() {
        while (!closed) {
            attempt("claim operations", this::claimAndSubmit);
            wakeUp.await(clock, POLL);
        }
    }

    private void claimAndSubmit() {
        for (Claim claim = dropped.peek(); claim != null; claim = dropped.peek()) {
            queue.letGo(claim);
            dropped.remove();
        }
        boolean wasBehind = saturated;
        saturated = true; // before looking: whoever comes free from now on says so
        int free = idle.availablePermits();
        if (free > 0 && !closed) {
            List<Claim> claims = claim(free);
            saturated = claims.size() == free;
            claims.forEach(this::submit);
            if (wasBehind && !saturated) {
                wakeUp.at(clock.instant().plus(SECOND_LOOK)); // others may have been faster, not the work at its end
            }
        }
    }

    private List<Claim> claim(int limit) {
        try {
            return queue.claim(lease.replica(), limit, clock.instant());
        } catch (NothingClaimedException e) {
            throw e; // as often as there is no free connection: no reason to give back what is being worked on
        } catch (RuntimeException | Error e) {
            // it may have been committed: what this name holds, known to nobody, has to come free again
            lease.takeNewName();
            throw e;
        }
    }

    private void submit(Claim claim) {
        idle.acquireUninterruptibly();
        try {
            workers.execute(() -> work(claim));
        } catch (RuntimeException | Error e) {
            LOG.log(
                    Level.ERROR,
                    "there is no thread for operation " + claim.operation().id(),
                    e);
            dropped.add(claim);
            idle.release();
        }
    }

    private void work(Claim claim) {
        try {
            runner.run(claim).ifPresent(wakeUp::at);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "operation " + claim.operation().id() + " was dropped at its last checkpoint", e);
            dropped.add(claim);
        } finally {
            idle.release();
            if (saturated) {
                claimSoon();
            }
        }
    }

    /** Many in one claim cost little more than one: waits for half of the workers, but not for long. */
    private void claimSoon() {
        Instant now = clock.instant();
        wakeUp.at(2 * idle.availablePermits() >= size ? now : now.plus(GATHERING));
    }

    private void renew() {
        try {
            while (!closing.await((lease.isAlive() ? RENEWAL : RETRY).toMillis(), TimeUnit.MILLISECONDS)) {
                attempt("renew the lease", lease::renew);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void attempt(String what, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) { // whatever it is, without this thread nothing would go on
            LOG.log(Level.WARNING, "could not " + what + ", trying again", e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
