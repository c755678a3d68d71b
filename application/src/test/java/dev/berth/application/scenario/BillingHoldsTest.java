package dev.berth.application.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.application.scenario.CrashPoints.Crash;
import dev.berth.application.server.port.in.CreateServerCommand;
import dev.berth.application.server.port.out.HoldRepository;
import dev.berth.application.server.service.BillingHolds;
import dev.berth.application.server.service.LifecycleSettings;
import dev.berth.application.server.service.ServerChanges;
import dev.berth.application.server.service.Suspensions;
import dev.berth.application.testing.FaultyHypervisor.Call;
import dev.berth.application.testing.FaultyHypervisor.Fault;
import dev.berth.application.testing.InMemoryHypervisor.Effect;
import dev.berth.application.testing.InMemoryStore;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.Booking;
import dev.berth.domain.account.Money;
import dev.berth.domain.catalog.Plan;
import dev.berth.domain.catalog.PlanId;
import dev.berth.domain.operation.Operation;
import dev.berth.domain.operation.OperationKind;
import dev.berth.domain.server.Hold;
import dev.berth.domain.server.HoldKind;
import dev.berth.domain.server.Server;
import dev.berth.domain.server.ServerId;
import dev.berth.domain.server.ServerRef;
import dev.berth.domain.server.ServerStatus;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** Servers of an account without credit are suspended when its grace is over, until there is credit again. */
class BillingHoldsTest {
    private static final Duration GRACE = Duration.ofHours(24);
    private static final Duration MOMENT = Duration.ofNanos(1_000);
    /** Says what failed: not news where it was made to. Held here, for loggers are forgotten otherwise. */
    private static final Logger LOG = Logger.getLogger(BillingHolds.class.getName());

    private final SteppingClock clock = new SteppingClock();
    private final InMemoryStore store = new InMemoryStore(clock);
    private final Faults faults = new Faults(store.transactions()::isActive);
    private final World world = new World(Store.of(store), clock, 42, faults);
    private int bookings;

    @Test
    void a_server_is_held_as_soon_as_the_grace_is_over_and_not_before() {
        ServerRef server = world.active("web");
        Instant exhaustedAt = clock.instant();
        exhaust();
        clock.advance(GRACE.minus(MOMENT));
        run();
        assertThat(status(server)).isEqualTo(ServerStatus.ACTIVE);
        clock.advance(MOMENT);
        run();
        assertThat(status(server)).isEqualTo(ServerStatus.STOPPING);
        Instant since = exhaustedAt.plus(GRACE);
        Hold hold = new Hold(
                HoldKind.BILLING,
                "billing",
                "Nothing has been left of the account's credit since %s.".formatted(exhaustedAt),
                since);
        assertThat(world.holds(server)).containsExactly(hold);
        world.settle();
        assertThat(status(server)).isEqualTo(ServerStatus.SUSPENDED);
        run();
        assertThat(world.holds(server)).containsExactly(hold);
        assertThat(kinds()).containsExactly(OperationKind.PROVISION, OperationKind.SUSPEND);
    }

    @Test
    void credit_within_the_grace_leaves_everything_as_it_is() {
        ServerRef server = world.active("web");
        exhaust();
        clock.advance(GRACE.minus(MOMENT));
        topUp();
        clock.advance(GRACE);
        run();
        assertThat(status(server)).isEqualTo(ServerStatus.ACTIVE);
        assertThat(kinds()).containsExactly(OperationKind.PROVISION);
    }

    @Test
    void credit_has_each_server_be_what_it_was() {
        ServerRef ran = world.active("web");
        ServerRef off = stopped();
        exhaustForGood();
        assertThat(List.of(ran, off)).extracting(this::status).containsOnly(ServerStatus.SUSPENDED);
        topUp();
        run();
        world.settle();
        assertThat(status(ran)).isEqualTo(ServerStatus.ACTIVE);
        assertThat(status(off)).isEqualTo(ServerStatus.STOPPED);
        assertThat(world.holds(ran)).isEmpty();
        assertThat(world.effects(world.server(off), Effect.POWERED_ON)).isEqualTo(1);
    }

