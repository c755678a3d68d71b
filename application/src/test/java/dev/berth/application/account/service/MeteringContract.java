package dev.berth.application.account.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.application.account.port.in.AddCreditCommand;
import dev.berth.application.audit.service.AuditTrail;
import dev.berth.application.placement.service.HostRanking;
import dev.berth.application.server.port.in.ServerLifecycle;
import dev.berth.application.server.service.LifecycleSettings;
import dev.berth.application.server.service.ServerChanges;
import dev.berth.application.server.service.ServerLifecycleService;
import dev.berth.application.testdata.Bill;
import dev.berth.application.testdata.Concurrently;
import dev.berth.application.testdata.Fixtures;
import dev.berth.application.testdata.Repositories;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.Booking;
import dev.berth.domain.account.CreditEntry;
import dev.berth.domain.account.Meter;
import dev.berth.domain.account.Money;
import dev.berth.domain.audit.Actor;
import dev.berth.domain.operation.OperationKind;
import dev.berth.domain.server.Server;
import dev.berth.domain.server.ServerId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every hour that has ended is booked, and none twice, on every store. */
public abstract class MeteringContract {
    private static final Money MOST = Money.of("999999999999999.9999");
    /** Says what failed: not news where it was made to. Held here, for loggers are forgotten otherwise. */
    private static final Logger LOG = Logger.getLogger(Metering.class.getName());

    private Repositories store;
    private Fixtures fixtures;

    /** The ports under test, over an empty store. */
    protected abstract Repositories repositories();

    @BeforeEach
    void setUp() {
        store = repositories();
        fixtures = new Fixtures(store);
    }

    @Test
    void the_hours_that_have_ended_are_one_entry_for_each_server() {
        AccountId other = account("5");
        Server first = metered(fixtures.account.id());
        Server second = metered(fixtures.account.id());
        Server others = metered(other);
        meter(Duration.ofMinutes(150));
        Bill bill = bill(fixtures.account.id());
        assertThat(bill.usage(first.id())).extracting(CreditEntry::amount).containsExactly(Money.of("-0.03"));
        assertThat(bill.usage(second.id())).extracting(CreditEntry::amount).containsExactly(Money.of("-0.03"));
        assertThat(bill.account().balance()).isEqualTo(Money.of("-0.06"));
        assertThat(bill(other).account().balance()).isEqualTo(Money.of("4.97"));
        assertThat(meterOf(others).bookedHours()).isEqualTo(2);
        assertThat(meterOf(others).dueAt()).isEqualTo(fixtures.now.plus(Duration.ofHours(3)));
    }

    @Test
    void an_hour_is_not_booked_before_it_has_ended_nor_a_second_time() {
        Server server = metered(fixtures.account.id());
        meter(Duration.ofHours(1).minusNanos(1_000));
        assertThat(bill(fixtures.account.id()).entries()).isEmpty();
        meter(Duration.ofHours(1));
        meter(Duration.ofHours(1));
        meter(Duration.ofMinutes(119));
        assertThat(bill(fixtures.account.id()).usage(server.id()))
                .extracting(CreditEntry::description)
                .containsExactly("1 hour of server " + server.id());
    }

    @Test
    void a_clock_that_was_set_back_books_nothing() {
        Server server = metered(fixtures.account.id());
        meter(Duration.ofHours(5));
        meter(Duration.ofHours(2));
        meter(Duration.ofHours(-2));
        assertThat(bill(fixtures.account.id()).usage(server.id())).hasSize(1);
        meter(Duration.ofHours(6));
        assertThat(bill(fixtures.account.id()).usage(server.id())).hasSize(2);
        assertThat(meterOf(server).bookedHours()).isEqualTo(6);
    }

    @Test
    void months_in_which_nothing_was_booked_are_one_entry() {
        Server server = metered(fixtures.account.id());
        meter(Duration.ofDays(100));
        assertThat(bill(fixtures.account.id()).usage(server.id())).hasSize(1);
        assertThat(meterOf(server).bookedHours()).isEqualTo(2_400);
    }

    @Test
    void hours_beyond_the_cap_are_counted_and_leave_no_entry() {
        Server server = metered(fixtures.account.id(), fixtures.now.minus(Duration.ofDays(14)), 0);
        meter(Duration.ofDays(15));
        int entries = bill(fixtures.account.id()).entries().size();
        assertThat(bill(fixtures.account.id()).account().balance())
                .isEqualTo(fixtures.plan.priceMonthly().negate());
        meter(Duration.ofDays(15).plusHours(2));
        assertThat(meterOf(server).bookedHours()).isEqualTo(29 * 24 + 2);
        assertThat(bill(fixtures.account.id()).entries()).hasSize(entries);
    }

