package dev.berth.application.server.port.out;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.application.server.port.out.ServerAdmission.Admitted;
import dev.berth.application.server.service.LifecycleSettings;
import dev.berth.application.testdata.Concurrently;
import dev.berth.application.testdata.Fixtures;
import dev.berth.application.testdata.Repositories;
import dev.berth.domain.account.Account;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.Booking;
import dev.berth.domain.account.Money;
import dev.berth.domain.account.SshPublicKey;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.catalog.Resources;
import dev.berth.domain.operation.Operation;
import dev.berth.domain.operation.OperationKind;
import dev.berth.domain.placement.Host;
import dev.berth.domain.placement.HostId;
import dev.berth.domain.placement.HostStatus;
import dev.berth.domain.placement.Ipv6Prefix;
import dev.berth.domain.server.Hostname;
import dev.berth.domain.server.Server;
import dev.berth.domain.server.ServerId;
import dev.berth.domain.server.ServerName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every {@link ServerAdmission} does. */
@Timeout(120)
public abstract class ServerAdmissionContract {
    /** 0.0150 an hour for 24 hours. */
    private static final String CREDIT_FOR_ONE = "0.3600";

    private Repositories store;
    private ServerAdmission admission;
    private Fixtures fixtures;

    /** The ports beside the one under test, over an empty store. */
    protected abstract Repositories repositories();

    /** The port under test, at the time of all fixtures, with the default settings. */
    protected abstract ServerAdmission admission(Repositories store, Instant now);

    @BeforeEach
    void setUp() {
        store = repositories();
        fixtures = new Fixtures(store);
        admission = admission(store, fixtures.now);
        addPool(fixtures.location.code(), "203.0.113.0/24");
        addPool(fixtures.location.code(), "2001:db8:1::/64");
        credit(fixtures.account, "1000");
    }

    @Test
    void what_is_admitted_is_what_is_stored() {
        ServerDraft draft = draft(fixtures.account, fixtures.host.id());
        Admitted admitted = admit(draft).orElseThrow();
        Server server = admitted.server();
        assertThat(server)
                .isEqualTo(draft.server(
                        server.id(),
                        fixtures.host.id(),
                        server.ipv4(),
                        Ipv6Prefix.parse("2001:db8:1::/64").address(server.id().value()),
                        admitted.operation().id(),
                        fixtures.now));
        assertThat(server.ipv4()).startsWith("203.0.113.");
        assertThat(admitted.operation())
                .isEqualTo(Operation.accept(
                        admitted.operation().id(),
                        server.id(),
                        fixtures.account.id(),
                        OperationKind.PROVISION,
                        LifecycleSettings.DEFAULT.stopGrace(),
                        fixtures.now));
        assertThat(store.transactions().required(() -> store.servers().lock(Fixtures.ref(server))))
                .contains(server);
        assertThat(store.operations().find(admitted.operation().id())).contains(admitted.operation());
    }

    @Test
    void a_key_is_kept_as_it_was_sent() {
        SshPublicKey key = Fixtures.sshPublicKey();
        Server server = admit(draft(fixtures.account, key, fixtures.location.code(), fixtures.host.id()))
                .orElseThrow()
                .server();
        assertThat(server.sshKey()).isEqualTo(key);
        assertThat(store.transactions().required(() -> store.servers().lock(Fixtures.ref(server))))
                .contains(server);
    }

    @Test
    void an_admission_takes_room_an_address_a_place_and_credit() {
        admit(draft(fixtures.account, fixtures.host.id()));
        assertThat(host().used()).isEqualTo(fixtures.plan.resources());
        assertThat(account(fixtures.account).servers()).isEqualTo(1);
        assertThat(account(fixtures.account).hourlyCost()).isEqualTo(fixtures.plan.priceHourly());
        assertThat(freeAddresses()).isEqualTo(252);
    }

    @Test
    void what_an_admission_took_can_be_given_back() {
        Server server =
                admit(draft(fixtures.account, fixtures.host.id())).orElseThrow().server();
        store.transactions().required(() -> {
            store.hosts().release(server.id());
            store.addresses().releaseIpv4(server.id(), fixtures.now);
            return server;
        });
        assertThat(host().used()).isEqualTo(new Resources(0, 0, 0));
        assertThat(freeAddresses()).isEqualTo(253);
    }