    @Test
    void credit_that_leaves_the_balance_at_nothing_is_not_enough() {
        ServerRef server = world.active("web");
        exhaustForGood();
        book(world.account, Booking.usage(server.server(), 1, 1, Money.of("5")));
        book(world.account, Booking.topUp(Money.of("5"), "all that is owed", ""));
        run();
        assertThat(isHeld(server)).isTrue();
        book(world.account, Booking.topUp(Money.of("0.0001"), "a little more", ""));
        run();
        assertThat(isHeld(server)).isFalse();
    }

    @Test
    void the_operators_hold_is_the_operators() {
        ServerRef operators = world.active("web");
        ServerRef both = world.active("web");
        world.hold(operators, HoldKind.OPERATOR);
        world.hold(both, HoldKind.OPERATOR);
        world.settle();
        exhaustForGood();
        assertThat(world.server(operators).holds()).containsExactlyInAnyOrder(HoldKind.OPERATOR, HoldKind.BILLING);
        world.lift(operators, HoldKind.OPERATOR);
        run();
        assertThat(status(operators)).isEqualTo(ServerStatus.SUSPENDED);
        topUp();
        run();
        world.settle();
        assertThat(status(operators)).isEqualTo(ServerStatus.ACTIVE);
        assertThat(status(both)).isEqualTo(ServerStatus.SUSPENDED);
        assertThat(world.holds(both)).extracting(Hold::kind).containsExactly(HoldKind.OPERATOR);
    }

    @Test
    void a_server_in_the_middle_of_a_change_is_suspended_when_that_has_ended() {
        ServerRef server = world.active("web");
        exhaust();
        clock.advance(GRACE);
        world.lifecycle().reboot(server);
        run();
        assertThat(status(server)).isEqualTo(ServerStatus.REBOOTING);
        world.settle();
        assertThat(status(server)).isEqualTo(ServerStatus.SUSPENDED);
        assertThat(kinds()).containsExactly(OperationKind.PROVISION, OperationKind.REBOOT, OperationKind.SUSPEND);
    }

    @Test
    void a_server_in_error_takes_the_hold_and_is_suspended_when_it_is_reset() {
        ServerRef server = world.active("web");
        faults.of(world, world.server(server)).failNext(1, Fault.permanent(), Call.ENSURE_SHUT_DOWN);
        world.lifecycle().stop(server);
        world.settle();
        exhaustForGood();
        assertThat(status(server)).isEqualTo(ServerStatus.ERROR);
        assertThat(isHeld(server)).isTrue();
        world.reset(server);
        world.settle();
        assertThat(status(server)).isEqualTo(ServerStatus.SUSPENDED);
    }

    @Test
    void a_deleted_server_is_neither_held_nor_let_go_of() {
        ServerRef deleted = world.active("web");
        ServerRef held = world.active("web");
        world.lifecycle().delete(deleted);
        world.settle();
        ServerRef deleting = world.active("web");
        world.lifecycle().delete(deleting);
        exhaust();
        clock.advance(GRACE);
        run();
        assertThat(isHeld(held)).isTrue();
        world.lifecycle().delete(held);
        assertThat(List.of(deleted, deleting, held)).noneMatch(this::isHeld);
        List<Server> before = world.allServers();
        topUp();
        run();
        assertThat(world.allServers()).isEqualTo(before);
    }

    /** The one that an account without credit can still create. */
    @Test
    void a_server_that_costs_nothing_is_held_too() {
        Plan free = new Plan(new PlanId(2), "Gift", World.PLAN.resources(), 100, Money.ZERO, Money.ZERO, false);
        store.catalog().insert(free);
        exhaust();
        clock.advance(GRACE);
        run();
        ServerRef server = create(world.account, free.id());
        run();
        assertThat(status(server)).isEqualTo(ServerStatus.PROVISIONING);
        world.settle();
        assertThat(status(server)).isEqualTo(ServerStatus.SUSPENDED);
    }

    @Test
    void credit_that_was_used_up_again_before_anybody_looked_begins_a_new_grace() {
        ServerRef server = world.active("web");
        exhaustForGood();
        topUp();
        clock.advance(Duration.ofHours(1));
        exhaust();
        run();
        world.settle();
        assertThat(status(server)).isEqualTo(ServerStatus.ACTIVE);
        clock.advance(GRACE);
        run();
        assertThat(isHeld(server)).isTrue();
    }