    @Test
    void the_hours_of_before_a_meter_was_there_are_not_charged() {
        Server server = metered(fixtures.account.id(), fixtures.now.minus(Duration.ofHours(30)), 30);
        meter(Duration.ofHours(2));
        assertThat(bill(fixtures.account.id()).usage(server.id()))
                .extracting(CreditEntry::amount)
                .containsExactly(Money.of("-0.03"));
    }

    /** As while replicas of two versions run, one of which knows no meters. */
    @Test
    void a_server_that_was_deleted_behind_its_meters_back_is_charged_until_then() {
        Server server = metered(fixtures.account.id());
        store.servers()
                .save(server.begin(
                        OperationKind.DELETE, store.operations().nextId(), fixtures.now.plus(Duration.ofMinutes(90))));
        meter(Duration.ofHours(50));
        meter(Duration.ofHours(60));
        assertThat(meterOf(server).dueAt()).isNull();
        assertThat(bill(fixtures.account.id()).usage(server.id()))
                .extracting(CreditEntry::amount)
                .containsExactly(Money.of("-0.03"));
    }

    @Test
    void a_server_without_a_meter_is_charged_for_its_life_when_it_is_deleted() {
        Server server = fixtures.active(fixtures.account.id());
        lifecycle(Duration.ofMinutes(150)).delete(Fixtures.ref(server));
        assertThat(meterOf(server).dueAt()).isNull();
        assertThat(meterOf(server).bookedHours()).isEqualTo(3);
        bill(fixtures.account.id()).requireCharged(meterOf(server));
    }

    @Test
    void more_than_a_batch_of_servers_is_booked_in_one_run() {
        List<AccountId> owners = List.of(account("1"), account("100"), account("1"));
        List<Server> servers = new ArrayList<>();
        for (int i = 0; i < 510; i++) {
            servers.add(metered(owners.get(i % 3), fixtures.now.minus(Duration.ofSeconds(i / 7)), 0));
        }
        meter(Duration.ofHours(2));
        owners.forEach(this::bill);
        assertThat(servers)
                .allSatisfy(server -> assertThat(meterOf(server).bookedHours()).isEqualTo(2));
    }

    @Test
    void an_account_that_cannot_be_booked_keeps_nobody_else_from_it() {
        AccountId other = account("5");
        Server impossible = metered(fixtures.account.id());
        Server others = metered(other);
        store.transactions().required(() -> {
            store.accounts()
                    .adjust(
                            fixtures.account.id(),
                            Money.ZERO,
                            0,
                            Booking.usage(new ServerId(999_999), 0, 1, MOST),
                            fixtures.now);
            return "done";
        });
        LOG.setLevel(Level.OFF);
        try {
            meter(Duration.ofHours(1));
        } finally {
            LOG.setLevel(null);
        }
        assertThat(meterOf(impossible).bookedHours()).isZero();
        assertThat(bill(fixtures.account.id()).entries()).hasSize(1);
        assertThat(meterOf(others).bookedHours()).isEqualTo(1);

        topUp(fixtures.account.id(), "1");
        meter(Duration.ofHours(2));
        assertThat(meterOf(impossible).bookedHours()).as("later").isEqualTo(2);
    }

    @Test
    void credit_is_exhausted_by_the_hour_that_leaves_nothing() {
        AccountId account = account("0.0300");
        metered(account);
        meter(Duration.ofHours(1));
        assertThat(bill(account).account().exhaustedAt()).isNull();
        meter(Duration.ofHours(2));
        assertThat(bill(account).account().exhaustedAt()).isEqualTo(fixtures.now.plus(Duration.ofHours(2)));
        topUp(account, "0.0001");
        assertThat(bill(account).account().exhaustedAt()).isNull();
    }

