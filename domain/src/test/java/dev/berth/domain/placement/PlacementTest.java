package dev.berth.domain.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.catalog.Resources;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PlacementTest {
    private static final Resources SMALL = new Resources(1, 1024, 10);
    private static final Resources CAPACITY = new Resources(64, 65_536, 1_000);

    private static Host host(long id, Resources capacity, Resources used) {
        return new Host(
                new HostId(id),
                "host-" + id,
                new LocationCode("us-west"),
                "simulated",
                null,
                HostStatus.ACTIVE,
                capacity,
                used);
    }

    private static Resources times(Resources resources, long factor) {
        return new Resources(resources.vcpus() * factor, resources.memory() * factor, resources.storage() * factor);
    }

    @Test
    void four_of_the_hosts_with_room_are_ranked_and_no_others() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            List<Host> hosts = LongStream.rangeClosed(1, random.nextInt(8))
                    .mapToObj(id -> host(id, CAPACITY, times(SMALL, random.nextInt(65))))
                    .toList();
            Resources wanted = times(SMALL, 1 + random.nextInt(30));
            List<HostId> fitting = hosts.stream()
                    .filter(host -> wanted.fitsInto(host.free()))
                    .map(Host::id)
                    .toList();
            assertThat(Placement.rank(hosts, wanted, random))
                    .as("seed %d", seed)
                    .hasSize(Math.min(4, fitting.size()))
                    .doesNotHaveDuplicates()
                    .isSubsetOf(fitting);
        }
    }

    @Test
    void a_host_that_drains_is_never_ranked() {
        Host draining = host(1, CAPACITY, SMALL).withStatus(HostStatus.DRAINING);
        Host full = host(2, SMALL, SMALL);
        assertThat(Placement.rank(List.of(draining, full), SMALL, new Random(1)))
                .isEmpty();
        assertThat(Placement.rank(List.of(draining, full, host(3, CAPACITY, SMALL)), SMALL, new Random(1)))
                .containsExactly(new HostId(3));
        assertThat(Placement.rank(List.of(draining.withStatus(HostStatus.ACTIVE)), SMALL, new Random(1)))
                .containsExactly(new HostId(1));
    }

    @Test
    void each_of_the_three_resources_can_be_the_one_that_is_missing() {
        List<Host> hosts = List.of(
                host(1, CAPACITY, new Resources(64, 0, 0)),
                host(2, CAPACITY, new Resources(0, 65_000, 0)),
                host(3, CAPACITY, new Resources(0, 0, 991)),
                host(4, CAPACITY, new Resources(63, 64_512, 990)));
        assertThat(Placement.rank(hosts, SMALL, new Random(1))).containsExactly(new HostId(4));
    }

    @Test
    void of_two_hosts_the_less_loaded_one_is_first() {
        Host full = host(1, CAPACITY, times(SMALL, 30));
        Host empty = host(2, CAPACITY, times(SMALL, 2));
        for (long seed = 0; seed < 50; seed++) {
            assertThat(Placement.rank(List.of(full, empty), SMALL, new Random(seed)))
                    .as("seed %d", seed)
                    .containsExactly(empty.id(), full.id());
        }
    }

    @Test
    void the_fullest_of_the_three_resources_counts() {
        Host cpuBound = host(1, CAPACITY, new Resources(60, 0, 0));
        Host even = host(2, CAPACITY, new Resources(20, 20_000, 300));
        assertThat(Placement.rank(List.of(cpuBound, even), SMALL, new Random(1)))
                .containsExactly(even.id(), cpuBound.id());
    }

    @Test
    void the_first_is_never_the_worst_of_three() {
        List<Host> hosts = List.of(
                host(1, CAPACITY, times(SMALL, 40)),
                host(2, CAPACITY, times(SMALL, 20)),
                host(3, CAPACITY, times(SMALL, 1)));
        Map<HostId, Integer> first = new HashMap<>();
        for (long seed = 0; seed < 1_000; seed++) {
            first.merge(Placement.rank(hosts, SMALL, new Random(seed)).get(0), 1, Integer::sum);
        }
        assertThat(first).doesNotContainKey(new HostId(1));
        assertThat(first.get(new HostId(3))).as("two of three pairs have it").isBetween(600, 730);
    }

    @Test
    void hosts_of_equal_load_are_first_equally_often() {
        List<Host> hosts = LongStream.rangeClosed(1, 10)
                .mapToObj(id -> host(id, CAPACITY, new Resources(0, 0, 0)))
                .toList();
        Random random = new Random(42);
        Map<HostId, Integer> first = new HashMap<>();
        for (int i = 0; i < 10_000; i++) {
            first.merge(Placement.rank(hosts, SMALL, random).get(0), 1, Integer::sum);
        }
        assertThat(first).hasSize(10);
        assertThat(first.values()).allMatch(count -> count > 850 && count < 1_150);
    }

    @Test
    void many_servers_spread_evenly() {
        List<Host> hosts = new ArrayList<>(IntStream.rangeClosed(1, 20)
                .mapToObj(id -> host(id, CAPACITY, new Resources(0, 0, 0)))
                .toList());
        Random random = new Random(42);
        for (int i = 0; i < 600; i++) {
            int chosen = (int) Placement.rank(hosts, SMALL, random).get(0).value() - 1;
            Host before = hosts.get(chosen);
            hosts.set(chosen, host(before.id().value(), CAPACITY, before.used().plus(SMALL)));
        }
        assertThat(hosts)
                .allMatch(host -> host.used().vcpus() >= 26 && host.used().vcpus() <= 34);
    }

    @Test
    void a_host_that_is_full_of_something_it_has_none_of_still_takes_what_needs_none() {
        Host diskless = host(1, new Resources(4, 4096, 0), new Resources(0, 0, 0));
        assertThat(Placement.rank(List.of(diskless), new Resources(1, 1024, 0), new Random(1)))
                .containsExactly(diskless.id());
        assertThat(Placement.rank(List.of(), SMALL, new Random(1))).isEmpty();
    }
}
