package dev.berth.application.placement.port.out;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.berth.application.testdata.Concurrently;
import dev.berth.application.testdata.Fixtures;
import dev.berth.application.testdata.Repositories;
import dev.berth.domain.catalog.Location;
import dev.berth.domain.catalog.Resources;
import dev.berth.domain.placement.Host;
import dev.berth.domain.placement.HostDetails;
import dev.berth.domain.placement.HostFilter;
import dev.berth.domain.placement.HostId;
import dev.berth.domain.placement.HostStatus;
import dev.berth.domain.placement.HostUri;
import dev.berth.domain.server.ServerId;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
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
    void a_new_host_is_empty_and_gets_servers_and_is_found() {
        HostUri uri = new HostUri("qemu+ssh://kvm-7/system");
        Host host = hosts.insert("kvm-7", location.code(), "libvirt", uri, new Resources(64, 262_144, 4_000))
                .orElseThrow();
        assertThat(host.used()).isEqualTo(NOTHING);
        assertThat(host.uri()).isEqualTo(uri);
        assertThat(host.status()).isEqualTo(HostStatus.ACTIVE);
        assertThat(hosts.find(host.id())).contains(host);
        assertThat(host(4).uri()).isNull();
    }

    @Test
    void two_hosts_cannot_be_called_the_same() throws Exception {
        List<Optional<Host>> inserted =
                Concurrently.run(4, () -> hosts.insert("kvm-8", location.code(), "libvirt", null, ONE));
        assertThat(inserted.stream().flatMap(Optional::stream)).hasSize(1);
        assertThat(hosts.insert("kvm-8", location.code(), "libvirt", null, ONE)).isEmpty();
        assertThat(hosts.at(location.code())).hasSize(1);
    }

    @Test
    void a_page_tells_how_many_servers_each_host_has() {
        Location other = Fixtures.location();
        store.catalog().insert(other);
        Host first = host(4);
        Host elsewhere = Fixtures.addHost(hosts, other.code(), ONE);
        Host last = host(4);
        reserve(server(), first, ONE);
        reserve(server(), first, ONE);
        reserve(server(), elsewhere, ONE);
        assertThat(hosts.page(HostFilter.ALL, 0, 10))
                .extracting(details -> details.host().id(), HostDetails::servers)
                .containsExactly(tuple(first.id(), 2L), tuple(elsewhere.id(), 1L), tuple(last.id(), 0L));
        HostFilter here = new HostFilter(location.code());
        assertThat(hosts.page(here, 0, 1))
                .containsExactly(hosts.details(first.id()).orElseThrow());
        assertThat(hosts.page(here, first.id().value(), 10)).containsExactly(new HostDetails(last, 0));
        assertThat(hosts.count(here)).isEqualTo(2);
        assertThat(hosts.count(HostFilter.ALL)).isEqualTo(3);
        assertThat(hosts.details(new HostId(9_000_000_000L))).isEmpty();
        assertThat(hosts.all()).extracting(Host::id).containsExactly(first.id(), elsewhere.id(), last.id());
    }

    @Test
    void a_status_is_changed_once() {
        Host host = host(4);
        assertThat(hosts.setStatus(host.id(), HostStatus.ACTIVE)).isFalse();
        assertThat(hosts.setStatus(host.id(), HostStatus.DRAINING)).isTrue();
        assertThat(hosts.setStatus(host.id(), HostStatus.DRAINING)).isFalse();
        assertThat(hosts.find(host.id())).contains(host.withStatus(HostStatus.DRAINING));
        assertThat(hosts.setStatus(host.id(), HostStatus.ACTIVE)).isTrue();
        assertThat(hosts.find(host.id())).contains(host);
        assertThat(hosts.setStatus(new HostId(9_000_000_000L), HostStatus.DRAINING))
                .isFalse();
    }

    @Test
    void a_host_that_drains_gives_room_back_and_no_more_away() {
        Host host = host(4);
        ServerId server = server();
        reserve(server, host, ONE);
        hosts.setStatus(host.id(), HostStatus.DRAINING);
        assertThat(reserve(server(), host, ONE)).isFalse();
        assertThat(used(host)).isEqualTo(ONE);
        release(server);
        assertThat(used(host)).isEqualTo(NOTHING);
        assertThat(reserve(server(), host, ONE)).isFalse();
        hosts.setStatus(host.id(), HostStatus.ACTIVE);
        assertThat(reserve(server(), host, ONE)).isTrue();
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
        Fixtures.addHost(hosts, other.code(), ONE);
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
    void a_server_moves_to_another_host_with_all_that_is_reserved_for_it() {
        Host from = host(4);
        Host to = host(4);
        ServerId server = server();
        reserve(server, from, ONE);
        reserve(server(), from, ONE);
        assertThat(move(server, to)).isTrue();
        assertThat(used(from)).isEqualTo(ONE);
        assertThat(used(to)).isEqualTo(ONE);
        assertThat(hosts.details(to.id()).orElseThrow().servers()).isEqualTo(1);
        release(server);
        assertThat(used(to)).isEqualTo(NOTHING);
    }

    @Test
    void a_server_stays_where_it_is_when_the_other_host_is_full_or_drains_or_is_none() {
        Host from = host(4);
        Host full = host(1);
        Host draining = host(4);
        ServerId server = server();
        reserve(server, from, ONE);
        reserve(server(), full, ONE);
        hosts.setStatus(draining.id(), HostStatus.DRAINING);
        hosts.setStatus(from.id(), HostStatus.DRAINING);
        assertThat(move(server, full)).isFalse();
        assertThat(move(server, draining)).isFalse();
        assertThat(move(server, from)).isFalse();
        assertThat(store.transactions().required(() -> hosts.move(server, new HostId(9_000_000_000L))))
                .isFalse();
        assertThat(used(from)).isEqualTo(ONE);
        assertThat(used(draining)).isEqualTo(NOTHING);
        release(server);
        assertThat(used(from)).isEqualTo(NOTHING);
    }

    @Test
    void what_has_no_reservation_cannot_move() {
        Host to = host(4);
        assertThat(move(server(), to)).isFalse();
        assertThat(used(to)).isEqualTo(NOTHING);
    }

    @Test
    void servers_that_change_places_do_not_stand_in_each_others_way() throws Exception {
        Host one = host(10);
        Host other = host(10);
        List<ServerId> servers = List.of(server(), server(), server(), server());
        for (int i = 0; i < 4; i++) {
            reserve(servers.get(i), i % 2 == 0 ? one : other, ONE);
        }
        AtomicInteger turn = new AtomicInteger();
        List<Integer> moves = Concurrently.run(4, () -> {
            int own = turn.getAndIncrement();
            int moved = 0;
            for (int i = 0; i < 10; i++) {
                moved += move(servers.get(own), (own + i) % 2 == 0 ? other : one) ? 1 : 0;
            }
            return moved;
        });
        assertThat(moves).containsOnly(10);
        assertThat(used(one).plus(used(other))).isEqualTo(new Resources(4, 4096, 40));
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
        return Fixtures.addHost(hosts, location.code(), new Resources(servers, servers * 1024L, servers * 10L));
    }

    private static ServerId server() {
        return new ServerId(Fixtures.unique());
    }

    private boolean reserve(ServerId server, Host host, Resources resources) {
        return store.transactions().required(() -> hosts.reserve(server, host.id(), resources));
    }

    private boolean move(ServerId server, Host host) {
        return store.transactions().required(() -> hosts.move(server, host.id()));
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
