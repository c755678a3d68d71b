package dev.berth.application.operation.port.out;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.application.testdata.Concurrently;
import dev.berth.application.testdata.Fixtures;
import dev.berth.application.testdata.Repositories;
import dev.berth.domain.operation.Operation;
import dev.berth.domain.operation.OperationId;
import dev.berth.domain.operation.OperationKind;
import dev.berth.domain.operation.OperationStatus;
import dev.berth.domain.server.Server;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every {@link OperationQueue} does. */
public abstract class OperationQueueContract {
    private Repositories store;
    private OperationQueue queue;
    private Fixtures fixtures;
    private ReplicaId worker;

    /** The ports under test, over an empty store. */
    protected abstract Repositories repositories();

    @BeforeEach
    void setUp() {
        store = repositories();
        queue = store.queue();
        fixtures = new Fixtures(store);
        worker = fixtures.liveReplica();
    }

    @Test
    void a_claim_raises_the_fence_and_begins_the_operation() {
        Server server = fixtures.provisioning();
        Operation accepted = operation(server);
        Claim claim = claimOne(worker);
        assertThat(claim.worker()).isEqualTo(worker);
        assertThat(claim.server()).isEqualTo(server.withNextFence());
        assertThat(claim.operation()).isEqualTo(accepted.claim(fixtures.now));
        assertThat(operation(server)).isEqualTo(claim.operation());
        assertThat(server(server)).isEqualTo(claim.server());
    }

    @Test
    void an_operation_that_is_not_due_is_not_claimed() {
        fixtures.provisioning(fixtures.now.plusMillis(1));
        assertThat(claimAll(worker)).isEmpty();
        assertThat(queue.claim(worker, 10, fixtures.now.plusMillis(1))).hasSize(1);
    }

    @Test
    void the_oldest_are_claimed_first_and_no_more_than_wanted() {
        Server late = fixtures.provisioning(fixtures.now.minusSeconds(1));
        Server early = fixtures.provisioning(fixtures.now.minusSeconds(3));
        Server middle = fixtures.provisioning(fixtures.now.minusSeconds(2));
        assertThat(queue.claim(worker, 2, fixtures.now))
                .extracting(claim -> claim.server().id())
                .containsExactly(early.id(), middle.id());
        assertThat(queue.claim(worker, 2, fixtures.now))
                .extracting(claim -> claim.server().id())
                .containsExactly(late.id());
    }

    @Test
    void an_operation_held_by_a_live_replica_is_not_claimed() {
        fixtures.provisioning();
        claimOne(worker);
        assertThat(claimAll(fixtures.liveReplica())).isEmpty();
        assertThat(claimAll(worker)).isEmpty();
    }

    @Test
    void an_operation_held_by_a_dead_replica_is_claimed_under_a_higher_fence() {
        fixtures.provisioning();
        Claim lost = claimOne(fixtures.deadReplica());
        Claim claim = claimOne(worker);
        assertThat(claim.operation().id()).isEqualTo(lost.operation().id());
        assertThat(claim.fence()).isGreaterThan(lost.fence());
    }

    @Test
    void an_operation_held_by_a_replica_that_is_gone_is_claimed() {
        fixtures.provisioning();
        ReplicaId gone = fixtures.liveReplica();
        claimOne(gone);
        store.replicas().remove(gone);
        assertThat(claimAll(worker)).hasSize(1);
    }

    @Test
    void progress_that_was_recorded_is_there_for_whoever_claims_next() {
        fixtures.provisioning();
        Claim lost = claimOne(fixtures.deadReplica());
        assertThat(queue.checkpoint(lost, lost.operation().stepDone())).isTrue();
        assertThat(claimOne(worker).operation().stepsDone()).isEqualTo(1);
    }

    @Test
    void a_checkpoint_keeps_the_claim() {
        Server server = fixtures.provisioning();
        Claim claim = claimOne(worker);
        Operation next = claim.operation().stepDone();
        assertThat(queue.checkpoint(claim, next)).isTrue();
        assertThat(operation(server)).isEqualTo(next);
        assertThat(claimAll(fixtures.liveReplica())).isEmpty();
        assertThat(queue.checkpoint(claim, next.stepDone())).isTrue();
    }

