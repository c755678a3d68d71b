package dev.berth.application.placement.port.out;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.application.testdata.Concurrently;
import dev.berth.application.testdata.Fixtures;
import dev.berth.application.testdata.Repositories;
import dev.berth.domain.catalog.Location;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.placement.Ipv4Range;
import dev.berth.domain.placement.Ipv6Prefix;
import dev.berth.domain.server.ServerId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
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
        addresses.insert(location, FIVE);
        Set<String> claimed = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            claimed.add(claim(server(), NOW).orElseThrow());
        }
        assertThat(claimed).containsExactlyInAnyOrderElementsOf(FIVE.addresses().toList());
        assertThat(claim(server(), NOW)).isEmpty();
    }

    @Test
    void a_location_has_its_own_addresses() {
        addresses.insert(newLocation(), FIVE);
        assertThat(claim(server(), NOW)).isEmpty();
    }

    @Test
    void a_second_range_adds_to_the_first() {
        addresses.insert(location, FIVE);
        addresses.insert(location, Ipv4Range.parse("198.51.100.0/30"));
        assertThat(claimAll()).hasSize(6).contains("198.51.100.2");
    }

    @Test
    void a_range_that_is_there_already_changes_nothing() {
        addresses.insert(location, FIVE);
        String taken = claim(server(), NOW).orElseThrow();
        addresses.insert(location, FIVE);
        assertThat(claimAll()).hasSize(4).doesNotContain(taken);
    }

    @Test
    void a_large_range_is_stored_whole() {
        addresses.insert(location, Ipv4Range.parse("10.1.0.0/20"));
        assertThat(claim(server(), NOW)).isPresent();
        addresses.insert(location, Ipv4Range.parse("10.1.0.0/20"));
    }

    @Test
    void a_released_address_is_free_when_its_quarantine_is_over_and_not_before() {
        addresses.insert(location, Ipv4Range.parse("203.0.113.0/30"));
        ServerId server = server();
        String address = claim(server, NOW).orElseThrow();
        Instant end = NOW.plus(QUARANTINE);
        release(server, end);
        assertThat(claim(server(), end.minusMillis(1))).isEmpty();
        assertThat(claim(server(), end)).contains(address);
    }

    @Test
    void releasing_twice_does_not_touch_who_has_the_address_since() {
        addresses.insert(location, Ipv4Range.parse("203.0.113.0/30"));
        ServerId before = server();
        claim(before, NOW);
        release(before, NOW);
        assertThat(claim(server(), NOW)).isPresent();
        release(before, NOW);
        assertThat(claim(server(), NOW)).isEmpty();
    }

    @Test
    void an_address_that_is_rolled_back_is_free() {
        addresses.insert(location, Ipv4Range.parse("203.0.113.0/30"));
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
        addresses.insert(location, Ipv4Range.parse("203.0.113.0/26"));
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
        addresses.insert(location, Ipv4Range.parse("203.0.113.0/26"));
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
        addresses.insert(location, Ipv4Range.parse("203.0.113.0/26"));
        List<List<String>> claimed = Concurrently.run(8, this::claimAll);
        assertThat(claimed.stream().flatMap(List::stream)).hasSize(61).doesNotHaveDuplicates();
    }

    @Test
    void an_ipv6_prefix_is_set_and_set_again() {
        assertThat(addresses.ipv6Prefix(location)).isEmpty();
        addresses.insert(location, Ipv6Prefix.parse("2001:db8:1::/64"));
        assertThat(addresses.ipv6Prefix(location)).contains(Ipv6Prefix.parse("2001:db8:1::/64"));
        addresses.insert(location, Ipv6Prefix.parse("2001:db8:2::/48"));
        assertThat(addresses.ipv6Prefix(location)).contains(Ipv6Prefix.parse("2001:db8:2::/48"));
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
