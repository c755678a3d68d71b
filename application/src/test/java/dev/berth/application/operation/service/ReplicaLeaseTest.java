package dev.berth.application.operation.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.berth.application.operation.port.out.ReplicaId;
import dev.berth.application.operation.port.out.Replicas;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReplicaLeaseTest {
    private static final Duration LENGTH = Duration.ofSeconds(10);
    private static final Duration CALL = Duration.ofSeconds(5);

    private final FakeReplicas replicas = new FakeReplicas();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000); // about to begin again at the least number
    private final AtomicLong lastName = new AtomicLong();
    private final ReplicaLease lease =
            new ReplicaLease(replicas, LENGTH, () -> new UUID(0, lastName.incrementAndGet()), nanos::get);

    /** Remembers who was entered; forgets, is slow or unreachable when told to. */
    private final class FakeReplicas implements Replicas {
        final List<ReplicaId> known = new ArrayList<>();
        Duration slowness = Duration.ZERO;
        boolean unreachable;

        @Override
        public void register(ReplicaId replica, Duration length) {
            answer(length);
            known.add(replica);
        }

        @Override
        public boolean renew(ReplicaId replica, Duration length) {
            answer(length);
            return known.contains(replica);
        }

        @Override
        public void remove(ReplicaId replica) {
            known.remove(replica);
        }

        @Override
        public void removeAll() {
            known.clear();
        }

        private void answer(Duration length) {
            assertThat(length).isEqualTo(LENGTH);
            advance(slowness);
            if (unreachable) {
                throw new IllegalStateException("told not to answer");
            }
        }
    }

    @Test
    void a_lease_that_has_not_begun_covers_nothing() {
        assertThat(lease.covers(new ReplicaId(new UUID(0, 1)), Duration.ZERO)).isFalse();
        assertThat(lease.isAlive()).isFalse();
        lease.end();
        assertThat(replicas.known).isEmpty();
    }

    @Test
    void whoever_wants_to_claim_is_given_a_name() {
        ReplicaId name = lease.replica();
        assertThat(replicas.known).containsExactly(name);
        assertThat(lease.replica()).isEqualTo(name);
    }

    @Test
    void a_replica_is_alive_while_the_store_answers_and_the_lease_lasts() {
        lease.renew();
        assertThat(lease.isAlive()).isTrue();
        replicas.unreachable = true;
        assertThatIllegalStateException().isThrownBy(lease::renew);
        assertThat(lease.isAlive()).isFalse();
        replicas.unreachable = false;
        lease.renew();
        assertThat(lease.isAlive()).isTrue();
        advance(LENGTH);
        assertThat(lease.isAlive()).as("with a renewal that hangs").isFalse();
    }

    @Test
    void a_name_is_given_up_also_when_the_store_does_not_answer() {
        lease.renew();
        ReplicaId before = lease.replica();
        replicas.unreachable = true;
        assertThatIllegalStateException().isThrownBy(lease::takeNewName);
        assertThat(lease.covers(before, Duration.ZERO)).isFalse();
        replicas.unreachable = false;
        lease.renew();
        assertThat(lease.replica()).isNotEqualTo(before);
        assertThat(replicas.known).containsExactly(before, lease.replica());
    }

    @Test
    void a_lease_covers_what_ends_before_it_does_and_nothing_more() {
        lease.renew();
        assertThat(replicas.known).containsExactly(lease.replica());
        assertThat(lease.covers(lease.replica(), CALL)).isTrue();
        advance(LENGTH.minus(CALL).minusNanos(1));
        assertThat(lease.covers(lease.replica(), CALL)).isTrue();
        advance(Duration.ofNanos(1));
        assertThat(lease.covers(lease.replica(), CALL)).isFalse();
        advance(Duration.ofDays(100));
        assertThat(lease.covers(lease.replica(), Duration.ZERO)).isFalse();
    }

    @Test
    void a_renewal_keeps_the_name_and_begins_the_time_anew() {
        lease.renew();
        ReplicaId name = lease.replica();
        advance(LENGTH.minusSeconds(1));
        lease.renew();
        assertThat(lease.replica()).isEqualTo(name);
        assertThat(lease.covers(name, CALL)).isTrue();
        assertThat(replicas.known).containsExactly(name);
    }

    @Test
    void the_time_counts_from_before_the_renewal_was_sent() {
        replicas.slowness = LENGTH.minus(CALL);
        lease.renew();
        assertThat(lease.covers(lease.replica(), CALL)).isFalse();
        assertThat(lease.covers(lease.replica(), CALL.minusNanos(1))).isTrue();
    }

    @Test
    void a_replica_that_the_store_has_forgotten_goes_on_under_another_name() {
        lease.renew();
        ReplicaId before = lease.replica();
        replicas.removeAll();
        lease.renew();
        assertThat(lease.replica()).isNotEqualTo(before);
        assertThat(replicas.known).containsExactly(lease.replica());
        assertThat(lease.covers(before, Duration.ZERO))
                .as("what it claimed then")
                .isFalse();
        assertThat(lease.covers(lease.replica(), CALL)).isTrue();
    }

    @Test
    void a_store_that_does_not_answer_renews_nothing() {
        lease.renew();
        ReplicaId name = lease.replica();
        advance(LENGTH.minus(CALL));
        replicas.unreachable = true;
        assertThatIllegalStateException().isThrownBy(lease::renew);
        assertThat(lease.replica()).isEqualTo(name);
        assertThat(lease.covers(name, CALL)).isFalse();
        replicas.unreachable = false;
        lease.renew();
        assertThat(lease.covers(name, CALL)).isTrue();
    }

    @Test
    void another_replicas_lease_is_not_covered() {
        lease.renew();
        assertThat(lease.covers(new ReplicaId(new UUID(9, 9)), Duration.ZERO)).isFalse();
    }

    @Test
    void an_end_takes_the_replica_out_and_covers_nothing_any_more() {
        lease.renew();
        ReplicaId name = lease.replica();
        lease.end();
        assertThat(replicas.known).isEmpty();
        assertThat(lease.covers(name, Duration.ZERO)).isFalse();
        assertThat(lease.isAlive()).isFalse();
        lease.end();
        lease.renew();
        assertThat(replicas.known).as("what was on its way when it ended").isEmpty();
        assertThatIllegalStateException().isThrownBy(lease::replica);
    }

    @Test
    void under_a_new_name_the_old_one_is_left_to_end_by_itself() {
        lease.renew();
        ReplicaId before = lease.replica();
        lease.takeNewName();
        assertThat(lease.replica()).isNotEqualTo(before);
        assertThat(replicas.known).containsExactly(before, lease.replica());
        assertThat(lease.covers(before, Duration.ZERO)).isFalse();
        assertThat(lease.covers(lease.replica(), CALL)).isTrue();
        lease.end();
        assertThat(replicas.known).containsExactly(before);
    }

    private void advance(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
