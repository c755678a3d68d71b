package dev.berth.application.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import dev.berth.application.operation.port.out.Hypervisor;
import dev.berth.application.scenario.CrashPoints.Crash;
import dev.berth.application.testdata.Bill;
import dev.berth.application.testing.FaultyHypervisor.Call;
import dev.berth.application.testing.FaultyHypervisor.Fault;
import dev.berth.application.testing.InMemoryHypervisor.Effect;
import dev.berth.domain.account.Account;
import dev.berth.domain.account.Meter;
import dev.berth.domain.account.Money;
import dev.berth.domain.catalog.Resources;
import dev.berth.domain.operation.Operation;
import dev.berth.domain.operation.OperationId;
import dev.berth.domain.operation.OperationKind;
import dev.berth.domain.operation.OperationStatus;
import dev.berth.domain.placement.Host;
import dev.berth.domain.placement.HostId;
import dev.berth.domain.server.Hold;
import dev.berth.domain.server.HoldKind;
import dev.berth.domain.server.Server;
import dev.berth.domain.server.ServerRef;
import dev.berth.domain.server.ServerStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The process ends at every point there is, before and after each call of each port, for every kind of operation. After
 * the next start the operation comes to its end by itself, each effect has happened exactly once, and nothing leaks.
 */
public abstract class CrashRecoveryContract {
    private static final long SEED = 42;
    private static final int DOUBLE_CRASHES = 30;

    /** An empty store. */
    protected abstract Store newStore(SteppingClock clock);

    /** What is asked of a server with this history, and what the hypervisor has to have done in the end. */
    private enum Scenario {
        CREATE(List.of(), OperationKind.PROVISION, Map.of(Effect.DEFINED, 1, Effect.POWERED_ON, 1)),
        STOP(
                List.of(OperationKind.PROVISION),
                OperationKind.STOP,
                Map.of(Effect.DEFINED, 1, Effect.POWERED_ON, 1, Effect.POWERED_OFF, 1)),
        START(
                List.of(OperationKind.PROVISION, OperationKind.STOP),
                OperationKind.START,
                Map.of(Effect.DEFINED, 1, Effect.POWERED_ON, 2, Effect.POWERED_OFF, 1)),
        REBOOT(
                List.of(OperationKind.PROVISION),
                OperationKind.REBOOT,
                Map.of(Effect.DEFINED, 1, Effect.POWERED_ON, 2, Effect.POWERED_OFF, 1)),
        DELETE(
                List.of(OperationKind.PROVISION),
                OperationKind.DELETE,
                Map.of(Effect.DEFINED, 1, Effect.POWERED_ON, 1, Effect.POWERED_OFF, 1, Effect.REMOVED, 1)),
        SUSPEND(
                List.of(OperationKind.PROVISION),
                OperationKind.SUSPEND,
                Map.of(Effect.DEFINED, 1, Effect.POWERED_ON, 1, Effect.POWERED_OFF, 1)),
        SUSPEND_WHAT_IS_OFF(
                List.of(OperationKind.PROVISION, OperationKind.STOP),
                OperationKind.SUSPEND,
                Map.of(Effect.DEFINED, 1, Effect.POWERED_ON, 1, Effect.POWERED_OFF, 1)),
        RESUME(
                List.of(OperationKind.PROVISION, OperationKind.SUSPEND),
                OperationKind.RESUME,
                Map.of(Effect.DEFINED, 1, Effect.POWERED_ON, 2, Effect.POWERED_OFF, 1)),
        RESET_WHAT_RUNS(
                List.of(OperationKind.PROVISION),
                Trouble.ERROR,
                OperationKind.RESET,
                ServerStatus.ACTIVE,
                Map.of(Effect.DEFINED, 1, Effect.POWERED_ON, 1)),
        RESET_WHAT_IS_OFF(
                List.of(OperationKind.PROVISION, OperationKind.STOP),
                Trouble.ERROR,
                OperationKind.RESET,
                ServerStatus.STOPPED,
                Map.of(Effect.DEFINED, 1, Effect.POWERED_ON, 1, Effect.POWERED_OFF, 1)),
        RESET_WHAT_IS_GONE(
                List.of(OperationKind.PROVISION),
                Trouble.ERROR_AND_GONE,
                OperationKind.RESET,
                ServerStatus.ERROR,
                Map.of(Effect.DEFINED, 1, Effect.POWERED_ON, 1, Effect.REMOVED, 1));

        final List<OperationKind> history;
        final Trouble trouble;
        final OperationKind kind;
        final ServerStatus end;
        final Map<Effect, Integer> effects;

