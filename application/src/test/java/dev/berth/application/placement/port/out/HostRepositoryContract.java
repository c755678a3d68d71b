package dev.berth.application.placement.port.out;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.application.testdata.Concurrently;
import dev.berth.application.testdata.Fixtures;
import dev.berth.application.testdata.Repositories;
import dev.berth.domain.catalog.Location;
import dev.berth.domain.catalog.Resources;
import dev.berth.domain.placement.Host;
import dev.berth.domain.placement.HostId;
import dev.berth.domain.server.ServerId;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link HostRepository} does. */
public abstract class HostRepositoryContract {
    private static final Resources NOTHING = new Resources(0, 0, 0);
    private static final Resources ONE = new Resources(1, 1024, 10);

    private Repositories store;
    private HostRepository hosts;
    private Location location;

    /** The ports under test, over an empty store. */
    protected abstract Repositories repositories();

    @BeforeEach
    void setUp() {
        store = repositories();
        hosts = store.hosts();
        location = Fixtures.location();
        store.catalog().insert(location);
    }

    @Test
    void a_new_host_is_empty_and_is_found() {
        Host host = hosts.insert("kvm-7", location.code(), "libvirt", new Resources(64, 262_144, 4_000));
        assertThat(host.used()).isEqualTo(NOTHING);
        assertThat(hosts.find(host.id())).contains(host);
    }

    @Test
    void an_unknown_host_is_not_found() {
        assertThat(hosts.find(new HostId(9_000_000_000L))).isEmpty();
    }

    @Test
    void a_location_has_its_own_hosts() {
        Location other = Fixtures.location();
        store.catalog().insert(other);
        Host first = host(4);
        Host second = host(4);
        hosts.insert("elsewhere", other.code(), "simulated", ONE);
        assertThat(hosts.at(location.code())).containsExactlyInAnyOrder(first, second);
    }

    @Test
    void a_reservation_is_taken_from_the_room() {
        Host host = host(4);
        assertThat(reserve(server(), host, new Resources(2, 1024, 10))).isTrue();
        assertThat(used(host)).isEqualTo(new Resources(2, 1024, 10));
    }

    @Test
    void a_host_can_be_filled_to_the_brim_and_no_further() {
        Host host = host(2);
        assertThat(reserve(server(), host, ONE)).isTrue();
        assertThat(reserve(server(), host, ONE)).isTrue();
        assertThat(reserve(server(), host, ONE)).isFalse();
        assertThat(used(host)).isEqualTo(host.capacity());
    }

    @Test
    void each_resource_alone_can_be_what_is_missing() {
        Host host = host(4);
        assertThat(reserve(server(), host, new Resources(5, 1, 1))).isFalse();
        assertThat(reserve(server(), host, new Resources(1, 4097, 1))).isFalse();
        assertThat(reserve(server(), host, new Resources(1, 1, 41))).isFalse();
        assertThat(used(host)).isEqualTo(NOTHING);
    }

    @Test
    void there_is_no_room_on_an_unknown_host() {
        assertThat(store.transactions().required(() -> hosts.reserve(server(), new HostId(9_000_000_000L), ONE)))
                .isFalse();
    }

    @Test
    void a_released_reservation_is_room_again_and_only_once() {
        Host host = host(4);
        ServerId server = server();
        reserve(server, host, ONE);
        reserve(server(), host, ONE);
        release(server);
        release(server);
        assertThat(used(host)).isEqualTo(ONE);
    }

    @Test
    void releasing_nothing_changes_nothing() {
        Host host = host(4);
        reserve(server(), host, ONE);
        release(server());
        assertThat(used(host)).isEqualTo(ONE);
    }

    @Test
    void a_server_can_move_to_another_host_in_one_transaction() {
        Host from = host(4);
        Host to = host(4);
        ServerId server = server();
        reserve(server, from, ONE);
        store.transactions().required(() -> {
            hosts.release(server);
            return hosts.reserve(server, to.id(), ONE);
        });
        assertThat(used(from)).isEqualTo(NOTHING);
        assertThat(used(to)).isEqualTo(ONE);
    }

    @Test
    void a_reservation_that_is_rolled_back_took_nothing() {
        Host host = host(4);
        ServerId server = server();
        assertThatThrownBy(() -> store.transactions().required(() -> {
                    hosts.reserve(server, host.id(), ONE);
                    throw new IllegalStateException();
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(used(host)).isEqualTo(NOTHING);
        release(server);
        assertThat(used(host)).isEqualTo(NOTHING);
    }

    @Test
    void concurrent_creates_never_overbook_a_host() throws Exception {
        Host host = host(20);
        Queue<ServerId> placed = new ConcurrentLinkedQueue<>();
        Concurrently.run(8, () -> {
            for (int i = 0; i < 5; i++) {
                ServerId server = server();
                if (reserve(server, host, ONE)) {
                    placed.add(server);
                }
            }
            return "done";
        });
        assertThat(placed).hasSize(20);
        assertThat(used(host)).isEqualTo(host.capacity());
    }

    @Test
    void concurrent_releases_of_one_server_give_back_once() throws Exception {
        Host host = host(4);
        ServerId server = server();
        reserve(server, host, ONE);
        reserve(server(), host, ONE);
        Concurrently.run(8, () -> {
            release(server);
            return "done";
        });
        assertThat(used(host)).isEqualTo(ONE);
    }

    private Host host(int servers) {
        return hosts.insert(
                "host", location.code(), "simulated", new Resources(servers, servers * 1024L, servers * 10L));
    }

    private static ServerId server() {
        return new ServerId(Fixtures.unique());
    }

    private boolean reserve(ServerId server, Host host, Resources resources) {
        return store.transactions().required(() -> hosts.reserve(server, host.id(), resources));
    }

    private void release(ServerId server) {
        store.transactions().required(() -> {
            hosts.release(server);
            return List.of();
        });
    }

    private Resources used(Host host) {
        return hosts.find(host.id()).orElseThrow().used();
    }
}
