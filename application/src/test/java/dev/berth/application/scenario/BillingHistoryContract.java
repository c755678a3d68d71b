package dev.berth.application.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.application.scenario.CrashPoints.Crash;
import dev.berth.application.server.port.in.CreateServerCommand;
import dev.berth.application.testdata.Bill;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.Book;
import dev.berth.domain.account.Booking;
import dev.berth.domain.account.Meter;
import dev.berth.domain.account.Money;
import dev.berth.domain.catalog.OperatingSystemId;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCategory;
import dev.berth.domain.server.Hold;
import dev.berth.domain.server.HoldKind;
import dev.berth.domain.server.Server;
import dev.berth.domain.server.ServerId;
import dev.berth.domain.server.ServerName;
import dev.berth.domain.server.ServerRef;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Whatever is created, deleted and paid in, whoever meters by whatever clock and ends wherever: the books balance, each
 * server has cost its account every hour of its life once, and holds follow credit.
 */
public abstract class BillingHistoryContract {
    private static final long SEED = 42;
    private static final Duration GRACE = Duration.ofHours(24);
    private static final int REQUESTS = 40;
    /** Ids that crashed creates have used up included. */
    private static final int MOST_IDS = 80;

    /** An empty store. */
    protected abstract Store newStore(SteppingClock clock);

    /** How many random histories are tried. */
    protected abstract int histories();

    @Test
    void a_metering_that_ends_anywhere_is_made_good_by_the_next() {
        long points = crashAt(Long.MAX_VALUE);
        assertThat(points).isGreaterThan(15);
        for (long point = 1; point <= points; point++) {
            crashAt(point);
        }
    }

    /** Three servers of two accounts, and two and a half hours. */
    private long crashAt(long point) {
        Installation installation = new Installation(SEED);
        installation.create(0);
        installation.create(0);
        installation.create(1);
        installation.world.settle();
        installation.clock.advance(Duration.ofMinutes(150));
        installation.world.crashes.crashAt(point);
        try {
            installation.meter(0);
            assertThat(point).as("the crash came").isEqualTo(Long.MAX_VALUE);
        } catch (Crash crash) {
            installation.world.restart();
            installation.meter(0);
        }
        long points = installation.world.crashes.passed();
        String where = "crashed %s (%d)".formatted(installation.world.crashes.crashedAt(), point);
        assertThat(installation.servers()).hasSize(3).allSatisfy(server -> {
            Meter meter = installation.meterOf(server).orElseThrow();
            Bill bill = installation.bill(server.accountId());
            assertThat(meter.bookedHours()).as(where).isEqualTo(2);
            assertThat(bill.usage(server.id())).as(where).hasSize(1);
            bill.requireCharged(meter);
        });
        return points;
    }