    @Test
    void an_admitted_server_can_be_claimed() {
        Admitted admitted = admit(draft(fixtures.account, fixtures.host.id())).orElseThrow();
        assertThat(store.queue().claim(fixtures.liveReplica(), 10, fixtures.now))
                .extracting(claim -> claim.operation().id())
                .containsExactly(admitted.operation().id());
    }

    @Test
    void ipv6_addresses_are_written_as_everywhere() {
        for (String prefix : List.of("2001:db8::/32", "2001:db8:0:7::/64", "fd00::/16", "2001:db8:1:2::/64")) {
            addPool(fixtures.location.code(), prefix);
            for (int i = 0; i < 3; i++) {
                Server server = admit(draft(fixtures.account, fixtures.host.id()))
                        .orElseThrow()
                        .server();
                assertThat(server.ipv6())
                        .isEqualTo(Ipv6Prefix.parse(prefix).address(server.id().value()));
            }
        }
    }

    @Test
    void the_credit_may_be_exact_but_not_short_by_the_smallest_amount() {
        Account exact = fixtures.account(5);
        credit(exact, CREDIT_FOR_ONE);
        assertThat(admit(draft(exact, fixtures.host.id()))).isPresent();
        assertThat(admit(draft(exact, fixtures.host.id()))).isEmpty();
        Account shortOfIt = fixtures.account(5);
        credit(shortOfIt, "0.3599");
        assertRefusedWithoutATrace(draft(shortOfIt, fixtures.host.id()));
    }

    @Test
    void the_quota_is_never_exceeded() {
        Account account = fixtures.account(1);
        credit(account, "100");
        assertThat(admit(draft(account, fixtures.host.id()))).isPresent();
        assertRefusedWithoutATrace(draft(account, fixtures.host.id()));
    }

    @Test
    void the_first_host_with_room_is_taken() {
        HostId full = host(1);
        HostId free = host(1);
        store.transactions().required(() -> store.hosts().reserve(new ServerId(1_000_000), full, one()));
        Server server = admit(draft(fixtures.account, full, free, fixtures.host.id()))
                .orElseThrow()
                .server();
        assertThat(server.hostId()).isEqualTo(free);
    }

    @Test
    void without_room_nothing_is_admitted() {
        HostId full = host(1);
        store.transactions().required(() -> store.hosts().reserve(new ServerId(1_000_000), full, one()));
        assertRefusedWithoutATrace(draft(fixtures.account, full));
        assertRefusedWithoutATrace(draft(fixtures.account));
    }

    @Test
    void a_host_that_drains_gets_nothing_however_it_was_ranked() {
        HostId other = host(1);
        store.hosts().setStatus(fixtures.host.id(), HostStatus.DRAINING);
        assertRefusedWithoutATrace(draft(fixtures.account, fixtures.host.id()));
        Server server = admit(draft(fixtures.account, fixtures.host.id(), other))
                .orElseThrow()
                .server();
        assertThat(server.hostId()).isEqualTo(other);
        store.hosts().setStatus(fixtures.host.id(), HostStatus.ACTIVE);
        assertThat(admit(draft(fixtures.account, fixtures.host.id()))).isPresent();
    }

    @Test
    void drafts_that_come_together_get_nothing_of_a_host_that_drains_either() {
        HostId draining = host(4);
        store.hosts().setStatus(draining, HostStatus.DRAINING);
        List<Optional<Admitted>> outcomes = admission.admit(List.of(
                draft(fixtures.account, draining),
                draft(fixtures.account, fixtures.host.id()),
                draft(fixtures.account, draining, fixtures.host.id())));
        assertThat(outcomes).extracting(Optional::isPresent).containsExactly(false, true, true);
        assertThat(store.hosts().find(draining).orElseThrow().used()).isEqualTo(new Resources(0, 0, 0));
    }

    @Test
    void from_the_moment_on_that_a_host_drains_nothing_is_added_to_it() throws Exception {
        HostId drained = host(1_000);
        AtomicInteger turn = new AtomicInteger();
        List<Long> used = Concurrently.run(4, () -> {
            if (turn.getAndIncrement() > 0) {
                int admitted = 0;
                while (admit(draft(fixtures.account, drained)).isPresent()) {
                    admitted++;
                }
                return (long) admitted;
            }
            store.hosts().setStatus(drained, HostStatus.DRAINING);
            return -store.hosts().details(drained).orElseThrow().servers();
        });
        assertThat(used.stream().mapToLong(Long::longValue).sum())
                .as("admitted, but those that were there when it was draining")
                .isZero();
    }

