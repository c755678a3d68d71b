package dev.berth.application.operation.port.out;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.application.testdata.Fixtures;
import dev.berth.application.testdata.Repositories;
import dev.berth.domain.server.Server;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Replicas} does. Whether a replica is alive shows in what others can claim of its operations. */
public abstract class ReplicasContract {
    private static final Duration HOUR = Duration.ofHours(1);

    private Repositories store;
    private Replicas replicas;
    private Fixtures fixtures;

    /** The ports under test, over an empty store. */
    protected abstract Repositories repositories();

    @BeforeEach
    void setUp() {
        store = repositories();
        replicas = store.replicas();
        fixtures = new Fixtures(store);
    }

    @Test
    void a_registered_replica_is_alive() {
        working(HOUR);
        assertThat(othersHaveToWait()).isTrue();
    }

    @Test
    void a_replica_is_dead_when_its_lease_is_over() {
        working(Duration.ZERO);
        assertThat(othersHaveToWait()).isFalse();
    }

    @Test
    void a_lease_shorter_than_a_second_counts() {
        working(Duration.ofMillis(-500));
        assertThat(othersHaveToWait()).isFalse();
    }

    @Test
    void a_renewed_replica_is_alive() {
        ReplicaId replica = working(Duration.ofSeconds(-1));
        assertThat(replicas.renew(replica, Duration.ofDays(30))).isTrue();
        assertThat(othersHaveToWait()).isTrue();
    }

    @Test
    void a_replica_that_has_been_dead_for_a_day_is_forgotten_and_one_for_an_hour_is_not() {
        ReplicaId dayOld = new ReplicaId(new UUID(0, 1));
        ReplicaId hourOld = new ReplicaId(new UUID(0, 2));
        replicas.register(dayOld, Duration.ofHours(-25));
        replicas.register(hourOld, Duration.ofHours(-1));
        replicas.register(new ReplicaId(new UUID(0, 3)), HOUR);
        assertThat(replicas.renew(dayOld, HOUR)).isFalse();
        assertThat(replicas.renew(hourOld, HOUR)).isTrue();
    }

    @Test
    void a_renewal_counts_from_now_and_can_shorten_a_lease() {
        ReplicaId replica = working(HOUR);
        assertThat(replicas.renew(replica, Duration.ZERO)).isTrue();
        assertThat(othersHaveToWait()).isFalse();
    }

    @Test
    void a_removed_replica_is_dead_and_cannot_renew() {
        ReplicaId replica = working(HOUR);
        replicas.remove(replica);
        assertThat(replicas.renew(replica, HOUR)).isFalse();
        assertThat(othersHaveToWait()).isFalse();
    }

    @Test
    void an_unknown_replica_cannot_renew() {
        assertThat(replicas.renew(Fixtures.replicaId(), HOUR)).isFalse();
    }

    @Test
    void removing_one_leaves_the_others() {
        ReplicaId gone = working(HOUR);
        ReplicaId other = fixtures.liveReplica();
        replicas.remove(gone);
        assertThat(replicas.renew(other, HOUR)).isTrue();
    }

    @Test
    void all_can_be_removed_at_once() {
        ReplicaId one = working(HOUR);
        ReplicaId other = fixtures.liveReplica();
        replicas.removeAll();
        assertThat(replicas.renew(one, HOUR)).isFalse();
        assertThat(replicas.renew(other, HOUR)).isFalse();
        assertThat(othersHaveToWait()).isFalse();
    }

    /** A replica with this lease, in the middle of the only operation there is. */
    private ReplicaId working(Duration lease) {
        ReplicaId replica = Fixtures.replicaId();
        replicas.register(replica, lease);
        Server server = fixtures.provisioning();
        assertThat(store.queue().claim(replica, 1, fixtures.now))
                .extracting(claim -> claim.server().id())
                .containsExactly(server.id());
        return replica;
    }

    private boolean othersHaveToWait() {
        return store.queue().claim(fixtures.liveReplica(), 1, fixtures.now).isEmpty();
    }
}
