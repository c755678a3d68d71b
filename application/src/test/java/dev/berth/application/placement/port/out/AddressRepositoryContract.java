package dev.berth.application.placement.port.out;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.application.testdata.Concurrently;
import dev.berth.application.testdata.Fixtures;
import dev.berth.application.testdata.Repositories;
import dev.berth.domain.catalog.Location;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.placement.AddressBlock;
import dev.berth.domain.placement.AddressPool;
import dev.berth.domain.placement.AddressPoolDetails.Usage;
import dev.berth.domain.placement.Ipv4Range;
import dev.berth.domain.placement.Ipv6Prefix;
import dev.berth.domain.server.ServerId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link AddressRepository} does. */
public abstract class AddressRepositoryContract {
    private static final Instant NOW = Instant.parse("2026-01-15T09:30:00Z");
    private static final Duration QUARANTINE = Duration.ofMinutes(30);
    private static final Ipv4Range FIVE = Ipv4Range.parse("203.0.113.0/29");

    private Repositories store;
    private AddressRepository addresses;
    private LocationCode location;

    /** The ports under test, over an empty store. */
    protected abstract Repositories repositories();

    @BeforeEach
    void setUp() {
        store = repositories();
        addresses = store.addresses();
        location = newLocation();
    }

    @Test
    void every_address_of_a_range_is_claimed_once_and_then_there_is_none() {
        addPool(location, FIVE.toString());
        Set<String> claimed = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            claimed.add(claim(server(), NOW).orElseThrow());
        }
        assertThat(claimed).containsExactlyInAnyOrderElementsOf(FIVE.addresses().toList());
        assertThat(claim(server(), NOW)).isEmpty();
    }

    @Test
    void a_location_has_its_own_addresses() {
        addPool(newLocation(), FIVE.toString());
        assertThat(claim(server(), NOW)).isEmpty();
    }

    @Test
    void a_second_range_adds_to_the_first() {
        addPool(location, FIVE.toString());
        addPool(location, "198.51.100.0/30");
        assertThat(claimAll()).hasSize(6).contains("198.51.100.2");
    }

    @Test
    void a_pool_is_found_as_it_was_added() {
        AddressPool ipv4 = addPool(location, FIVE.toString());
        AddressPool ipv6 = addPool(location, "2001:db8:1::/64");
        assertThat(ipv4.location()).isEqualTo(location);
        assertThat(ipv4.block()).isEqualTo(FIVE);
        assertThat(ipv6.block()).isEqualTo(Ipv6Prefix.parse("2001:db8:1::/64"));
        assertThat(addresses.pools()).containsExactly(ipv4, ipv6);
    }

    @Test
    void what_is_there_already_in_whole_or_in_part_is_not_added_again() {
        addPool(location, "203.0.113.8/29");
        addPool(location, "2001:db8:1::/64");
        claim(server(), NOW);
        for (String cidr : List.of("203.0.113.8/29", "203.0.113.12/30", "203.0.113.0/24", "2001:db8:1::/64")) {
            LocationCode other = newLocation();
            assertThatThrownBy(() -> addPool(other, cidr)).isInstanceOf(NoSuchElementException.class);
        }
        assertThat(addresses.pools()).hasSize(2);
        assertThat(claimAll()).hasSize(4);
    }

    @Test
    void of_overlapping_pools_that_are_added_together_one_is() throws Exception {
        AtomicInteger turn = new AtomicInteger();
        List<String> cidrs = List.of("10.9.0.0/22", "10.9.0.0/23", "10.9.1.0/24", "10.9.1.0/25");
        List<Boolean> added = Concurrently.run(4, () -> {
            AddressBlock block = AddressBlock.parse(cidrs.get(turn.getAndIncrement()));
            try {
                return store.transactions()
                        .required(() -> addresses
                                .insert(location, block, NOW)
                                .map(pool -> true)
                                .orElseThrow());
            } catch (NoSuchElementException e) {
                return false;
            }
        });
        assertThat(added).filteredOn(isAdded -> isAdded).isNotEmpty();
        List<AddressPool> pools = addresses.pools();
        assertThat(pools)
                .hasSize((int) added.stream().filter(isAdded -> isAdded).count());
        assertThat(pools)
                .allSatisfy(pool -> assertThat(pools)
                        .filteredOn(other -> other.block().overlaps(pool.block()))
                        .containsExactly(pool));
    }

    @Test
    void who_adds_pools_can_keep_others_from_it() throws Exception {
        AtomicInteger turn = new AtomicInteger();
        List<Integer> seen = Concurrently.run(4, () -> {
            AddressBlock block = Ipv6Prefix.parse("2001:db8:%d::/64".formatted(turn.incrementAndGet()));
            LocationCode own = newLocation();
            return store.transactions().required(() -> {
                addresses.lockPools();
                int before = addresses.pools().size();
                assertThat(addresses.insert(own, block, NOW)).isPresent();
                return before;
            });
        });
        assertThat(seen).containsExactlyInAnyOrder(0, 1, 2, 3);
    }

    @Test
    void a_large_range_is_stored_whole() {
        addPool(location, "10.1.0.0/16");
        assertThat(usage().addresses()).isEqualTo(65_533);
        assertThat(claim(server(), NOW)).isPresent();
    }

    @Test
    void a_pool_tells_what_has_become_of_its_addresses() {
        addPool(location, FIVE.toString());
        addPool(location, "2001:db8:1::/64");
        assertThat(usage()).isEqualTo(new Usage(5, 0, 0));
        ServerId released = server();
        claim(released, NOW);
        claim(server(), NOW);
        claim(server(), NOW);
        release(released, NOW.plus(QUARANTINE));
        assertThat(usage()).isEqualTo(new Usage(5, 2, 1));
        assertThat(usage().free()).isEqualTo(2);
        assertThat(addresses.poolDetails(NOW.plus(QUARANTINE)).get(0).usage()).isEqualTo(new Usage(5, 2, 0));
        assertThat(addresses.poolDetails(NOW).get(1).usage()).isNull();
    }

    @Test
    void a_location_has_free_addresses_when_it_has_one_of_each_kind() {
        addPool(location, "203.0.113.0/30");
        assertThat(addresses.withFreeAddresses(NOW)).isEmpty();
        LocationCode other = newLocation();
        addPool(other, "2001:db8:9::/64");
        assertThat(addresses.withFreeAddresses(NOW)).isEmpty();
        addPool(location, "2001:db8:1::/64");
        assertThat(addresses.withFreeAddresses(NOW)).containsExactly(location);
        ServerId server = server();
        claim(server, NOW);
        assertThat(addresses.withFreeAddresses(NOW)).isEmpty();
        release(server, NOW.plus(QUARANTINE));
        assertThat(addresses.withFreeAddresses(NOW)).isEmpty();
        assertThat(addresses.withFreeAddresses(NOW.plus(QUARANTINE))).containsExactly(location);
    }

    @Test
    void a_released_address_is_free_when_its_quarantine_is_over_and_not_before() {
        addPool(location, "203.0.113.0/30");
        ServerId server = server();
        String address = claim(server, NOW).orElseThrow();
        Instant end = NOW.plus(QUARANTINE);
        release(server, end);
        assertThat(claim(server(), end.minusMillis(1))).isEmpty();
        assertThat(claim(server(), end)).contains(address);
    }

    @Test
    void releasing_twice_does_not_touch_who_has_the_address_since() {
        addPool(location, "203.0.113.0/30");
        ServerId before = server();
        claim(before, NOW);
        release(before, NOW);
        assertThat(claim(server(), NOW)).isPresent();
        release(before, NOW);
        assertThat(claim(server(), NOW)).isEmpty();
    }

    @Test
    void an_address_that_is_rolled_back_is_free() {
        addPool(location, "203.0.113.0/30");
        assertThatThrownBy(() -> store.transactions().required(() -> {
                    assertThat(addresses.claimIpv4(location, server(), new Random(1), NOW))
                            .isPresent();
                    throw new IllegalStateException();
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(claim(server(), NOW)).isPresent();
    }

    @Test
    void the_one_free_address_is_found_wherever_the_search_begins() {
        addPool(location, "203.0.113.0/26");
        ServerId server = server();
        String first = claim(server, NOW).orElseThrow();
        assertThat(claimAll()).hasSize(60);
        release(server, NOW);
        for (int seed = 0; seed < 20; seed++) {
            ServerId next = server();
            Random random = new Random(seed);
            assertThat(store.transactions().required(() -> addresses.claimIpv4(location, next, random, NOW)))
                    .contains(first);
            release(next, NOW);
        }
    }

    @Test
    void addresses_in_quarantine_do_not_hide_a_free_one() {
        addPool(location, "203.0.113.0/26");
        List<ServerId> servers = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            servers.add(server());
            claim(servers.get(i), NOW);
        }
        servers.forEach(server -> release(server, NOW.plus(QUARANTINE)));
        assertThat(claim(server(), NOW)).isPresent();
        assertThat(claim(server(), NOW)).isEmpty();
    }

    @Test
    void concurrent_creates_get_different_addresses_and_all_there_are() throws Exception {
        addPool(location, "203.0.113.0/26");
        List<List<String>> claimed = Concurrently.run(8, this::claimAll);
        assertThat(claimed.stream().flatMap(List::stream)).hasSize(61).doesNotHaveDuplicates();
    }

    @Test
    void of_several_ipv6_prefixes_the_latest_is_the_one_that_servers_get() {
        assertThat(addresses.ipv6Prefix(location)).isEmpty();
        addPool(location, "2001:db8:1::/64");
        assertThat(addresses.ipv6Prefix(location)).contains(Ipv6Prefix.parse("2001:db8:1::/64"));
        addPool(location, "2001:db8:2::/48");
        assertThat(addresses.ipv6Prefix(location)).contains(Ipv6Prefix.parse("2001:db8:2::/48"));
    }

    private AddressPool addPool(LocationCode there, String cidr) {
        return Fixtures.addPool(store.transactions(), addresses, there, cidr);
    }

    private Usage usage() {
        return Objects.requireNonNull(addresses.poolDetails(NOW).get(0).usage());
    }

    private LocationCode newLocation() {
        Location added = Fixtures.location();
        store.catalog().insert(added);
        return added.code();
    }

    private static ServerId server() {
        return new ServerId(Fixtures.unique());
    }

    /** Claims until there is nothing left. */
    private List<String> claimAll() {
        List<String> claimed = new ArrayList<>();
        Optional<String> next = claim(server(), NOW);
        while (next.isPresent()) {
            claimed.add(next.get());
            next = claim(server(), NOW);
        }
        return claimed;
    }

    private Optional<String> claim(ServerId server, Instant now) {
        Random random = new Random(server.value());
        return store.transactions().required(() -> addresses.claimIpv4(location, server, random, now));
    }

    private void release(ServerId server, Instant quarantineUntil) {
        store.transactions().required(() -> {
            addresses.releaseIpv4(server, quarantineUntil);
            return server;
        });
    }
}