    @Test
    void a_pool_that_is_added_is_used_at_once() {
        LocationCode growing = new LocationCode("growing");
        store.catalog().insert(new dev.berth.domain.catalog.Location(growing, "Growing", false));
        HostId there = Fixtures.addHost(store.hosts(), growing, Fixtures.HUGE).id();
        addPool(growing, "2001:db8:2::/64");
        for (String cidr : List.of("198.51.100.0/30", "198.51.100.4/30", "198.51.100.8/30")) {
            assertRefusedWithoutATrace(draft(fixtures.account, growing, there));
            addPool(growing, cidr);
            assertThat(admit(draft(fixtures.account, growing, there))).isPresent();
        }
    }

    @Test
    void without_an_address_of_each_kind_nothing_is_admitted() {
        LocationCode without = new LocationCode("without-addresses");
        store.catalog().insert(new dev.berth.domain.catalog.Location(without, "Without", false));
        HostId there = Fixtures.addHost(store.hosts(), without, Fixtures.HUGE).id();
        assertRefusedWithoutATrace(draft(fixtures.account, without, there));
        addPool(without, "198.51.100.0/30");
        assertRefusedWithoutATrace(draft(fixtures.account, without, there));
        addPool(without, "2001:db8:2::/64");
        assertThat(admit(draft(fixtures.account, without, there))).isPresent();
        assertRefusedWithoutATrace(draft(fixtures.account, without, there));
    }

    @Test
    void an_address_in_quarantine_is_not_given_away() {
        LocationCode small = new LocationCode("small");
        store.catalog().insert(new dev.berth.domain.catalog.Location(small, "Small", false));
        HostId there = Fixtures.addHost(store.hosts(), small, Fixtures.HUGE).id();
        addPool(small, "198.51.100.0/30");
        addPool(small, "2001:db8:2::/64");
        Server first =
                admit(draft(fixtures.account, small, there)).orElseThrow().server();
        release(first, fixtures.now.plusSeconds(1));
        assertRefusedWithoutATrace(draft(fixtures.account, small, there));
        store.transactions().required(() -> {
            store.addresses().releaseIpv4(first.id(), fixtures.now);
            return first;
        });
    }

    @Test
    void drafts_that_come_together_are_answered_each() {
        Account poor = fixtures.account(5);
        credit(poor, CREDIT_FOR_ONE);
        HostId full = host(0);
        List<Optional<Admitted>> outcomes = admission.admit(List.of(
                draft(fixtures.account, fixtures.host.id()),
                draft(poor, fixtures.host.id()),
                draft(poor, fixtures.host.id()),
                draft(fixtures.account, full),
                draft(fixtures.account, fixtures.host.id())));
        assertThat(outcomes).extracting(Optional::isPresent).containsExactly(true, true, false, false, true);
        assertThat(outcomes.stream()
                        .flatMap(Optional::stream)
                        .map(admitted -> admitted.server().ipv4()))
                .doesNotHaveDuplicates();
        assertThat(account(fixtures.account).servers()).isEqualTo(2);
        assertThat(account(poor).servers()).isEqualTo(1);
        assertThat(host().used().vcpus()).isEqualTo(3 * one().vcpus());
    }

    @Test
    void many_at_once_cannot_pass_on_the_same_credit() throws Exception {
        Account account = fixtures.account(1_000);
        credit(account, "3.6000"); // for ten
        long admitted = atOnce(() -> draft(account, fixtures.host.id()));
        assertThat(admitted).isEqualTo(10);
        assertThat(account(account).servers()).isEqualTo(10);
        assertThat(host().used().vcpus()).isEqualTo(10 * one().vcpus());
        assertThat(freeAddresses()).isEqualTo(253 - 10);
    }

    @Test
    void many_at_once_cannot_take_the_last_room_or_the_same_address() throws Exception {
        HostId first = host(4);
        HostId second = host(3);
        AtomicInteger turn = new AtomicInteger();
        long admitted = atOnce(() -> turn.incrementAndGet() % 2 == 0
                ? draft(fixtures.account, first, second)
                : draft(fixtures.account, second, first));
        assertThat(admitted).isEqualTo(7);
        assertThat(store.hosts().find(first).orElseThrow().free().vcpus()).isZero();
        assertThat(store.hosts().find(second).orElseThrow().free().vcpus()).isZero();
        assertThat(account(fixtures.account).servers()).isEqualTo(7);
        assertThat(freeAddresses()).isEqualTo(253 - 7);
    }

