package dev.berth.application.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.application.operation.port.out.Claim;
import dev.berth.application.operation.port.out.NothingClaimedException;
import dev.berth.application.operation.port.out.OperationQueue;
import dev.berth.application.operation.port.out.ReplicaId;
import dev.berth.application.operation.port.out.Replicas;
import dev.berth.application.operation.service.ReplicaLease;
import dev.berth.application.operation.service.WorkerPool;
import dev.berth.application.testing.FaultyHypervisor.Call;
import dev.berth.application.testing.FaultyHypervisor.Fault;
import dev.berth.application.testing.FaultyHypervisor.Stall;
import dev.berth.application.testing.InMemoryHypervisor.Effect;
import dev.berth.application.testing.InMemoryStore;
import dev.berth.domain.catalog.Resources;
import dev.berth.domain.operation.Operation;
import dev.berth.domain.operation.OperationStatus;
import dev.berth.domain.server.Server;
import dev.berth.domain.server.ServerRef;
import dev.berth.domain.server.ServerStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real threads, and a clock that stands still unless it is told to go on. */
@Timeout(120)
class WorkerPoolTest {
    /** Of real time, in which the renewals must not be late. */
    private static final Duration LEASE = Duration.ofMinutes(1);

    private static final Logger POOL = Logger.getLogger("dev.berth.application.operation.service.WorkerPool");

    static {
        POOL.setLevel(Level.OFF);
    }

    private final SteppingClock clock = new SteppingClock();
    private final InMemoryStore store = new InMemoryStore(clock);
    private final Faults faults = new Faults(store.transactions()::isActive);
    private final World world = new World(Store.of(store), clock, 42, faults);
    private final WatchedQueue queue = new WatchedQueue(store.operationQueue());
    private final List<WorkerPool> pools = new ArrayList<>();

    @AfterEach
    void close_all() {
        faults.heal();
        pools.forEach(WorkerPool::close);
    }

    /** Tells a waiting test of every change, and fails when it is told to. */
    private static final class WatchedQueue implements OperationQueue {
        private final OperationQueue behind;
        private final AtomicInteger claimsToLose = new AtomicInteger();
        private final AtomicInteger claimsToFail = new AtomicInteger();
        private final AtomicInteger looksToFail = new AtomicInteger();
        private final AtomicInteger letGoesToFail = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
        private int changes;

        WatchedQueue(OperationQueue behind) {
            this.behind = behind;
        }

        @Override
        public List<Claim> claim(ReplicaId worker, int limit, Instant now) {
            if (strikes(looksToFail)) {
                throw new NothingClaimedException(new IllegalStateException("told to fail"));
            }
            if (strikes(claimsToFail)) {
                throw new AssertionError("told to fail");
            }
            List<Claim> claims = behind.claim(worker, limit, now);
            most.accumulateAndGet(claims.size(), Math::max);
            if (!claims.isEmpty() && strikes(claimsToLose)) {
                throw new IllegalStateException("told to lose the answer");
            }
            changed();
            return claims;
        }

        @Override
        public boolean checkpoint(Claim claim, Operation next) {
            return behind.checkpoint(claim, next);
        }

        @Override
        public boolean again(Claim claim, Operation next) {
            boolean held = behind.again(claim, next);
            changed();
            return held;
        }

        @Override
        public Optional<Server> hold(Claim claim) {
            return behind.hold(claim);
        }

        @Override
        public void finish(Claim claim, Operation ended) {
            behind.finish(claim, ended);
        }

        @Override
        public void letGo(Claim claim) {
            if (strikes(letGoesToFail)) {
                throw new IllegalStateException("told to fail");
            }
            behind.letGo(claim);
            changed();
        }

        private static boolean strikes(AtomicInteger remaining) {
            return remaining.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
        }

        private synchronized void changed() {
            changes++;
            notifyAll();
        }

        /** Looks again whenever a worker has done something, and ten times a second besides. */
        synchronized void await(BooleanSupplier condition) throws InterruptedException {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (!condition.getAsBoolean()) {
                assertThat(System.nanoTime()).as("it has come true in time").isLessThan(end);
                wait(100);
            }
        }
    }

