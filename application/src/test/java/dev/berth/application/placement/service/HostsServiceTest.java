package dev.berth.application.placement.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.application.audit.service.AuditTrail;
import dev.berth.application.placement.port.in.RegisterHostCommand;
import dev.berth.application.port.in.Page;
import dev.berth.application.port.in.PageRequest;
import dev.berth.application.testdata.Fixtures;
import dev.berth.application.testdata.HypervisorsByHost;
import dev.berth.application.testing.InMemoryStore;
import dev.berth.domain.account.TokenId;
import dev.berth.domain.audit.Actor;
import dev.berth.domain.audit.AuditEntry;
import dev.berth.domain.audit.AuditFilter;
import dev.berth.domain.audit.FieldChange;
import dev.berth.domain.catalog.Location;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.catalog.Resources;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import dev.berth.domain.error.FieldViolation;
import dev.berth.domain.placement.HostDetails;
import dev.berth.domain.placement.HostFilter;
import dev.berth.domain.placement.HostId;
import dev.berth.domain.placement.HostStatus;
import dev.berth.domain.placement.HostUri;
import dev.berth.domain.server.ServerId;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HostsServiceTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-10T14:30:00Z"), ZoneOffset.UTC);
    private static final Actor OPERATOR = new Actor(new TokenId(9), "ops", "192.0.2.7", "request-1");
    private static final Resources CAPACITY = new Resources(64, 262_144, 4_000);
    private static final LocationCode WEST = new LocationCode("us-west");
    private static final LocationCode RETIRED = new LocationCode("us-old");

    private final InMemoryStore store = new InMemoryStore(CLOCK);
    private final HostsService service = new HostsService(
            store.transactions(),
            store.hosts(),
            store.catalog(),
            new HypervisorsByHost(Map.of()),
            new AuditTrail(store.auditEntries(), CLOCK));

    @BeforeEach
    void fill() {
        store.catalog().insert(new Location(WEST, "West", false));
        store.catalog().insert(new Location(RETIRED, "Old", true));
    }

    @Test
    void a_host_is_registered_empty_and_active_and_written_down() {
        HostUri uri = new HostUri("qemu+ssh://kvm-7/system");
        HostDetails details =
                service.register(OPERATOR, new RegisterHostCommand("kvm-7", WEST, "simulated", uri, CAPACITY));
        assertThat(details.servers()).isZero();
        assertThat(details.host().status()).isEqualTo(HostStatus.ACTIVE);
        assertThat(details.host().free()).isEqualTo(CAPACITY);
        assertThat(service.get(details.host().id())).isEqualTo(details);
        AuditEntry entry = entries().get(0);
        assertThat(entry.action()).isEqualTo("host.register");
        assertThat(entry.subject()).isEqualTo(details.host().id().toString());
        assertThat(entry.changes())
                .containsExactly(
                        new FieldChange("hypervisor", null, "simulated"),
                        new FieldChange("location", null, "us-west"),
                        new FieldChange("memory", null, "262144"),
                        new FieldChange("name", null, "kvm-7"),
                        new FieldChange("storage", null, "4000"),
                        new FieldChange("uri", null, "qemu+ssh://kvm-7/system"),
                        new FieldChange("vcpus", null, "64"));
    }

    @Test
    void a_name_is_given_once() {
        register("kvm-7");
        DomainException refused = refusal(() -> register("kvm-7"));
        assertThat(refused.code()).isEqualTo(ErrorCode.ALREADY_EXISTS);
        assertThat(refused.detail()).contains("kvm-7");
        assertThat(entries()).hasSize(1);
        assertThat(store.hosts().all()).hasSize(1);
    }

    @Test
    void a_location_that_does_not_grow_and_an_engine_that_is_not_there_are_refused_together() {
        for (LocationCode location : List.of(RETIRED, new LocationCode("nowhere"))) {
            DomainException refused = refusal(() ->
                    service.register(OPERATOR, new RegisterHostCommand("kvm-7", location, "libvirt", null, CAPACITY)));
            assertThat(refused.violations())
                    .extracting(FieldViolation::field)
                    .containsExactly("location", "hypervisor");
            assertThat(refused.detail()).contains("Must be one of in-memory, simulated.");
        }
        assertThat(store.hosts().all()).isEmpty();
        assertThat(entries()).isEmpty();
    }

    @Test
    void a_host_drains_and_is_activated_and_what_changes_nothing_is_not_written_down() {
        HostId host = register("kvm-7");
        store.hosts().reserve(new ServerId(1), host, new Resources(1, 1, 1));
        assertThat(service.activate(OPERATOR, host).host().status()).isEqualTo(HostStatus.ACTIVE);
        HostDetails draining = service.drain(OPERATOR, host);
        assertThat(draining.host().status()).isEqualTo(HostStatus.DRAINING);
        assertThat(draining.servers()).as("those that it has stay").isEqualTo(1);
        assertThat(service.drain(OPERATOR, host)).isEqualTo(draining);
        assertThat(service.activate(OPERATOR, host).host().status()).isEqualTo(HostStatus.ACTIVE);
        assertThat(entries())
                .extracting(AuditEntry::action)
                .containsExactly("host.activate", "host.drain", "host.register");
        assertThat(entries().get(1).changes()).containsExactly(new FieldChange("status", "active", "draining"));
        assertThat(entries().get(0).changes()).containsExactly(new FieldChange("status", "draining", "active"));
    }

    @Test
    void an_unknown_host_is_not_found() {
        HostId unknown = new HostId(404);
        for (Runnable question : List.<Runnable>of(
                () -> service.get(unknown),
                () -> service.drain(OPERATOR, unknown),
                () -> service.activate(OPERATOR, unknown))) {
            assertThat(refusal(question).code()).isEqualTo(ErrorCode.HOST_NOT_FOUND);
        }
        assertThat(entries()).isEmpty();
    }

    @Test
    void hosts_are_listed_in_pages_and_by_location() {
        HostId first = register("kvm-1");
        HostId second = register("kvm-2");
        HostId elsewhere = Fixtures.addHost(store.hosts(), RETIRED, CAPACITY).id();
        Page<HostDetails> page = service.page(HostFilter.ALL, PageRequest.first(2));
        assertThat(ids(page)).containsExactly(first, second);
        assertThat(page.total()).isEqualTo(3);
        assertThat(page.hasMore()).isTrue();
        assertThat(ids(service.page(HostFilter.ALL, new PageRequest(2, second.value(), 3L))))
                .containsExactly(elsewhere);
        assertThat(ids(service.page(new HostFilter(RETIRED), PageRequest.first(2))))
                .containsExactly(elsewhere);
    }

    @Test
    void an_unknown_location_is_no_empty_list() {
        assertThat(service.page(new HostFilter(WEST), PageRequest.first(2)).items())
                .isEmpty();
        DomainException refused =
                refusal(() -> service.page(new HostFilter(new LocationCode("nowhere")), PageRequest.first(2)));
        assertThat(refused.violations()).extracting(FieldViolation::field).containsExactly("location");
    }

    private HostId register(String name) {
        return service.register(OPERATOR, new RegisterHostCommand(name, WEST, "simulated", null, CAPACITY))
                .host()
                .id();
    }

    private static List<HostId> ids(Page<HostDetails> page) {
        return page.items().stream().map(details -> details.host().id()).toList();
    }

    private List<AuditEntry> entries() {
        return store.auditEntries().page(AuditFilter.ALL, Long.MAX_VALUE, 100);
    }

    private static DomainException refusal(Runnable change) {
        return catchThrowableOfType(DomainException.class, change::run);
    }
}
