package dev.berth.application.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import dev.berth.application.scenario.CrashPoints.Crash;
import dev.berth.application.testing.InMemoryHypervisor.Effect;
import dev.berth.domain.account.Account;
import dev.berth.domain.account.Money;
import dev.berth.domain.catalog.Resources;
import dev.berth.domain.operation.OperationKind;
import dev.berth.domain.operation.OperationStatus;
import dev.berth.domain.server.Server;
import dev.berth.domain.server.ServerRef;
import dev.berth.domain.server.ServerStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The process ends at every point there is, before and after each call of each port, for every kind of operation. After
 * the next start the operation comes to its end by itself, each effect has happened exactly once, and nothing leaks.
 */
public abstract class CrashRecoveryContract {
    private static final long SEED = 42;

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
                Map.of(Effect.DEFINED, 1, Effect.POWERED_ON, 1, Effect.POWERED_OFF, 1, Effect.REMOVED, 1));

        final List<OperationKind> history;
        final OperationKind kind;
        final Map<Effect, Integer> effects;

        Scenario(List<OperationKind> history, OperationKind kind, Map<Effect, Integer> effects) {
            this.history = history;
            this.kind = kind;
            this.effects = effects;
        }
    }

    @Test
    void every_kind_of_operation_has_its_crash_scenario() {
        assertThat(Arrays.stream(Scenario.values()).map(scenario -> scenario.kind))
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

    @Test
    void a_provisioning_that_a_delete_supersedes_leaves_nothing_wherever_it_was() {
        long points = runSuperseded(Long.MAX_VALUE);
        for (long point = 1; point <= points; point++) {
            runSuperseded(point);
        }
    }

    /** @return how many points were passed */
    private long run(Scenario scenario, long crashAt) {
        World world = newWorld();
        scenario.history.forEach(kind -> {
            request(world, kind);
            world.settle();
        });
        Optional<Server> before = onlyServer(world);
        world.crashes.crashAt(crashAt);
        try {
            request(world, scenario.kind);
            world.settle();
            assertThat(crashAt).as("the crash came").isEqualTo(Long.MAX_VALUE);
        } catch (Crash crash) {
            world.restart();
            if (onlyServer(world).equals(before)) {
                request(world, scenario.kind); // a client that got no answer looks, and asks again
            }
            world.settle();
        }
        verify(world, scenario, "crashed %s (%d)".formatted(world.crashes.crashedAt(), crashAt));
        return world.crashes.passed();
    }

    /** The provisioning's process ends, and another one, sooner or later, gets the delete. */
    private long runSuperseded(long crashAt) {
        World world = newWorld();
        request(world, OperationKind.PROVISION);
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
        SteppingClock clock = new SteppingClock();
        return new World(newStore(clock), clock, SEED);
    }

    private static void request(World world, OperationKind kind) {
        if (kind == OperationKind.PROVISION) {
            world.lifecycle().create(world.createCommand("web"));
            return;
        }
        ServerRef server = world.ref(onlyServer(world).orElseThrow());
        switch (kind) {
            case START -> world.lifecycle().start(server);
            case STOP -> world.lifecycle().stop(server);
            case REBOOT -> world.lifecycle().reboot(server);
            case DELETE -> world.lifecycle().delete(server);
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
        assertThat(server.status()).as(where).isEqualTo(scenario.kind.to());
        assertThat(server.currentOperation()).as(where).isNull();
        for (Effect effect : Effect.values()) {
            assertThat(world.machines(server).count(server.machine(), effect))
                    .as("%s, %s", effect, where)
                    .isEqualTo(scenario.effects.getOrDefault(effect, 0));
        }
        assertThat(world.allOperations())
                .as(where)
                .allMatch(operation -> operation.status() == OperationStatus.SUCCEEDED)
                .hasSize(scenario.history.size() + 1);
        verifyNothingLeaked(world, server);
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