    @Test
    void an_operation_that_goes_on_later_can_be_claimed_then_by_anybody() {
        Server server = fixtures.provisioning();
        Claim claim = claimOne(worker);
        Operation next = claim.operation().again(fixtures.now.plusSeconds(5));
        assertThat(queue.again(claim, next)).isTrue();
        assertThat(operation(server)).isEqualTo(next);
        assertThat(claimAll(fixtures.liveReplica())).isEmpty();
        assertThat(queue.claim(fixtures.liveReplica(), 10, fixtures.now.plusSeconds(5)))
                .hasSize(1);
    }

    @Test
    void a_claim_that_was_given_back_changes_nothing_any_more() {
        Server server = fixtures.provisioning();
        Claim claim = claimOne(worker);
        Operation next = claim.operation().again(fixtures.now.plusSeconds(5));
        queue.again(claim, next);
        assertThat(queue.checkpoint(claim, next.stepDone())).isFalse();
        assertThat(queue.again(claim, next.again(fixtures.now))).isFalse();
        assertThat(operation(server)).isEqualTo(next);
    }

    @Test
    void a_claim_that_another_replica_has_taken_over_changes_nothing_any_more() {
        Server server = fixtures.provisioning();
        Claim lost = claimOne(fixtures.deadReplica());
        Claim claim = claimOne(worker);
        assertThat(queue.checkpoint(lost, lost.operation().stepDone())).isFalse();
        assertThat(queue.again(lost, lost.operation().again(fixtures.now))).isFalse();
        assertThat(hold(lost)).isEmpty();
        queue.finish(lost, lost.operation().succeed(fixtures.now));
        queue.letGo(lost);
        assertThat(operation(server)).isEqualTo(claim.operation());
        assertThat(claimAll(fixtures.liveReplica())).isEmpty();
    }

    @Test
    void an_earlier_claim_of_the_same_replica_changes_nothing_any_more() {
        Server server = fixtures.provisioning();
        Claim earlier = claimOne(worker);
        queue.again(earlier, earlier.operation().again(fixtures.now));
        Claim claim = claimOne(worker);
        assertThat(queue.checkpoint(earlier, earlier.operation().stepDone())).isFalse();
        queue.letGo(earlier);
        assertThat(claimAll(fixtures.liveReplica())).isEmpty();
        assertThat(operation(server)).isEqualTo(claim.operation());
    }

    @Test
    void the_holder_of_a_claim_gets_the_server_as_it_is_now() {
        Server server = fixtures.provisioning();
        Claim claim = claimOne(worker);
        Server renamed = store.transactions().required(() -> {
            Server locked = store.servers().lock(Fixtures.ref(server)).orElseThrow();
            Server next = locked.update(null, null, false, fixtures.now.plusSeconds(1));
            store.servers().save(next);
            return next;
        });
        assertThat(hold(claim)).contains(renamed);
    }

    @Test
    void a_finished_operation_is_never_claimed_again() {
        Server server = fixtures.provisioning();
        Claim claim = claimOne(worker);
        Operation ended = finish(claim);
        assertThat(operation(server)).isEqualTo(ended);
        assertThat(claimAll(worker)).isEmpty();
        assertThat(hold(claim)).isEmpty();
        assertThat(queue.checkpoint(claim, claim.operation().stepDone())).isFalse();
    }

    @Test
    void the_next_change_of_a_server_is_claimed_under_a_higher_fence() {
        Server server = fixtures.provisioning();
        Claim first = claimOne(worker);
        finish(first);
        OperationId id = store.operations().nextId();
        store.transactions().required(() -> {
            Server locked = store.servers().lock(Fixtures.ref(server)).orElseThrow();
            store.servers().save(locked.begin(OperationKind.STOP, id, fixtures.now));
            store.operations()
                    .insert(Operation.accept(
                            id, server.id(), server.accountId(), OperationKind.STOP, Duration.ZERO, fixtures.now));
            return id;
        });
        Claim next = claimOne(worker);
        assertThat(next.operation().id()).isEqualTo(id);
        assertThat(next.fence()).isGreaterThan(first.fence());
    }

    @Test
    void a_superseded_operation_is_over_for_its_worker() {
        Server server = fixtures.provisioning();
        Claim claim = claimOne(worker);
        fixtures.supersede(server);
        assertThat(hold(claim)).isEmpty();
        assertThat(queue.checkpoint(claim, claim.operation().stepDone())).isFalse();
        assertThat(queue.again(claim, claim.operation().again(fixtures.now))).isFalse();
        assertThat(store.operations().find(claim.operation().id()).orElseThrow().status())
                .isEqualTo(OperationStatus.SUPERSEDED);
    }

