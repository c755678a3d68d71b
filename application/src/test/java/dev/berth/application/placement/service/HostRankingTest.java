package dev.berth.application.placement.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.application.placement.port.out.HostRepository;
import dev.berth.application.testing.InMemoryStore;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.catalog.Resources;
import dev.berth.domain.placement.Host;
import dev.berth.domain.placement.HostId;
import dev.berth.domain.server.ServerId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class HostRankingTest {
    private static final LocationCode WEST = new LocationCode("us-west");
    private static final LocationCode EAST = new LocationCode("us-east");
    private static final Resources ONE = new Resources(1, 1_024, 10);

    private final MovingClock clock = new MovingClock();
    private final HostRepository stored = new InMemoryStore(clock).hosts();
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicLong lastServer = new AtomicLong();
    private final HostRanking ranking = new HostRanking(new Counting(), new Random(42), clock);

    private static final class MovingClock extends Clock {
        private Instant now = Instant.parse("2026-01-10T14:30:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /** Counts how often the hosts of a location are read. */
    private final class Counting implements HostRepository {
        @Override
        public Host insert(String name, LocationCode location, String hypervisor, Resources capacity) {
            return stored.insert(name, location, hypervisor, capacity);
        }

        @Override
        public Optional<Host> find(HostId host) {
            return stored.find(host);
        }

        @Override
        public List<Host> at(LocationCode location) {
            reads.incrementAndGet();
            return stored.at(location);
        }

        @Override
        public boolean reserve(ServerId server, HostId host, Resources resources) {
            return stored.reserve(server, host, resources);
        }

        @Override
        public void release(ServerId server) {
            stored.release(server);
        }
    }

    @Test
    void a_server_gets_a_host_at_its_location_with_room() {
        host(WEST, 1);
        HostId east = host(EAST, 2);
        assertThat(reserve(EAST)).contains(east);
        assertThat(reserve(EAST)).contains(east);
        assertThat(reserve(EAST)).isEmpty();
        assertThat(stored.find(east).orElseThrow().free()).isEqualTo(new Resources(0, 0, 0));
        assertThat(reserve(new LocationCode("nowhere"))).isEmpty();
    }

    @Test
    void a_host_that_is_not_eligible_is_never_taken() {
        HostId first = host(WEST, 5);
        HostId second = host(WEST, 1);
        assertThat(reserve(WEST, host -> !host.equals(first))).contains(second);
        assertThat(reserve(WEST, host -> !host.equals(first))).isEmpty();
        assertThat(stored.find(first).orElseThrow().used()).isEqualTo(new Resources(0, 0, 0));
    }

    @Test
    void for_a_second_the_hosts_are_not_read_again() {
        host(WEST, 100);
        for (int i = 0; i < 10; i++) {
            reserve(WEST);
        }
        clock.now = clock.now.plus(Duration.ofSeconds(1));
        reserve(WEST);
        assertThat(reads).hasValue(1);
        clock.now = clock.now.plusNanos(1);
        reserve(WEST);
        assertThat(reads).hasValue(2);
        host(EAST, 1);
        reserve(EAST);
        assertThat(reads).as("each location has its own").hasValue(3);
    }

    @Test
    void a_snapshot_that_finds_no_room_is_taken_anew_before_anybody_is_refused() {
        HostId small = host(WEST, 1);
        assertThat(reserve(WEST)).contains(small);
        HostId later = host(WEST, 1);
        assertThat(reserve(WEST)).contains(later);
        stored.release(new ServerId(1));
        assertThat(reserve(WEST)).contains(small);
        int before = reads.get();
        assertThat(reserve(WEST)).isEmpty();
        assertThat(reads.get() - before).as("once").isEqualTo(1);
    }

    @Test
    void a_clock_that_is_set_back_makes_no_snapshot_last() {
        host(WEST, 100);
        reserve(WEST);
        clock.now = clock.now.minus(Duration.ofHours(1));
        reserve(WEST);
        assertThat(reads).hasValue(2);
        reserve(WEST);
        assertThat(reads).hasValue(2);
    }

    private HostId host(LocationCode location, int servers) {
        Resources capacity = new Resources(ONE.vcpus() * servers, ONE.memory() * servers, ONE.storage() * servers);
        return stored.insert("host", location, "simulated", capacity).id();
    }

    private Optional<HostId> reserve(LocationCode location) {
        return reserve(location, anyHost -> true);
    }

    private Optional<HostId> reserve(LocationCode location, Predicate<HostId> eligible) {
        return ranking.reserve(location, new ServerId(lastServer.incrementAndGet()), ONE, eligible);
    }
}
