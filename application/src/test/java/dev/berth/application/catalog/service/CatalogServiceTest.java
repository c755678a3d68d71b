package dev.berth.application.catalog.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.application.catalog.port.in.PlanOffer;
import dev.berth.application.catalog.port.in.PlanOffer.Place;
import dev.berth.application.placement.port.out.HostRepository;
import dev.berth.application.placement.service.Vacancies;
import dev.berth.application.scenario.SteppingClock;
import dev.berth.application.testdata.Fixtures;
import dev.berth.application.testing.InMemoryStore;
import dev.berth.domain.catalog.Location;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.catalog.OperatingSystem;
import dev.berth.domain.catalog.OperatingSystemId;
import dev.berth.domain.catalog.Plan;
import dev.berth.domain.catalog.PlanId;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import dev.berth.domain.placement.Host;
import dev.berth.domain.placement.HostStatus;
import dev.berth.domain.server.ServerId;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CatalogServiceTest {
    private static final LocationCode WEST = new LocationCode("us-west");
    private static final LocationCode EAST = new LocationCode("us-east");

    private final SteppingClock clock = new SteppingClock();
    private final InMemoryStore store = new InMemoryStore(clock);
    private final AtomicInteger readsOfHosts = new AtomicInteger();
    private final CatalogService service = new CatalogService(
            store.catalog(), new PlanOffers(store.catalog(), new Vacancies(counting(), store.addresses(), clock)));
    private final Plan plan = Fixtures.plan();

    @BeforeEach
    void fill() {
        store.catalog().insert(plan);
        store.catalog().insert(new Location(WEST, "West", false));
        store.catalog().insert(new Location(EAST, "East", false));
        store.catalog().insert(new Location(new LocationCode("us-old"), "Old", true));
    }

    @Test
    void lists_leave_out_what_is_retired_which_is_found_all_the_same() {
        Plan retired = Fixtures.plan().update("Old", null, null, true);
        OperatingSystem os = Fixtures.os();
        OperatingSystem oldOs = new OperatingSystem(new OperatingSystemId(7), "Debian 7", true);
        store.catalog().insert(retired);
        store.catalog().insert(os);
        store.catalog().insert(oldOs);
        assertThat(service.plans()).extracting(PlanOffer::plan).containsExactly(plan);
        assertThat(service.operatingSystems()).containsExactly(os);
        assertThat(service.locations()).extracting(Location::code).containsExactly(EAST, WEST);
        assertThat(service.plan(retired.id()).plan()).isEqualTo(retired);
        assertThat(service.operatingSystem(oldOs.id())).isEqualTo(oldOs);
        assertThat(service.location(new LocationCode("us-old")).retired()).isTrue();
    }

    @Test
    void what_was_never_there_is_not_found() {
        assertThat(refusal(() -> service.plan(new PlanId(404)))).isEqualTo(ErrorCode.PLAN_NOT_FOUND);
        assertThat(refusal(() -> service.operatingSystem(new OperatingSystemId(404))))
                .isEqualTo(ErrorCode.OPERATING_SYSTEM_NOT_FOUND);
        assertThat(refusal(() -> service.location(new LocationCode("nowhere"))))
                .isEqualTo(ErrorCode.LOCATION_NOT_FOUND);
    }

    @Test
    void a_plan_can_be_had_where_there_is_a_host_with_room_and_an_address_of_each_kind() {
        assertThat(available()).isEmpty();
        Host host = Fixtures.addHost(store.hosts(), WEST, plan.resources());
        assertThat(available()).isEmpty();
        addPool(WEST, "203.0.113.0/30");
        assertThat(available()).isEmpty();
        addPool(WEST, "2001:db8:1::/64");
        assertThat(available()).containsExactly(WEST);

        store.hosts().setStatus(host.id(), HostStatus.DRAINING);
        assertThat(available()).isEmpty();
        store.hosts().setStatus(host.id(), HostStatus.ACTIVE);
        assertThat(available()).containsExactly(WEST);

        store.hosts().reserve(new ServerId(1), host.id(), plan.resources());
        assertThat(available()).as("the host is full").isEmpty();
        store.hosts().release(new ServerId(1));
        store.addresses().claimIpv4(WEST, new ServerId(1), new Random(1), clock.instant());
        assertThat(available()).as("the address is taken").isEmpty();
        store.addresses().releaseIpv4(new ServerId(1), clock.instant().plusSeconds(60));
        assertThat(available()).as("the address is in quarantine").isEmpty();
        clock.advance(Duration.ofSeconds(60));
        assertThat(available()).containsExactly(WEST);

        store.catalog().save(plan.update(null, null, null, true));
        assertThat(available()).as("the plan is retired").isEmpty();
    }

    @Test
    void a_smaller_plan_can_be_had_where_a_larger_one_cannot() {
        Plan large = Fixtures.plan();
        large = new Plan(
                large.id(),
                "Large",
                plan.resources().plus(plan.resources()),
                1,
                large.priceHourly(),
                large.priceMonthly(),
                false);
        store.catalog().insert(large);
        for (LocationCode location : List.of(WEST, EAST)) {
            Fixtures.addHost(store.hosts(), location, location.equals(WEST) ? large.resources() : plan.resources());
        }
        addPool(WEST, "203.0.113.0/30");
        addPool(WEST, "2001:db8:1::/64");
        addPool(EAST, "198.51.100.0/30");
        addPool(EAST, "2001:db8:2::/64");
        assertThat(service.plan(plan.id()).places()).containsExactly(new Place(EAST, true), new Place(WEST, true));
        assertThat(service.plan(large.id()).places()).containsExactly(new Place(EAST, false), new Place(WEST, true));
    }

    @Test
    void however_many_plans_and_locations_the_hosts_are_read_once_a_second() {
        for (int i = 0; i < 20; i++) {
            store.catalog().insert(Fixtures.plan());
            store.catalog().insert(Fixtures.location());
        }
        service.plans();
        service.plans();
        assertThat(readsOfHosts).hasValue(1);
        clock.advance(Duration.ofMillis(1_001));
        service.plans();
        assertThat(readsOfHosts).hasValue(2);
    }

    private HostRepository counting() {
        return (HostRepository) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {HostRepository.class}, (proxy, method, arguments) -> {
                    readsOfHosts.incrementAndGet();
                    return method.invoke(store.hosts(), arguments);
                });
    }

    private void addPool(LocationCode location, String cidr) {
        Fixtures.addPool(store.transactions(), store.addresses(), location, cidr);
    }

    /** Where the plan can be had, when the last look is long ago. */
    private List<LocationCode> available() {
        clock.advance(Duration.ofMillis(1_001));
        PlanOffer offer = service.plan(plan.id());
        assertThat(offer.places()).extracting(Place::location).containsExactly(EAST, WEST);
        return offer.places().stream()
                .filter(Place::available)
                .map(Place::location)
                .toList();
    }

    private static ErrorCode refusal(Runnable question) {
        return catchThrowableOfType(DomainException.class, question::run).code();
    }
}