        Scenario(List<OperationKind> history, OperationKind kind, Map<Effect, Integer> effects) {
            this(history, Trouble.NONE, kind, kind.to().iterator().next(), effects);
        }

        Scenario(
                List<OperationKind> history,
                Trouble trouble,
                OperationKind kind,
                ServerStatus end,
                Map<Effect, Integer> effects) {
            this.history = history;
            this.trouble = trouble;
            this.kind = kind;
            this.end = end;
            this.effects = effects;
        }

        OperationStatus outcome() {
            return end == ServerStatus.ERROR ? OperationStatus.FAILED : OperationStatus.SUCCEEDED;
        }

        void prepare(World world) {
            history.forEach(asked -> {
                request(world, asked);
                world.settle();
            });
            trouble.strike(world);
        }
    }

    /** What has happened to a server that is at rest. */
    private enum Trouble {
        NONE,
        /** A change has failed, and left the machine as it was. */
        ERROR,
        /** The same, and somebody at the host has removed the machine. */
        ERROR_AND_GONE;

        void strike(World world) {
            if (this == NONE) {
                return;
            }
            Server server = onlyServer(world).orElseThrow();
            OperationKind failed = server.status() == ServerStatus.ACTIVE ? OperationKind.STOP : OperationKind.START;
            world.store()
                    .servers()
                    .save(server.begin(failed, new OperationId(999), world.clock.instant())
                            .fail(failed, world.clock.instant()));
            if (this == ERROR_AND_GONE) {
                world.machines(server).ensureAbsent(server.machine(), server.fence());
            }
        }
    }

    @Test
    void every_kind_of_operation_has_its_crash_scenario() {
        assertThat(Arrays.stream(Scenario.values())
                        .map(scenario -> scenario.kind)
                        .distinct())
                .containsExactlyInAnyOrder(OperationKind.values());
    }

    @ParameterizedTest
    @EnumSource
    void an_operation_survives_a_crash_at_every_point(Scenario scenario) {
        long points = run(scenario, Long.MAX_VALUE);
        assertThat(points).isGreaterThan(30);
        for (long point = 1; point <= points; point++) {
            run(scenario, point);
        }
    }

    /** The second crash comes while the next process recovers from the first. */
    @ParameterizedTest
    @EnumSource
    void an_operation_survives_two_crashes(Scenario scenario) {
        long points = run(scenario, Long.MAX_VALUE);
        Random pairs = new Random(SEED);
        for (int i = 0; i < DOUBLE_CRASHES; i++) {
            run(scenario, 1 + pairs.nextLong(points), 1 + pairs.nextLong(points));
        }
    }

    @Test
    void a_server_moves_to_the_other_host_whatever_the_crash_when_the_first_has_no_room_to_define_it() {
        long seed = seedForTheFirstHost();
        everywhere(crashAt -> runRelocation(seed, crashAt, Fault.noCapacity(), Call.ENSURE_DEFINED, 0));
    }

    @Test
    void a_server_moves_to_the_other_host_whatever_the_crash_when_the_no_comes_after_the_define() {
        long seed = seedForTheFirstHost();
        everywhere(crashAt -> runRelocation(seed, crashAt, Fault.noCapacity().afterEffect(), Call.ENSURE_DEFINED, 1));
        everywhere(crashAt -> runRelocation(seed, crashAt, Fault.noCapacity(), Call.ENSURE_RUNNING, 1));
    }

    @Test
    void the_power_of_a_guest_that_does_not_listen_is_cut_once_whatever_the_crash() {
        everywhere(this::runDeaf);
    }

    @ParameterizedTest
    @EnumSource(names = {"CREATE", "SUSPEND", "RESUME", "RESET_WHAT_RUNS"})
    void what_a_delete_supersedes_leaves_nothing_wherever_it_was(Scenario scenario) {
        long points = runSuperseded(scenario, Long.MAX_VALUE);
        for (long point = 1; point <= points; point++) {
            runSuperseded(scenario, point);
        }
    }

    /** The hold is placed while the operation runs; whatever that was, the suspension follows it, once. */
    @ParameterizedTest
    @EnumSource(names = {"CREATE", "STOP", "START", "REBOOT", "SUSPEND", "RESUME", "RESET_WHAT_RUNS"})
    void a_hold_that_comes_during_an_operation_is_followed_after_it_whatever_the_crash(Scenario scenario) {
        everywhere(crashAt -> runHeld(scenario, crashAt));
    }

    @Test
    void a_hold_that_is_lifted_during_the_suspension_is_taken_back_after_it_whatever_the_crash() {
        everywhere(this::runLifted);
    }