    @Test
    void credit_that_was_used_up_again_for_longer_than_the_grace_lifts_nothing() {
        ServerRef server = world.active("web");
        exhaustForGood();
        int operations = kinds().size();
        topUp();
        exhaust();
        clock.advance(GRACE);
        run();
        assertThat(isHeld(server)).isTrue();
        assertThat(kinds()).hasSize(operations);
    }

    @Test
    void a_longer_grace_or_a_clock_that_was_set_back_lifts_no_hold() {
        ServerRef server = world.active("web");
        exhaustForGood();
        world.billingHolds(GRACE.multipliedBy(100), clock).run();
        assertThat(isHeld(server)).isTrue();
        clock.advance(GRACE.negated());
        run();
        assertThat(isHeld(server)).isTrue();
    }

    @Test
    void a_hold_whose_account_is_paid_for_at_this_moment_is_taken_back_and_nobody_is_woken() {
        ServerRef server = world.active("web");
        exhaust();
        clock.advance(GRACE);
        AtomicInteger woken = new AtomicInteger();
        holdsAfter("notHeld", this::topUp, woken).run();
        assertThat(status(server)).isEqualTo(ServerStatus.ACTIVE);
        assertThat(world.holds(server)).isEmpty();
        assertThat(kinds()).containsExactly(OperationKind.PROVISION);
        assertThat(woken).hasValue(0);
    }

    @Test
    void a_hold_whose_account_is_exhausted_at_this_moment_is_not_lifted() {
        ServerRef server = world.active("web");
        exhaustForGood();
        topUp();
        AtomicInteger woken = new AtomicInteger();
        List<Hold> before = world.holds(server);
        holdsAfter(
                        "paid",
                        () -> {
                            exhaust();
                            clock.advance(GRACE);
                        },
                        woken)
                .run();
        assertThat(world.holds(server)).isEqualTo(before);
        assertThat(status(server)).isEqualTo(ServerStatus.SUSPENDED);
        assertThat(woken).hasValue(0);
    }

    @Test
    void a_hold_that_another_one_placed_or_lifted_first_is_left_alone() {
        ServerRef server = world.active("web");
        exhaust();
        clock.advance(GRACE);
        AtomicInteger woken = new AtomicInteger();
        holdsAfter("notHeld", this::run, woken).run();
        assertThat(isHeld(server)).isTrue();
        topUp();
        holdsAfter("paid", this::run, woken).run();
        assertThat(isHeld(server)).isFalse();
        assertThat(woken).hasValue(0);
    }

    @Test
    void a_server_that_cannot_be_held_keeps_no_other_from_it() {
        ServerRef first = world.active("web");
        ServerRef failing = world.active("web");
        ServerRef last = world.active("web");
        exhaust();
        clock.advance(GRACE);
        HoldRepository refusing = (HoldRepository) Proxy.newProxyInstance(
                HoldRepository.class.getClassLoader(), new Class<?>[] {HoldRepository.class}, (proxy, method, args) -> {
                    if (method.getName().equals("insert") && failing.server().equals(args[0])) {
                        throw new IllegalStateException("planned");
                    }
                    return invoke(method, store.holds(), args);
                });
        LOG.setLevel(Level.OFF);
        try {
            holds(refusing, new AtomicInteger()).run();
        } finally {
            LOG.setLevel(null);
        }
        assertThat(List.of(first, last)).allMatch(this::isHeld);
        assertThat(isHeld(failing)).isFalse();
        run();
        assertThat(isHeld(failing)).as("later").isTrue();
    }

    /** Before and after each call of a port. */
    @Test
    void a_run_that_ends_anywhere_is_made_good_by_the_next() {
        long points = crashAt(Long.MAX_VALUE);
        assertThat(points).isGreaterThan(40);
        for (long point = 1; point <= points; point++) {
            crashAt(point);
        }
    }