    @Test
    void groups_that_need_each_others_rows_do_not_stand_in_each_others_way() throws Exception {
        List<HostId> hosts = IntStream.range(0, 4).mapToObj(i -> host(1_000)).toList();
        List<Account> accounts = IntStream.range(0, 4)
                .mapToObj(i -> fixtures.account(1_000))
                .peek(account -> credit(account, "1000"))
                .toList();
        AtomicInteger shift = new AtomicInteger();
        List<Integer> admitted = Concurrently.run(4, () -> {
            int count = 0;
            for (int round = 0; round < 5; round++) {
                int by = shift.incrementAndGet();
                List<ServerDraft> group = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    group.add(draft(accounts.get((i + by) % 4), hosts.get((3 * i + by) % 4)));
                }
                count += (int) admission.admit(group).stream()
                        .filter(Optional::isPresent)
                        .count();
            }
            return count;
        });
        assertThat(admitted).containsOnly(20);
        assertThat(freeAddresses()).isEqualTo(253 - 80);
    }

    private long atOnce(java.util.function.Supplier<ServerDraft> drafts) throws Exception {
        return Concurrently.run(
                        6,
                        () -> IntStream.range(0, 5)
                                .filter(i -> admit(drafts.get()).isPresent())
                                .count())
                .stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private void assertRefusedWithoutATrace(ServerDraft draft) {
        Account before = account(draft.account());
        List<Host> hosts = store.hosts().at(draft.location());
        assertThat(admit(draft)).isEmpty();
        assertThat(account(draft.account())).isEqualTo(before);
        assertThat(store.hosts().at(draft.location())).isEqualTo(hosts);
        assertThat(store.queue().claim(fixtures.liveReplica(), 100, fixtures.now))
                .noneMatch(claim -> claim.server().machine().equals(draft.machine()));
    }

    private Optional<Admitted> admit(ServerDraft draft) {
        return admission.admit(List.of(draft)).get(0);
    }

    private ServerDraft draft(Account account, HostId... hosts) {
        return draft(account, fixtures.location.code(), hosts);
    }

    private ServerDraft draft(Account account, LocationCode location, HostId... hosts) {
        return draft(account, null, location, hosts);
    }

    private ServerDraft draft(Account account, @Nullable SshPublicKey sshKey, LocationCode location, HostId... hosts) {
        return new ServerDraft(
                account.id(),
                UUID.randomUUID(),
                new ServerName("web01"),
                new Hostname("web01.example.com"),
                true,
                fixtures.plan,
                fixtures.os,
                sshKey,
                location,
                List.of(hosts));
    }

    private HostId host(int servers) {
        Resources one = one();
        return Fixtures.addHost(
                        store.hosts(),
                        fixtures.location.code(),
                        new Resources(one.vcpus() * servers, one.memory() * servers, one.storage() * servers))
                .id();
    }

    private Resources one() {
        return fixtures.plan.resources();
    }

    private Host host() {
        return store.hosts().find(fixtures.host.id()).orElseThrow();
    }

    private Account account(Account account) {
        return account(account.id());
    }

    private Account account(AccountId account) {
        return store.accounts().find(account).orElseThrow();
    }

    private void credit(Account account, String amount) {
        store.transactions()
                .required(() -> store.accounts()
                        .book(
                                store.accounts().lock(account.id()).orElseThrow(),
                                Booking.topUp(Money.of(amount), "credit-" + Fixtures.unique(), ""),
                                fixtures.now));
    }

    private void release(Server server, Instant quarantineUntil) {
        store.transactions().required(() -> {
            store.addresses().releaseIpv4(server.id(), quarantineUntil);
            return server;
        });
    }

    private void addPool(LocationCode location, String cidr) {
        Fixtures.addPool(store.transactions(), store.addresses(), location, cidr);
    }

    /** Takes them for good. */
    private long freeAddresses() {
        long count = 0;
        while (store.transactions()
                .required(() -> store.addresses()
                        .claimIpv4(
                                fixtures.location.code(),
                                new ServerId(1_000_000_000 + Fixtures.unique()),
                                new java.util.Random(1),
                                fixtures.now))
                .isPresent()) {
            count++;
        }
        return count;
    }
}