    private static void everywhere(LongUnaryOperator run) {
        long points = run.applyAsLong(Long.MAX_VALUE);
        assertThat(points).isGreaterThan(30);
        for (long point = 1; point <= points; point++) {
            assertThat(run.applyAsLong(point)).isNotNegative();
        }
    }

    /** @return how many points were passed */
    private long run(Scenario scenario, long crashAt) {
        return run(scenario, crashAt, Long.MAX_VALUE);
    }

    /**
     * @param secondCrashAt counted from the restart on; there is none when the recovery needs fewer points
     * @return how many points were passed before the first crash
     */
    private long run(Scenario scenario, long crashAt, long secondCrashAt) {
        World world = newWorld();
        scenario.prepare(world);
        Optional<Server> before = onlyServer(world);
        world.crashes.crashAt(crashAt);
        try {
            request(world, scenario.kind);
            world.settle();
            assertThat(crashAt).as("the crash came").isEqualTo(Long.MAX_VALUE);
        } catch (Crash crash) {
            recover(world, scenario, before, secondCrashAt);
        }
        String where = "crashed %s (%d, %d)".formatted(world.crashes.crashedAt(), crashAt, secondCrashAt);
        verify(world, scenario, where);
        return world.crashes.passed();
    }

    private static void recover(World world, Scenario scenario, Optional<Server> before, long crashAt) {
        world.restart();
        world.crashes.crashAt(crashAt);
        try {
            if (onlyServer(world).equals(before)) {
                request(world, scenario.kind); // a client that got no answer looks, and asks again
            }
            world.settle();
        } catch (Crash crash) {
            recover(world, scenario, before, Long.MAX_VALUE);
        }
    }

    /**
     * The host that is tried first has no room after all.
     *
     * @param made how often the machine has been made there before that turns out
     */
    private long runRelocation(long seed, long crashAt, Fault fault, Call call, int made) {
        Faults faults = new Faults(() -> false);
        World world = newWorld(seed, faults);
        faults.all.get(0).failAlways(fault, call);
        world.crashes.crashAt(crashAt);
        try {
            request(world, OperationKind.PROVISION);
            assertThat(host(world)).isZero();
            world.settle();
            assertThat(crashAt).isEqualTo(Long.MAX_VALUE);
        } catch (Crash crash) {
            world.restart();
            if (onlyServer(world).isEmpty()) {
                request(world, OperationKind.PROVISION);
            }
            world.settle();
        }
        String where = "crashed %s (%d)".formatted(world.crashes.crashedAt(), crashAt);
        Server server = onlyServer(world).orElseThrow();
        assertThat(server.status()).as(where).isEqualTo(ServerStatus.ACTIVE);
        assertThat(host(world)).as(where).isEqualTo(1);
        assertThat(world.machines(server).count(server.machine(), Effect.DEFINED))
                .as(where)
                .isEqualTo(1);
        assertThat(world.machines(server).count(server.machine(), Effect.POWERED_ON))
                .as(where)
                .isEqualTo(1);
        assertThat(world.effects(server, Effect.DEFINED))
                .as(where)
                .isIn(1, 1 + made); // created anew: perhaps not there
        assertThat(world.effects(server, Effect.REMOVED))
                .as(where)
                .isEqualTo(world.effects(server, Effect.DEFINED) - 1);
        assertThat(world.effects(server, Effect.POWERED_ON)).as(where).isEqualTo(1);
        assertThat(world.store().hosts().find(server.hostId()).orElseThrow().used())
                .as(where)
                .isEqualTo(World.PLAN.resources());
        if (crashAt == Long.MAX_VALUE) {
            assertThat(world.effects(server, Effect.REMOVED)).isEqualTo(made);
        }
        verifyNothingLeaked(world, server);
        return world.crashes.passed();
    }

    /** With which a new server is placed on the first host. */
    private long seedForTheFirstHost() {
        for (long seed = SEED; ; seed++) {
            World world = newWorld(seed, hypervisor -> hypervisor);
            request(world, OperationKind.PROVISION);
            if (host(world) == 0) {
                return seed;
            }
        }
    }

    /** The place of the only server's host among the hosts. */
    private static int host(World world) {
        Server server = onlyServer(world).orElseThrow();
        return world.store().hosts().at(World.LOCATION).stream()
                .map(Host::id)
                .sorted(Comparator.comparing(HostId::value))
                .toList()
                .indexOf(server.hostId());
    }