    @Test
    void a_delete_waits_until_the_superseded_worker_has_let_go() {
        Server server = fixtures.provisioning();
        Claim superseded = claimOne(worker);
        Operation delete = fixtures.supersede(server);
        assertThat(claimAll(fixtures.liveReplica())).isEmpty();
        assertThat(claimAll(worker)).isEmpty();
        queue.letGo(superseded);
        Claim claim = claimOne(fixtures.liveReplica());
        assertThat(claim.operation().id()).isEqualTo(delete.id());
        assertThat(claim.fence()).isGreaterThan(superseded.fence());
    }

    @Test
    void a_delete_does_not_wait_for_a_superseded_worker_that_is_dead() {
        Server server = fixtures.provisioning();
        ReplicaId dying = fixtures.liveReplica();
        claimOne(dying);
        Operation delete = fixtures.supersede(server);
        assertThat(claimAll(worker)).isEmpty();
        store.replicas().renew(dying, Duration.ZERO);
        assertThat(claimOne(worker).operation().id()).isEqualTo(delete.id());
    }

    @Test
    void a_delete_of_what_nobody_works_on_is_claimed_at_once() {
        Server server = fixtures.provisioning();
        Operation delete = fixtures.supersede(server);
        assertThat(claimOne(worker).operation().id()).isEqualTo(delete.id());
    }

    @Test
    void letting_go_of_an_operation_that_goes_on_lets_others_claim_it() {
        fixtures.provisioning();
        queue.letGo(claimOne(worker));
        assertThat(claimAll(fixtures.liveReplica())).hasSize(1);
    }

    @Test
    @Timeout(60)
    void threads_that_claim_at_once_never_get_the_same_operation() throws Exception {
        Set<Long> accepted = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            accepted.add(fixtures.provisioning().id().value());
        }
        Set<Long> left = ConcurrentHashMap.newKeySet();
        left.addAll(accepted);
        List<ReplicaId> workers = List.of(worker, fixtures.liveReplica(), fixtures.liveReplica());
        AtomicInteger turn = new AtomicInteger();
        List<List<Long>> claimed = Concurrently.run(8, () -> {
            ReplicaId mine = workers.get(turn.getAndIncrement() % workers.size());
            List<Long> servers = new ArrayList<>();
            long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (!left.isEmpty() && System.nanoTime() < patience) {
                for (Claim claim : queue.claim(mine, 7, fixtures.now)) {
                    assertThat(claim.fence()).isEqualTo(1);
                    servers.add(claim.server().id().value());
                    left.remove(claim.server().id().value());
                }
            }
            return servers;
        });
        assertThat(claimed.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(accepted);
    }

    @Test
    @Timeout(60)
    void of_a_claim_and_a_delete_at_once_the_delete_comes_out_current() throws Exception {
        for (int i = 0; i < 20; i++) {
            Server server = fixtures.provisioning();
            AtomicInteger turn = new AtomicInteger();
            Concurrently.run(
                    2, () -> turn.getAndIncrement() == 0 ? claimAll(worker) : List.of(fixtures.supersede(server)));
            store.replicas().remove(worker);
            worker = fixtures.liveReplica();
            Claim claim = claimOne(worker);
            assertThat(claim.operation().kind()).isEqualTo(OperationKind.DELETE);
            finish(claim);
        }
    }

    private Claim claimOne(ReplicaId claimant) {
        List<Claim> claims = claimAll(claimant);
        assertThat(claims).hasSize(1);
        return claims.get(0);
    }

    private List<Claim> claimAll(ReplicaId claimant) {
        return queue.claim(claimant, 1_000, fixtures.now);
    }

    private Optional<Server> hold(Claim claim) {
        return store.transactions().required(() -> queue.hold(claim));
    }

    private Operation finish(Claim claim) {
        Operation ended = claim.operation().succeed(fixtures.now);
        return store.transactions().required(() -> {
            Server held = queue.hold(claim).orElseThrow();
            queue.finish(claim, ended);
            store.servers().save(held.complete(ended.kind(), fixtures.now));
            return ended;
        });
    }

    private Operation operation(Server server) {
        return store.operations().find(Fixtures.currentOperation(server)).orElseThrow();
    }

    private Server server(Server server) {
        return store.transactions()
                .required(() -> store.servers().lock(Fixtures.ref(server)).orElseThrow());
    }
}