    @Test
    void every_history_charges_each_hour_once_and_has_holds_follow_credit() {
        IntStream.range(0, histories()).forEach(seed -> {
            Installation installation = new Installation(seed);
            try {
                installation.run();
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed + ", after " + installation.log, e);
            }
        });
    }

    private final class Installation {
        final List<String> log = new ArrayList<>();
        final SteppingClock clock = new SteppingClock();
        final World world;
        private final Random random;
        private final List<AccountId> accounts;
        /** Two replicas whose clocks are not the installation's. */
        private final List<Clock> replicas;

        private final Map<ServerId, Long> atLeast = new HashMap<>();
        private final Map<ServerId, Long> atMost = new HashMap<>();
        private final Map<ServerId, Meter> ended = new HashMap<>();
        private final Map<AccountId, Money> paidIn = new HashMap<>();
        private int references;

        Installation(long seed) {
            random = new Random(seed);
            world = new World(newStore(clock), clock, seed);
            accounts = List.of(
                    world.account,
                    world.store()
                            .accounts()
                            .insert("Another", 100, clock.instant())
                            .id());
            paidIn.put(world.account, bill(world.account).account().balance());
            topUp(1, "1");
            replicas = List.of(
                    Clock.offset(clock, Duration.ofSeconds(random.nextInt(1_200))),
                    Clock.offset(clock, Duration.ofSeconds(-random.nextInt(1_200))));
        }

        void run() {
            for (int i = 0; i < REQUESTS; i++) {
                surviving(this::disturb);
                surviving(this::request);
                for (int rounds = random.nextInt(4); rounds > 0; rounds--) {
                    surviving(() -> world.replica().work());
                    clock.advance(Duration.ofMillis(random.nextInt(4_000)));
                }
                check();
            }
            log.add("the end");
            world.crashes.disarm();
            world.settle();
            clock.advance(Duration.ofDays(3)); // beyond whatever was metered by a clock that went back since
            meter(0);
            meter(1);
            check();
            holdsFollowCredit();
            for (Server server : servers()) {
                meterOf(server)
                        .filter(meter -> meter.dueAt() != null)
                        .ifPresent(meter -> assertThat(meter.bookedHours())
                                .isEqualTo(atLeast.get(server.id()))
                                .isEqualTo(atMost.get(server.id())));
            }
        }

        private void holdsFollowCredit() {
            clock.advance(GRACE.multipliedBy(30)); // also where the credit was used up by a clock that went back since
            suspendAndResume(0);
            checkHolds();
            assertThat(visible())
                    .allMatch(server -> isHeld(server)
                            != bill(server.accountId()).account().balance().isPositive());
            topUp(0, "10000");
            topUp(1, "10000");
            suspendAndResume(1);
            checkHolds();
            assertThat(visible()).noneMatch(Installation::isHeld);
        }

        private void disturb() {
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> {
                    int point = 1 + random.nextInt(30);
                    log.add("crash at " + point);
                    world.crashes.crashAt(point);
                }
                case 3 -> advance(Duration.ofMinutes(random.nextInt(60 * 24 * 12)));
                case 4, 5, 6 -> advance(Duration.ofMinutes(random.nextInt(240)));
                case 7 -> advance(Duration.ofMinutes(-random.nextInt(180)));
                default -> {
                    // an easy time
                }
            }
        }

        private void advance(Duration jump) {
            log.add("jump " + jump);
            clock.advance(jump);
        }

        private void request() {
            List<Server> visible = visible();
            switch (random.nextInt(10)) {
                case 0, 1 -> create(random.nextInt(2));
                case 2 -> topUp(random.nextInt(2), "0.5");
                case 3, 4 -> {
                    if (!visible.isEmpty()) {
                        delete(visible.get(random.nextInt(visible.size())));
                    }
                }
                case 5, 6 -> suspendAndResume(random.nextInt(2));
                default -> meter(random.nextInt(2));
            }
        }

        void create(int account) {
            log.add("create for " + account);
            world.lifecycle()
                    .create(new CreateServerCommand(
                            accounts.get(account),
                            new ServerName("web"),
                            null,
                            World.PLAN.id(),
                            new OperatingSystemId(3),
                            World.LOCATION,
                            null,
                            false));
        }

        private void delete(Server server) {
            log.add("delete " + server.id());
            Duration time = Duration.between(server.createdAt(), clock.instant());
            long begun = time.toHours() + (time.equals(Duration.ofHours(time.toHours())) ? 0 : 1);
            atMost.merge(server.id(), Math.max(1, begun), Math::max);
            world.lifecycle().delete(ref(server));
            if (server.isCharged()) {
                atLeast.merge(server.id(), Math.max(1, begun), Math::max);
            }
        }

        void meter(int replica) {
            Clock itsClock = replicas.get(replica);
            log.add("meter by " + replica + " at " + itsClock.instant());
            Map<ServerId, Long> ending = new HashMap<>();
            for (Server server : servers()) {
                if (meterOf(server).filter(meter -> meter.dueAt() != null).isPresent()) {
                    Instant now = itsClock.instant();
                    ending.put(
                            server.id(),
                            Math.max(
                                    0, Duration.between(server.createdAt(), now).toHours()));
                }
            }
            ending.forEach((server, hours) -> atMost.merge(server, hours, Math::max));
            world.metering(itsClock).run();
            ending.forEach((server, hours) -> atLeast.merge(server, hours, Math::max));
        }

        private void suspendAndResume(int replica) {
            log.add("holds by " + replica);
            world.billingHolds(GRACE, replicas.get(replica)).run();
        }

        private void topUp(int account, String amount) {
            log.add("credit for " + account);
            String reference = "credit-" + references++;
            paidIn.merge(accounts.get(account), Money.of(amount), Money::plus);
            world.store()
                    .transactions()
                    .required(() -> world.store()
                            .accounts()
                            .book(
                                    world.store()
                                            .accounts()
                                            .lock(accounts.get(account))
                                            .orElseThrow(),
                                    Booking.topUp(Money.of(amount), reference, ""),
                                    clock.instant()));
        }

        private void check() {
            Map<AccountId, Bill> bills = new HashMap<>();
            Map<AccountId, Money> costs = new HashMap<>();
            accounts.forEach(account -> bills.put(account, bill(account)));
            for (Server server : servers()) {
                Bill bill = bills.get(server.accountId());
                Optional<Meter> meter = meterOf(server);
                if (meter.isEmpty()) {
                    assertThat(server.firstActiveAt())
                            .as("alive, and free: %s", server)
                            .isNull();
                    assertThat(bill.usage(server.id())).isEmpty();
                    continue;
                }
                bill.requireCharged(meter.get());
                costs.merge(server.accountId(), Bill.cost(meter.get()), Money::plus);
                long booked = meter.get().bookedHours();
                assertThat(booked)
                        .as("%s of %s", meter, server)
                        .isBetween(atLeast.getOrDefault(server.id(), 0L), atMost.getOrDefault(server.id(), 0L));
                assertThat(meter.get().dueAt() == null)
                        .isEqualTo(!server.status().isVisible());
                if (!server.status().isVisible()) {
                    assertThat(ended.computeIfAbsent(server.id(), id -> meter.get()))
                            .as("charged after its end")
                            .isEqualTo(meter.get());
                }
            }
            checkHolds();
            bills.forEach((account, bill) -> {
                assertThat(bill.givenTo(Book.PAYMENTS))
                        .isEqualTo(paidIn.get(account).negate());
                assertThat(bill.givenTo(Book.REVENUE)).isEqualTo(costs.getOrDefault(account, Money.ZERO));
                assertThat(bill.account().balance().isPositive())
                        .as("%s", bill.account())
                        .isEqualTo(bill.account().exhaustedAt() == null);
            });
        }

        private void checkHolds() {
            for (Server server : servers()) {
                assertThat(world.holds(ref(server)))
                        .extracting(Hold::kind)
                        .isEqualTo(isHeld(server) ? List.of(HoldKind.BILLING) : List.of());
                assertThat(server.followUp())
                        .as("nothing is put off: %s", server)
                        .isEmpty();
            }
        }

        private static boolean isHeld(Server server) {
            return server.holds().contains(HoldKind.BILLING);
        }

        /** Refusals are answers; after the end of the process there is another one. */
        private void surviving(Runnable action) {
            try {
                action.run();
            } catch (DomainException refused) {
                assertThat(refused.code().category()).isNotEqualTo(ErrorCategory.INTERNAL);
            } catch (Crash crash) {
                log.add("crashed " + crash.getMessage());
                world.restart();
            }
        }

        Bill bill(AccountId account) {
            return Bill.of(world.store().accounts(), account);
        }

        Optional<Meter> meterOf(Server server) {
            return world.store()
                    .transactions()
                    .required(() -> world.store().meters().lock(server.id()));
        }

        private List<Server> visible() {
            return servers().stream()
                    .filter(server -> server.status().isVisible())
                    .toList();
        }

        List<Server> servers() {
            return accounts.stream()
                    .flatMap(account -> LongStream.rangeClosed(1, MOST_IDS)
                            .mapToObj(id -> new ServerRef(account, new ServerId(id))))
                    .flatMap(ref ->
                            world
                                    .store()
                                    .transactions()
                                    .required(() -> world.store().servers().lock(ref))
                                    .stream())
                    .toList();
        }

        private ServerRef ref(Server server) {
            return new ServerRef(server.accountId(), server.id());
        }
    }
}
