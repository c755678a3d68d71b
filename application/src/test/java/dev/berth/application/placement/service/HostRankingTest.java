package dev.berth.application.placement.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.application.placement.port.out.HostRepository;
import dev.berth.application.testdata.Fixtures;
import dev.berth.application.testing.InMemoryStore;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.catalog.Resources;
import dev.berth.domain.placement.HostId;
import dev.berth.domain.placement.HostStatus;
import dev.berth.domain.server.ServerId;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HostRankingTest {
    private static final LocationCode WEST = new LocationCode("us-west");
    private static final LocationCode EAST = new LocationCode("us-east");
    private static final Resources ONE = new Resources(1, 1_024, 10);

    private final Clock clock = Clock.fixed(Instant.parse("2026-01-10T14:30:00Z"), ZoneOffset.UTC);
    private final HostRepository stored = new InMemoryStore(clock).hosts();
    private final AtomicInteger reads = new AtomicInteger();
    private final HostRanking ranking = new HostRanking(counting(), new Random(42), clock);

    /** Counts how often the hosts of a location are read. */
    private HostRepository counting() {
        return (HostRepository) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {HostRepository.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("at")) {
                        reads.incrementAndGet();
                    }
                    return method.invoke(stored, arguments);
                });
    }

    @Test
    void the_hosts_of_a_location_with_room_are_ranked() {
        HostId first = host(WEST, 1);
        HostId second = host(WEST, 2);
        HostId east = host(EAST, 1);
        assertThat(ranking.rank(WEST, ONE)).containsExactlyInAnyOrder(first, second);
        assertThat(ranking.rank(EAST, ONE)).containsExactly(east);
        assertThat(ranking.rank(WEST, new Resources(2, 2_048, 20))).containsExactly(second);
        assertThat(ranking.rank(new LocationCode("nowhere"), ONE)).isEmpty();
    }

    @Test
    void for_a_second_the_hosts_are_not_read_again() {
        host(WEST, 100);
        for (int i = 0; i < 10; i++) {
            ranking.rank(WEST, ONE);
        }
        assertThat(reads).hasValue(1);
        ranking.rank(EAST, ONE);
        assertThat(reads).as("each location has its own").hasValue(2);
    }

    @Test
    void who_finds_the_snapshot_wrong_gets_a_fresh_one_which_then_is_everybodys() {
        HostId small = host(WEST, 1);
        assertThat(ranking.rank(WEST, ONE)).containsExactly(small);
        stored.reserve(new ServerId(1), small, ONE);
        HostId later = host(WEST, 1);
        assertThat(ranking.rank(WEST, ONE)).as("a second old at most").containsExactly(small);
        assertThat(ranking.rankAnew(WEST, ONE)).containsExactly(later);
        assertThat(ranking.rank(WEST, ONE)).containsExactly(later);
        assertThat(reads).hasValue(2);
    }

    @Test
    void a_host_that_drains_is_not_in_a_fresh_ranking() {
        HostId drained = host(WEST, 9);
        HostId other = host(WEST, 9);
        assertThat(ranking.rank(WEST, ONE)).containsExactlyInAnyOrder(drained, other);
        stored.setStatus(drained, HostStatus.DRAINING);
        assertThat(ranking.rankAnew(WEST, ONE)).containsExactly(other);
    }

    private HostId host(LocationCode location, int servers) {
        Resources capacity = new Resources(ONE.vcpus() * servers, ONE.memory() * servers, ONE.storage() * servers);
        return Fixtures.addHost(stored, location, capacity).id();
    }
}
