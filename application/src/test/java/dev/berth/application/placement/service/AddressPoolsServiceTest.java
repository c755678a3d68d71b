package dev.berth.application.placement.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.application.audit.service.AuditTrail;
import dev.berth.application.testing.InMemoryStore;
import dev.berth.domain.account.TokenId;
import dev.berth.domain.audit.Actor;
import dev.berth.domain.audit.AuditEntry;
import dev.berth.domain.audit.AuditFilter;
import dev.berth.domain.audit.FieldChange;
import dev.berth.domain.catalog.Location;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import dev.berth.domain.error.FieldViolation;
import dev.berth.domain.placement.AddressBlock;
import dev.berth.domain.placement.AddressPoolDetails;
import dev.berth.domain.placement.AddressPoolDetails.Usage;
import dev.berth.domain.placement.Ipv6Prefix;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressPoolsServiceTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-10T14:30:00Z"), ZoneOffset.UTC);
    private static final Actor OPERATOR = new Actor(new TokenId(9), "ops", "192.0.2.7", "request-1");
    private static final LocationCode WEST = new LocationCode("us-west");
    private static final LocationCode EAST = new LocationCode("us-east");
    private static final LocationCode RETIRED = new LocationCode("us-old");

    private final InMemoryStore store = new InMemoryStore(CLOCK);
    private final AddressPoolsService service = new AddressPoolsService(
            store.transactions(),
            store.addresses(),
            store.catalog(),
            new AuditTrail(store.auditEntries(), CLOCK),
            CLOCK);

    @BeforeEach
    void fill() {
        store.catalog().insert(new Location(WEST, "West", false));
        store.catalog().insert(new Location(EAST, "East", false));
        store.catalog().insert(new Location(RETIRED, "Old", true));
    }

    @Test
    void a_pool_is_added_and_listed_and_written_down() {
        AddressPoolDetails ipv4 = add(WEST, "203.0.113.0/24");
        AddressPoolDetails ipv6 = add(WEST, "2001:db8:1::/64");
        assertThat(ipv4.usage()).isEqualTo(new Usage(253, 0, 0));
        assertThat(ipv6.usage()).isNull();
        assertThat(ipv4.pool().createdAt()).isEqualTo(CLOCK.instant());
        assertThat(service.list()).containsExactly(ipv4, ipv6);
        AuditEntry entry = entries().get(1);
        assertThat(entry.action()).isEqualTo("address_pool.create");
        assertThat(entry.subject()).isEqualTo(ipv4.pool().id().toString());
        assertThat(entry.changes())
                .containsExactly(
                        new FieldChange("cidr", null, "203.0.113.0/24"), new FieldChange("location", null, "us-west"));
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.0/24,  203.0.113.0/24",
        "203.0.113.0/24,  203.0.113.128/25",
        "203.0.113.0/24,  203.0.112.0/22",
        "203.0.113.0/24,  203.0.113.252/30",
        "2001:db8:1::/64, 2001:db8:1::/64",
        "2001:db8:1::/64, 2001:db8::/32",
        "2001:db8::/32,   2001:db8:ffff:ffff::/64"
    })
    void what_overlaps_with_a_pool_of_any_location_is_refused_and_that_is_named(String first, String second) {
        AddressPoolDetails pool = add(WEST, first);
        for (LocationCode location : List.of(WEST, EAST)) {
            DomainException refused = refusal(() -> add(location, second));
            assertThat(refused.code()).isEqualTo(ErrorCode.ALREADY_EXISTS);
            assertThat(refused.details()).containsEntry("cidr", first).containsEntry("location", "us-west");
        }
        assertThat(service.list()).containsExactly(pool);
        assertThat(entries()).hasSize(1);
    }

    @Test
    void what_touches_a_pool_does_not_overlap() {
        add(WEST, "203.0.113.0/24");
        add(WEST, "203.0.112.0/24");
        add(EAST, "203.0.114.0/24");
        add(WEST, "2001:db8:1::/48");
        add(EAST, "2001:db8:2::/48");
        assertThat(service.list()).hasSize(5);
    }

    @Test
    void of_several_ipv6_prefixes_of_a_location_the_latest_is_the_one_that_servers_get() {
        add(WEST, "2001:db8:1::/64");
        add(EAST, "2001:db8:2::/64");
        add(WEST, "2001:db8:3::/64");
        assertThat(store.addresses().ipv6Prefix(WEST)).contains(Ipv6Prefix.parse("2001:db8:3::/64"));
        assertThat(store.addresses().ipv6Prefix(EAST)).contains(Ipv6Prefix.parse("2001:db8:2::/64"));
        assertThat(service.list()).hasSize(3);
    }

    @Test
    void a_location_that_does_not_grow_is_refused() {
        for (LocationCode location : List.of(RETIRED, new LocationCode("nowhere"))) {
            assertThat(refusal(() -> add(location, "203.0.113.0/24")).violations())
                    .extracting(FieldViolation::field)
                    .containsExactly("location");
        }
        assertThat(service.list()).isEmpty();
    }

    private AddressPoolDetails add(LocationCode location, String cidr) {
        return service.create(OPERATOR, location, AddressBlock.parse(cidr));
    }

    private List<AuditEntry> entries() {
        return store.auditEntries().page(AuditFilter.ALL, Long.MAX_VALUE, 100);
    }

    private static DomainException refusal(Runnable change) {
        return catchThrowableOfType(DomainException.class, change::run);
    }
}