    @Test
    void many_operations_are_carried_out_a_bounded_number_at_once() throws Exception {
        world.addHost("giant", new Resources(1_000, 1_000_000, 100_000), faults);
        world.addPool(World.LOCATION, "198.51.100.0/24");
        WorkerPool pool = start(4);
        List<ServerRef> servers = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            servers.add(create());
            pool.wake();
        }
        awaitAll(servers, ServerStatus.ACTIVE);
        servers.forEach(world.lifecycle()::reboot);
        pool.wake();
        awaitAll(servers, ServerStatus.ACTIVE);
        servers.forEach(world.lifecycle()::delete);
        pool.wake();
        awaitAll(servers, ServerStatus.DELETED);
        for (ServerRef ref : servers) {
            Server gone = world.server(ref);
            assertThat(world.effects(gone, Effect.DEFINED)).isEqualTo(1);
            assertThat(world.effects(gone, Effect.POWERED_ON)).isEqualTo(2);
            assertThat(world.effects(gone, Effect.POWERED_OFF)).isEqualTo(2);
            assertThat(world.effects(gone, Effect.REMOVED)).isEqualTo(1);
        }
        assertThat(queue.most.get()).isLessThanOrEqualTo(4);
        assertThat(world.used()).isEqualTo(new Resources(0, 0, 0));
    }

    @Test
    void two_pools_share_the_work_and_nothing_is_done_twice() throws Exception {
        world.addHost("giant", new Resources(1_000, 1_000_000, 100_000), faults);
        world.addPool(World.LOCATION, "198.51.100.0/24");
        List<ServerRef> servers = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            servers.add(create());
        }
        start(2);
        start(2);
        awaitAll(servers, ServerStatus.ACTIVE);
        for (ServerRef ref : servers) {
            assertThat(world.effects(world.server(ref), Effect.DEFINED)).isEqualTo(1);
            assertThat(world.effects(world.server(ref), Effect.POWERED_ON)).isEqualTo(1);
        }
        assertThat(world.allOperations(100)).hasSize(60).allMatch(o -> o.status() == OperationStatus.SUCCEEDED);
    }

    @Test
    void a_worker_that_throws_lets_go_and_the_work_is_taken_up_again() throws Exception {
        ServerRef ref = create();
        faults.failNext(1, Fault.die(), Call.ENSURE_DEFINED);
        faults.failNext(1, Fault.die().afterEffect(), Call.ENSURE_RUNNING);
        queue.letGoesToFail.set(1);
        WorkerPool pool = start(1);
        queue.await(() -> {
            pool.wake(); // or else it would be a second later
            return world.server(ref).status() == ServerStatus.ACTIVE;
        });
        assertThat(world.effects(world.server(ref), Effect.DEFINED)).isEqualTo(1);
        assertThat(world.effects(world.server(ref), Effect.POWERED_ON)).isEqualTo(1);
    }

    @Test
    void what_is_due_later_is_taken_up_then() throws Exception {
        faults.failNext(3, Fault.retryable(), Call.ENSURE_DEFINED);
        ServerRef ref = create();
        WorkerPool pool = start(2);
        queue.await(() -> {
            clock.advance(Duration.ofMillis(500));
            pool.wake();
            return world.server(ref).status() == ServerStatus.ACTIVE;
        });
    }

    /** The work of a replica that died makes no noise. */
    @Test
    void what_nobody_announces_is_found_all_the_same() throws Exception {
        start(1);
        queue.await(() -> queue.changes > 0);
        ServerRef ref = create();
        awaitAll(List.of(ref), ServerStatus.ACTIVE);
    }

    @Test
    void an_error_while_claiming_does_not_end_the_claiming() throws Exception {
        queue.claimsToFail.set(2);
        ServerRef ref = create();
        WorkerPool pool = start(1);
        queue.await(() -> {
            pool.wake();
            return world.server(ref).status() == ServerStatus.ACTIVE;
        });
    }

    @Test
    void work_for_which_there_is_no_thread_is_let_go_and_taken_up_again() throws Exception {
        AtomicInteger failures = new AtomicInteger(2);
        ServerRef first = create();
        ServerRef second = create();
        WorkerPool pool = start(1, work -> {
            if (failures.getAndDecrement() > 0) {
                throw new OutOfMemoryError("unable to create native thread: told to fail");
            }
            return new Thread(work);
        });
        queue.await(() -> {
            pool.wake();
            return world.server(first).status() == ServerStatus.ACTIVE
                    && world.server(second).status() == ServerStatus.ACTIVE;
        });
    }

    /** The claim was committed, and its answer got lost: nobody knows that he holds it, and he lives. */
    @Test
    void a_queue_that_cannot_be_looked_at_is_no_reason_for_another_name() throws Exception {
        ReplicaLease lease = new ReplicaLease(store.replicas(), LEASE, UUID::randomUUID, System::nanoTime);
        WorkerPool pool = pool(lease, 1, Thread::new);
        pool.start();
        ReplicaId name = lease.replica();
        queue.looksToFail.set(2);
        activeBy(pool);
        assertThat(queue.looksToFail).hasValue(0);
        assertThat(lease.replica()).isEqualTo(name);
    }

    @Test
    void a_claim_whose_answer_was_lost_is_taken_up_when_the_lease_of_its_name_ends() throws Exception {
        queue.claimsToLose.set(1);
        ServerRef ref = create();
        WorkerPool pool = start(1);
        queue.await(() -> queue.claimsToLose.get() == 0);
        ServerRef other = create();
        queue.await(() -> {
            pool.wake();
            return world.server(other).status() == ServerStatus.ACTIVE;
        });
        assertThat(world.server(ref).status()).isEqualTo(ServerStatus.PROVISIONING);
        clock.advance(LEASE); // of the old name; the new one is renewed
        replicasStayAlive();
        queue.await(() -> {
            pool.wake();
            return world.server(ref).status() == ServerStatus.ACTIVE;
        });
    }

    @Test
    void a_close_waits_for_what_is_being_worked_on_and_hands_the_rest_on() throws Exception {
        Stall stall = new Stall();
        faults.failNext(1, Fault.stall(stall), Call.ENSURE_DEFINED);
        ServerRef running = create();
        WorkerPool pool = start(1);
        stall.awaitReached();
        ServerRef waiting = create();
        pool.wake();
        CompletableFuture<Void> closing = CompletableFuture.runAsync(pool::close);
        assertThat(closing).isNotDone();
        faults.heal();
        stall.open();
        closing.get(30, TimeUnit.SECONDS);
        List<ServerStatus> statuses =
                List.of(world.server(running).status(), world.server(waiting).status());
        assertThat(statuses.get(1)).isIn(ServerStatus.PROVISIONING, ServerStatus.ACTIVE);
        start(1);
        awaitAll(List.of(running, waiting), ServerStatus.ACTIVE);
        assertThat(world.effects(world.server(running), Effect.POWERED_ON)).isEqualTo(1);
    }

    @Test
    void after_a_close_nothing_is_claimed_and_another_replica_goes_on_at_once() throws Exception {
        Server server = world.server(activeBy(start(1)));
        faults.all.forEach(faulty -> faulty.deafen(server.machine()));
        world.lifecycle().stop(world.ref(server));
        pools.get(0).wake();
        queue.await(() -> world.allOperations().get(1).graceUntil() != null);
        pools.get(0).close();
        int changes = queue.changes;
        clock.advance(Duration.ofMinutes(2));
        pools.get(0).wake();
        assertThat(queue.changes).isEqualTo(changes);
        start(1);
        awaitAll(List.of(world.ref(server)), ServerStatus.STOPPED);
        assertThat(world.effects(server, Effect.POWERED_OFF)).isEqualTo(1);
    }

    @Test
    void a_pool_that_was_never_started_can_be_closed_and_a_closed_one_again() {
        WorkerPool never =
                pool(new ReplicaLease(store.replicas(), LEASE, UUID::randomUUID, System::nanoTime), 1, Thread::new);
        never.close();
        WorkerPool pool = start(1);
        pool.close();
        pool.close();
    }

    /** The only test that takes seconds: a renewal is sent every three. */
    @Test
    void the_lease_is_renewed_and_after_its_loss_work_goes_on_under_another_name() throws Exception {
        CountDownLatch renewed = new CountDownLatch(1);
        List<ReplicaId> names = new ArrayList<>();
        Replicas forgetful = new Replicas() {
            @Override
            public void register(ReplicaId replica, Duration lease) {
                store.replicas().register(replica, lease);
                names.add(replica);
                if (names.size() > 1) {
                    renewed.countDown();
                }
            }

            @Override
            public boolean renew(ReplicaId replica, Duration lease) {
                return store.replicas().renew(replica, lease) && names.size() > 1;
            }

            @Override
            public void remove(ReplicaId replica) {
                store.replicas().remove(replica);
            }

            @Override
            public void removeAll() {
                store.replicas().removeAll();
            }
        };
        ReplicaLease lease = new ReplicaLease(forgetful, LEASE, UUID::randomUUID, System::nanoTime);
        WorkerPool pool = pool(lease, 1, Thread::new);
        pool.start();
        ReplicaId before = lease.replica();
        assertThat(renewed.await(60, TimeUnit.SECONDS)).isTrue();
        queue.await(() -> !lease.replica().equals(before));
        assertThat(names.get(0)).isEqualTo(before);
        ServerRef ref = activeBy(pool);
        assertThat(lease.replica()).isEqualTo(names.get(1));
        assertThat(world.server(ref).status()).isEqualTo(ServerStatus.ACTIVE);
    }

    private ServerRef create() {
        return world.ref(
                world.lifecycle().create(world.createCommand("web")).server().server());
    }

    private ServerRef activeBy(WorkerPool pool) throws InterruptedException {
        ServerRef ref = create();
        pool.wake();
        awaitAll(List.of(ref), ServerStatus.ACTIVE);
        return ref;
    }

    private void awaitAll(List<ServerRef> servers, ServerStatus status) throws InterruptedException {
        queue.await(() -> servers.stream().allMatch(ref -> world.server(ref).status() == status));
    }

    private void replicasStayAlive() {
        leases.forEach(ReplicaLease::renew);
    }

    private final List<ReplicaLease> leases = new ArrayList<>();

    private WorkerPool start(int size) {
        return start(size, Thread::new);
    }

    private WorkerPool start(int size, ThreadFactory threads) {
        ReplicaLease lease = new ReplicaLease(store.replicas(), LEASE, UUID::randomUUID, System::nanoTime);
        leases.add(lease);
        WorkerPool pool = pool(lease, size, threads);
        pool.start();
        return pool;
    }

    private WorkerPool pool(ReplicaLease lease, int size, ThreadFactory threads) {
        WorkerPool pool = new WorkerPool(queue, world.anotherReplica(lease).runner, lease, clock, size, threads);
        pools.add(pool);
        return pool;
    }
}