    /** Servers to be held, and others to be let go of. */
    private static long crashAt(long point) {
        BillingHoldsTest test = new BillingHoldsTest();
        World world = test.world;
        AccountId paying =
                test.store.accounts().insert("Paying", 10, test.clock.instant()).id();
        test.topUp(paying);
        List<ServerRef> unpaid = List.of(world.active("web"), test.stopped());
        List<ServerRef> paid = List.of(test.active(paying), test.active(paying));
        world.lifecycle().stop(paid.get(1));
        world.settle();
        test.exhaust(paying);
        test.clock.advance(GRACE);
        test.run();
        world.settle();
        assertThat(paid).extracting(test::status).containsOnly(ServerStatus.SUSPENDED);
        test.topUp(paying);
        test.exhaust();
        test.clock.advance(GRACE);
        int before = test.kinds().size();
        world.crashes.crashAt(point);
        try {
            test.run();
            assertThat(point).as("the crash came").isEqualTo(Long.MAX_VALUE);
        } catch (Crash crash) {
            world.restart();
            test.run();
        }
        long points = world.crashes.passed();
        String where = "crashed %s (%d)".formatted(world.crashes.crashedAt(), point);
        world.settle();
        assertThat(unpaid).as(where).allMatch(test::isHeld);
        assertThat(unpaid).as(where).extracting(test::status).containsOnly(ServerStatus.SUSPENDED);
        assertThat(paid).as(where).noneMatch(test::isHeld);
        assertThat(paid).as(where).extracting(test::status).containsExactly(ServerStatus.ACTIVE, ServerStatus.STOPPED);
        List<OperationKind> kinds = test.kinds();
        assertThat(kinds.subList(before, kinds.size()))
                .as(where)
                .containsExactly(OperationKind.RESUME, OperationKind.SUSPEND, OperationKind.SUSPEND);
        return points;
    }

    private void run() {
        world.billingHolds(GRACE, clock).run();
    }

    /** A run in the middle of which something happens: after it has read which servers are concerned. */
    private BillingHolds holdsAfter(String query, Runnable happening, AtomicInteger woken) {
        HoldRepository interrupted = (HoldRepository) Proxy.newProxyInstance(
                HoldRepository.class.getClassLoader(), new Class<?>[] {HoldRepository.class}, (proxy, method, args) -> {
                    Object result = invoke(method, store.holds(), args);
                    if (method.getName().equals(query) && !((List<?>) result).isEmpty()) {
                        happening.run();
                    }
                    return result;
                });
        return holds(interrupted, woken);
    }

    private BillingHolds holds(HoldRepository holds, AtomicInteger woken) {
        Suspensions suspensions = new Suspensions(
                store.transactions(),
                store.servers(),
                holds,
                new ServerChanges(store.servers(), store.operations(), LifecycleSettings.DEFAULT),
                woken::incrementAndGet,
                clock);
        return new BillingHolds(store.transactions(), holds, store.accounts(), suspensions, GRACE, clock);
    }

    private static Object invoke(Method method, Object target, Object[] args) throws Throwable {
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private ServerRef stopped() {
        ServerRef server = world.active("web");
        world.lifecycle().stop(server);
        world.settle();
        return server;
    }

    /** Without credit for longer than the grace, and its servers suspended. */
    private void exhaustForGood() {
        exhaust();
        clock.advance(GRACE);
        run();
        world.settle();
    }

    private void exhaust() {
        exhaust(world.account);
    }

    /** Uses up all the account's credit, to the last unit. */
    private void exhaust(AccountId account) {
        book(account, Booking.usage(new ServerId(17), bookings++, 1, balance(account)));
    }

    private void topUp() {
        topUp(world.account);
    }

    private void topUp(AccountId account) {
        book(account, Booking.topUp(Money.of("100"), "credit-" + bookings++, ""));
    }

    private void book(AccountId account, Booking booking) {
        store.transactions()
                .required(() ->
                        store.accounts().book(store.accounts().lock(account).orElseThrow(), booking, clock.instant()));
    }

    private Money balance(AccountId account) {
        return store.accounts().find(account).orElseThrow().balance();
    }

    /** An active server of this account and plan. */
    private ServerRef create(AccountId account, PlanId plan) {
        CreateServerCommand like = world.createCommand("web");
        Server created = world.lifecycle()
                .create(new CreateServerCommand(
                        account, like.name(), null, plan, like.os(), like.location(), null, false))
                .server()
                .server();
        return new ServerRef(account, created.id());
    }

    private ServerRef active(AccountId account) {
        ServerRef server = create(account, World.PLAN.id());
        world.settle();
        return server;
    }

    private boolean isHeld(ServerRef server) {
        return world.server(server).holds().contains(HoldKind.BILLING);
    }

    private ServerStatus status(ServerRef server) {
        return world.server(server).status();
    }

    private List<OperationKind> kinds() {
        return world.allOperations().stream().map(Operation::kind).toList();
    }
}