    private long runDeaf(long crashAt) {
        Faults faults = new Faults(() -> false);
        World world = newWorld(SEED, faults);
        request(world, OperationKind.PROVISION);
        world.settle();
        Server server = onlyServer(world).orElseThrow();
        faults.of(world, server).deafen(server.machine());
        world.crashes.crashAt(crashAt);
        try {
            request(world, OperationKind.STOP);
            world.settle();
            assertThat(crashAt).isEqualTo(Long.MAX_VALUE);
        } catch (Crash crash) {
            world.restart();
            if (onlyServer(world).equals(Optional.of(server))) {
                request(world, OperationKind.STOP);
            }
            world.settle();
        }
        verify(world, Scenario.STOP, "crashed %s (%d)".formatted(world.crashes.crashedAt(), crashAt));
        return world.crashes.passed();
    }

    private long runHeld(Scenario scenario, long crashAt) {
        World world = newWorld();
        scenario.prepare(world);
        Optional<Server> before = onlyServer(world);
        HoldKind second = scenario.kind == OperationKind.SUSPEND ? HoldKind.BILLING : HoldKind.OPERATOR;
        world.crashes.crashAt(crashAt);
        try {
            request(world, scenario.kind);
            world.hold(onlyRef(world), second);
            world.settle();
            assertThat(crashAt).isEqualTo(Long.MAX_VALUE);
        } catch (Crash crash) {
            world.restart();
            if (onlyServer(world).equals(before)) {
                request(world, scenario.kind);
            }
            world.hold(onlyRef(world), second); // placed already, it is not placed again
            world.settle();
        }
        String where = "crashed %s (%d)".formatted(world.crashes.crashedAt(), crashAt);
        Server server = onlyServer(world).orElseThrow();
        assertThat(server.status()).as(where).isEqualTo(ServerStatus.SUSPENDED);
        assertThat(server.holds()).as(where).contains(second);
        assertThat(world.holds(onlyRef(world)))
                .as(where)
                .extracting(Hold::kind)
                .containsExactlyInAnyOrderElementsOf(server.holds());
        int on = scenario.effects.get(Effect.POWERED_ON);
        assertThat(world.effects(server, Effect.POWERED_ON)).as(where).isEqualTo(on);
        assertThat(world.effects(server, Effect.POWERED_OFF)).as(where).isEqualTo(on);
        List<OperationKind> kinds = new ArrayList<>(scenario.history);
        kinds.add(scenario.kind);
        if (scenario.kind != OperationKind.SUSPEND) {
            kinds.add(OperationKind.SUSPEND);
        }
        assertThat(world.allOperations())
                .as(where)
                .allMatch(operation -> operation.status() == OperationStatus.SUCCEEDED)
                .extracting(Operation::kind)
                .containsExactlyElementsOf(kinds);
        long points = world.crashes.passed();

        world.lift(onlyRef(world), HoldKind.OPERATOR);
        world.lift(onlyRef(world), HoldKind.BILLING);
        world.settle();
        Server free = onlyServer(world).orElseThrow();
        assertThat(free.status())
                .as(where)
                .isEqualTo(scenario.kind == OperationKind.STOP ? ServerStatus.STOPPED : ServerStatus.ACTIVE);
        verifyNothingLeaked(world, free);
        return points;
    }

    private long runLifted(long crashAt) {
        World world = newWorld();
        Scenario.SUSPEND.prepare(world);
        Optional<Server> before = onlyServer(world);
        world.crashes.crashAt(crashAt);
        try {
            request(world, OperationKind.SUSPEND);
            world.lift(onlyRef(world), HoldKind.OPERATOR);
            world.settle();
            assertThat(crashAt).isEqualTo(Long.MAX_VALUE);
        } catch (Crash crash) {
            world.restart();
            if (onlyServer(world).equals(before)) {
                request(world, OperationKind.SUSPEND);
            }
            world.lift(onlyRef(world), HoldKind.OPERATOR);
            world.settle();
        }
        String where = "crashed %s (%d)".formatted(world.crashes.crashedAt(), crashAt);
        Server server = onlyServer(world).orElseThrow();
        assertThat(server.status()).as(where).isEqualTo(ServerStatus.ACTIVE);
        assertThat(world.holds(onlyRef(world))).as(where).isEmpty();
        assertThat(world.effects(server, Effect.POWERED_ON)).as(where).isEqualTo(2);
        assertThat(world.effects(server, Effect.POWERED_OFF)).as(where).isEqualTo(1);
        assertThat(world.allOperations())
                .as(where)
                .allMatch(operation -> operation.status() == OperationStatus.SUCCEEDED)
                .extracting(Operation::kind)
                .containsExactly(OperationKind.PROVISION, OperationKind.SUSPEND, OperationKind.RESUME);
        verifyNothingLeaked(world, server);
        return world.crashes.passed();
    }