    @Test
    void meterings_at_once_book_each_hour_once() throws Exception {
        List<AccountId> owners = List.of(account("1"), account("1"), account("1"));
        List<Server> servers = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            servers.add(metered(owners.get(i % 3)));
        }
        for (int hour = 1; hour <= 5; hour++) {
            Duration time = Duration.ofHours(hour);
            Concurrently.run(4, () -> {
                meter(time);
                return "done";
            });
        }
        owners.forEach(owner -> bill(owner));
        assertThat(servers).allSatisfy(server -> {
            Meter meter = meterOf(server);
            assertThat(meter.bookedHours()).isEqualTo(5);
            bill(server.accountId()).requireCharged(meter);
            assertThat(bill(server.accountId()).usage(server.id())).hasSize(5);
        });
    }

    @Test
    void deletes_and_top_ups_in_the_middle_of_meterings_book_each_hour_once() throws Exception {
        AccountId account = account("1");
        List<Server> servers = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            servers.add(metered(account));
        }
        ServerLifecycle lifecycle = lifecycle(Duration.ofMinutes(150));
        Queue<Callable<?>> work = new ConcurrentLinkedQueue<>(interleaved(account, servers, lifecycle));
        Concurrently.run(6, () -> {
            for (Callable<?> next = work.poll(); next != null; next = work.poll()) {
                next.call();
            }
            return "done";
        });
        Bill bill = bill(account);
        for (Server server : servers) {
            Meter meter = meterOf(server);
            assertThat(meter.dueAt()).isNull();
            assertThat(meter.bookedHours()).isEqualTo(3);
            bill.requireCharged(meter);
        }
        assertThat(bill.account().balance())
                .isEqualTo(Money.of("1").plus(Money.of("24")).minus(Money.of("1.08"))); // 3 hours of 24 servers
        assertThat(bill.account().hourlyCost()).isEqualTo(Money.ZERO);
        assertThat(bill.account().servers()).isZero();
    }

    private List<Callable<?>> interleaved(AccountId account, List<Server> servers, ServerLifecycle lifecycle) {
        Queue<Callable<?>> deletes = new ArrayDeque<>();
        servers.forEach(server -> deletes.add(() -> lifecycle.delete(Fixtures.ref(server))));
        List<Callable<?>> work = new ArrayList<>();
        while (!deletes.isEmpty()) {
            int minutes = 60 + 5 * deletes.size();
            work.add(() -> {
                meter(Duration.ofMinutes(minutes));
                return "done";
            });
            work.add(deletes.remove());
            work.add(() -> {
                topUp(account, "1");
                return "done";
            });
        }
        return work;
    }

    /** Books what is due so long after the fixtures' present. */
    private void meter(Duration later) {
        new Metering(store.transactions(), store.meters(), store.accounts(), clock(later)).run();
    }

    private ServerLifecycle lifecycle(Duration later) {
        return new ServerLifecycleService(
                store.transactions(),
                store.servers(),
                store.holds(),
                new ServerChanges(store.servers(), store.operations(), LifecycleSettings.DEFAULT),
                store.accounts(),
                store.sshKeys(),
                new ServerMeters(store.meters(), store.accounts()),
                store.catalog(),
                new HostRanking(store.hosts(), new Random(1), clock(later)),
                store.stepwiseAdmission(fixtures.now),
                LifecycleSettings.DEFAULT,
                () -> {},
                UUID::randomUUID,
                clock(later));
    }

    private Clock clock(Duration later) {
        return Clock.fixed(fixtures.now.plus(later), ZoneOffset.UTC);
    }

    private AccountId account(String credit) {
        AccountId account = fixtures.account(1_000).id();
        topUp(account, credit);
        return account;
    }

    private void topUp(AccountId account, String amount) {
        Clock clock = clock(Duration.ZERO);
        new AccountsService(
                        store.transactions(),
                        store.accounts(),
                        store.apiTokens(),
                        new AuditTrail(store.auditEntries(), clock),
                        clock)
                .addCredit(
                        Actor.BERTH,
                        new AddCreditCommand(account, Money.of(amount), "credit-" + Fixtures.unique(), ""));
    }

    private Server metered(AccountId owner) {
        return metered(owner, fixtures.now, 0);
    }

    /** An active server whose meter has run since then. */
    private Server metered(AccountId owner, Instant start, long bookedHours) {
        Server server = fixtures.active(owner);
        return store.transactions().required(() -> {
            store.meters()
                    .insert(new Meter(
                            server.id(),
                            owner,
                            server.priceHourly(),
                            server.priceMonthly(),
                            start,
                            bookedHours,
                            start.plus(Duration.ofHours(bookedHours + 1))));
            return server;
        });
    }

    private Meter meterOf(Server server) {
        return store.transactions()
                .required(() -> store.meters().lock(server.id()))
                .orElseThrow();
    }

    private Bill bill(AccountId account) {
        return Bill.of(store.accounts(), account);
    }
}