    /** The process that carries it out ends, and another one, sooner or later, gets the delete. */
    private long runSuperseded(Scenario scenario, long crashAt) {
        World world = newWorld();
        scenario.prepare(world);
        request(world, scenario.kind);
        world.crashes.crashAt(crashAt);
        try {
            world.settle();
            assertThat(crashAt).isEqualTo(Long.MAX_VALUE);
        } catch (Crash crash) {
            world.restart();
        }
        long points = world.crashes.passed();
        request(world, OperationKind.DELETE);
        world.settle();
        Server server = onlyServer(world).orElseThrow();
        assertThat(server.status()).isEqualTo(ServerStatus.DELETED);
        verifyNothingLeaked(world, server);
        return points;
    }

    private World newWorld() {
        return newWorld(SEED, hypervisor -> hypervisor);
    }

    private World newWorld(long seed, UnaryOperator<Hypervisor> faults) {
        SteppingClock clock = new SteppingClock();
        return new World(newStore(clock), clock, seed, faults);
    }

    private static ServerRef onlyRef(World world) {
        return world.ref(onlyServer(world).orElseThrow());
    }

    private static void request(World world, OperationKind kind) {
        if (kind == OperationKind.PROVISION) {
            world.lifecycle().create(world.createCommand("web"));
            return;
        }
        ServerRef server = onlyRef(world);
        switch (kind) {
            case START -> world.lifecycle().start(server);
            case STOP -> world.lifecycle().stop(server);
            case REBOOT -> world.lifecycle().reboot(server);
            case DELETE -> world.lifecycle().delete(server);
            case SUSPEND -> world.hold(server, HoldKind.OPERATOR);
            case RESUME -> world.lift(server, HoldKind.OPERATOR);
            case RESET -> world.reset(server);
            case PROVISION -> fail("not of a server that is there");
        }
    }

    private static Optional<Server> onlyServer(World world) {
        List<Server> servers = world.allServers();
        assertThat(servers).hasSizeLessThanOrEqualTo(1);
        return servers.stream().findFirst();
    }

    private static void verify(World world, Scenario scenario, String where) {
        Server server = onlyServer(world).orElseThrow();
        assertThat(server.status()).as(where).isEqualTo(scenario.end);
        assertThat(server.currentOperation()).as(where).isNull();
        for (Effect effect : Effect.values()) {
            assertThat(world.machines(server).count(server.machine(), effect))
                    .as("%s, %s", effect, where)
                    .isEqualTo(scenario.effects.getOrDefault(effect, 0));
        }
        assertThat(world.allOperations())
                .as(where)
                .hasSize(scenario.history.size() + 1)
                .allMatch(operation -> operation.status()
                        == (operation.kind() == scenario.kind ? scenario.outcome() : OperationStatus.SUCCEEDED));
        verifyMetered(world, server, where);
        verifyNothingLeaked(world, server);
    }

    /** All of it takes less than an hour: one is charged for, once the server is gone. */
    private static void verifyMetered(World world, Server server, String where) {
        boolean gone = server.status() == ServerStatus.DELETED;
        Meter meter = world.store()
                .transactions()
                .required(() -> world.store().meters().lock(server.id()))
                .orElseThrow();
        assertThat(meter.startedAt()).as(where).isEqualTo(server.createdAt());
        assertThat(meter.bookedHours()).as(where).isEqualTo(gone ? 1 : 0);
        assertThat(meter.dueAt())
                .as(where)
                .isEqualTo(gone ? null : server.createdAt().plusSeconds(3_600));
        Bill bill = Bill.of(world.store().accounts(), world.account);
        assertThat(bill.usage(server.id())).as(where).hasSize(gone ? 1 : 0);
        bill.requireCharged(meter);
    }

    private static void verifyNothingLeaked(World world, Server server) {
        boolean gone = server.status() == ServerStatus.DELETED;
        assertThat(world.used()).isEqualTo(gone ? new Resources(0, 0, 0) : World.PLAN.resources());
        Account account = world.store().accounts().find(world.account).orElseThrow();
        assertThat(account.hourlyCost()).isEqualTo(gone ? Money.ZERO : World.PLAN.priceHourly());
        assertThat(account.servers()).isEqualTo(gone ? 0 : 1);
        assertThat(world.freeAddresses()).isEqualTo(gone ? World.ADDRESSES : World.ADDRESSES - 1);
    }
}
