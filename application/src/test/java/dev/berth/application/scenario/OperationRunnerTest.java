package dev.berth.application.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.application.operation.port.out.Claim;
import dev.berth.application.operation.port.out.MachineState;
import dev.berth.application.server.port.in.AcceptedOperation;
import dev.berth.application.server.port.in.CreatedServer;
import dev.berth.application.server.service.LifecycleSettings;
import dev.berth.application.testing.FaultyHypervisor.Call;
import dev.berth.application.testing.FaultyHypervisor.Fault;
import dev.berth.application.testing.InMemoryHypervisor;
import dev.berth.application.testing.InMemoryHypervisor.Effect;
import dev.berth.application.testing.InMemoryStore;
import dev.berth.domain.account.Account;
import dev.berth.domain.account.Money;
import dev.berth.domain.catalog.Resources;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.operation.Operation;
import dev.berth.domain.operation.OperationFailure;
import dev.berth.domain.operation.OperationId;
import dev.berth.domain.operation.OperationStatus;
import dev.berth.domain.placement.Host;
import dev.berth.domain.placement.HostStatus;
import dev.berth.domain.server.Server;
import dev.berth.domain.server.ServerRef;
import dev.berth.domain.server.ServerStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OperationRunnerTest {
    private static final Resources NOTHING = new Resources(0, 0, 0);

    private final SteppingClock clock = new SteppingClock();
    private final InMemoryStore store = new InMemoryStore(clock);
    private final Faults faults = new Faults(store.transactions()::isActive);
    private final World world = new World(Store.of(store), clock, 42, faults);

    /** All that a server lives through, with the same fault at every kind of call. */
    @ParameterizedTest
    @EnumSource(
            names = {"SAMPLE", "OBSERVE", "ENSURE_FENCED"},
            mode = EnumSource.Mode.EXCLUDE)
    void after_failures_that_pass_each_effect_has_happened_once(Call call) {
        for (Fault fault : List.of(Fault.retryable(), Fault.loseAnswer())) {
            ServerRef ref = create();
            faults.failNext(3, fault, call);
            world.settle();
            world.lifecycle().reboot(ref);
            faults.failNext(3, fault, call);
            world.settle();
            assertThat(world.server(ref).status()).isEqualTo(ServerStatus.ACTIVE);
            world.lifecycle().delete(ref);
            faults.failNext(3, fault, call);
            world.settle();
            faults.heal();
            Server gone = world.server(ref);
            assertThat(gone.status()).isEqualTo(ServerStatus.DELETED);
            assertThat(world.effects(gone, Effect.DEFINED)).isEqualTo(1);
            assertThat(world.effects(gone, Effect.POWERED_ON)).isEqualTo(2);
            assertThat(world.effects(gone, Effect.POWERED_OFF)).isEqualTo(2);
            assertThat(world.effects(gone, Effect.REMOVED)).isEqualTo(1);
        }
        assertThat(world.allOperations()).hasSize(6).allMatch(o -> o.status() == OperationStatus.SUCCEEDED);
    }

    @Test
    void a_failure_that_may_pass_is_tried_again_ever_later_with_jitter_and_at_most_every_half_minute() {
        OperationId id = createdOperation();
        faults.failAlways(Fault.retryable());
        double expected = 500;
        for (int attempt = 1; attempt <= 10; attempt++) {
            assertThat(world.replica().work()).isTrue();
            Operation waiting = world.operation(id);
            assertThat(waiting.attempts()).isEqualTo(attempt);
            Duration delay = Duration.between(clock.instant(), waiting.dueAt());
            assertThat(delay.toMillis()).isBetween((long) (expected / 2), (long) expected);
            clock.advance(delay.minusMillis(1));
            assertThat(world.replica().work()).as("not before it is due").isFalse();
            clock.advance(Duration.ofMillis(1));
            expected = Math.min(2 * expected, 30_000);
        }
    }

    @Test
    void a_step_done_is_not_done_again_after_a_failure_of_the_next() {
        createdOperation();
        faults.failNext(2, Fault.retryable(), Call.ENSURE_RUNNING);
        world.settle();
        assertThat(faults.calls("ensureDefined")).isEqualTo(1);
        assertThat(faults.calls("ensureRunning")).isEqualTo(3);
    }

    @Test
    void a_provisioning_that_is_refused_for_good_fails_and_stops_counting_in_the_hourly_cost() {
        for (Call call : List.of(Call.ENSURE_DEFINED, Call.ENSURE_RUNNING)) {
            CreatedServer created = world.lifecycle().create(world.createCommand("web"));
            ServerRef ref = world.ref(created.server().server());
            faults.failNext(1, Fault.permanent(), call);
            world.settle();
            Operation failed = world.operation(created.operation().id());
            assertThat(failed.status()).isEqualTo(OperationStatus.FAILED);
            assertThat(failed.failure()).isEqualTo(OperationFailure.HYPERVISOR_REFUSED);
            assertThat(world.server(ref).status()).isEqualTo(ServerStatus.ERROR);
            assertThat(world.server(ref).visibleIpv4()).isNull();
            assertThat(account().hourlyCost()).isEqualTo(Money.ZERO);
            assertThat(account().servers())
                    .as("it still counts against the quota")
                    .isEqualTo(1);
            assertThat(world.used()).as("its machine may be there").isEqualTo(World.PLAN.resources());

            faults.heal();
            deleteLeavesNothing(ref);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ENSURE_SHUT_DOWN", "ENSURE_RUNNING"})
    void a_server_whose_change_is_refused_for_good_is_in_error_charged_and_deletable(Call call) {
        ServerRef ref = world.active("web");
        AcceptedOperation reboot = world.lifecycle().reboot(ref);
        faults.failNext(1, Fault.permanent(), call);
        world.settle();
        assertThat(world.operation(reboot).failure()).isEqualTo(OperationFailure.HYPERVISOR_REFUSED);
        assertThat(world.server(ref).status()).isEqualTo(ServerStatus.ERROR);
        assertThat(world.server(ref).visibleIpv4()).as("it has lived").isNotNull();
        assertThat(account().hourlyCost()).isEqualTo(World.PLAN.priceHourly());
        faults.heal();
        deleteLeavesNothing(ref);
    }

    @Test
    void what_does_not_come_to_an_end_in_time_fails() {
        OperationId id = createdOperation();
        Instant begun = clock.instant();
        faults.failAlways(Fault.retryable());
        world.settle();
        Operation failed = world.operation(id);
        assertThat(failed.status()).isEqualTo(OperationStatus.FAILED);
        assertThat(failed.failure()).isEqualTo(OperationFailure.DEADLINE_EXCEEDED);
        assertThat(Duration.between(begun, failed.finishedAt()))
                .isBetween(Duration.ofMinutes(10), Duration.ofMinutes(12));
        assertThat(world.allServers()).extracting(Server::status).containsExactly(ServerStatus.ERROR);
        faults.heal();
        deleteLeavesNothing(world.ref(world.allServers().get(0)));
    }

    @Test
    void a_fault_of_the_program_itself_is_given_up_at_the_deadline_and_not_met_without_a_pause() {
        OperationId id = createdOperation();
        faults.failAlways(Fault.unexpected());
        world.settle();
        assertThat(world.operation(id).failure()).isEqualTo(OperationFailure.DEADLINE_EXCEEDED);
        assertThat(faults.takeCalls()).isLessThan(100);
    }

    @Test
    void a_machine_that_never_comes_up_is_given_up_too() {
        OperationId id = createdOperation();
        faults.failAlways(Fault.loseAnswer());
        world.settle();
        assertThat(world.operation(id).failure()).isEqualTo(OperationFailure.DEADLINE_EXCEEDED);
        assertThat(account().hourlyCost()).isEqualTo(Money.ZERO);
    }

    @Test
    void an_operation_that_no_worker_took_up_for_a_day_is_still_carried_out() {
        OperationId id = createdOperation();
        clock.advance(Duration.ofDays(1));
        faults.failNext(5, Fault.retryable());
        world.settle();
        assertThat(world.operation(id).status()).isEqualTo(OperationStatus.SUCCEEDED);
    }

    /**
     * An operation that is refused for good leaves its server in error, and in error a server can be seen: a delete that
     * ended like this would bring back what its account was told is gone, and charge for it.
     */
    @Test
    void a_delete_that_is_refused_for_good_is_tried_for_ever_and_never_shows_the_server_again() {
        ServerRef ref = world.active("web");
        for (Call call : List.of(Call.ENSURE_OFF, Call.ENSURE_ABSENT)) {
            faults.failAlways(Fault.permanent(), call);
        }
        AcceptedOperation delete = world.lifecycle().delete(ref);
        faults.takeCalls();
        for (int minute = 0; minute < 60 * 24 * 2; minute++) {
            world.replica().work();
            clock.advance(Duration.ofMinutes(1));
            assertThat(world.server(ref).status()).isEqualTo(ServerStatus.DELETING);
        }
        assertThat(world.operation(delete).status()).isEqualTo(OperationStatus.RUNNING);
        assertThat(faults.takeCalls()).as("no oftener than it is looked for").isEqualTo(60 * 24 * 2);
        assertThat(catchThrowableOfType(
                        DomainException.class, () -> world.queries().get(ref)))
                .isNotNull();
        assertThat(account()).extracting(Account::servers, Account::hourlyCost).containsExactly(0, Money.ZERO);
        assertThat(world.used()).as("kept, for the machine is there").isEqualTo(World.PLAN.resources());

        faults.heal();
        world.settle();
        assertThat(world.operation(delete).status()).isEqualTo(OperationStatus.SUCCEEDED);
        assertThat(world.server(ref).status()).isEqualTo(ServerStatus.DELETED);
        assertThat(world.used()).isEqualTo(NOTHING);
    }

    @Test
    void a_delete_waits_for_a_host_that_cannot_be_reached_and_keeps_what_the_server_took() {
        ServerRef ref = world.active("web");
        world.lifecycle().delete(ref);
        faults.failAlways(Fault.retryable());
        for (int hour = 0; hour < 72; hour++) {
            world.replica().work();
            clock.advance(Duration.ofHours(1));
        }
        assertThat(world.server(ref).status()).isEqualTo(ServerStatus.DELETING);
        assertThat(world.used()).isEqualTo(World.PLAN.resources());
        assertThat(world.freeAddresses()).isEqualTo(World.ADDRESSES - 1);
        faults.heal();
        world.settle();
        assertThat(world.used()).isEqualTo(NOTHING);
    }

    /** Where the host that was tried first turns out to have no room. */
    private enum NoRoom {
        AT_THE_DEFINE(Fault.noCapacity(), Call.ENSURE_DEFINED, 0, 0),
        AFTER_THE_DEFINE(Fault.noCapacity().afterEffect(), Call.ENSURE_DEFINED, 1, 0),
        AT_THE_POWER_ON(Fault.noCapacity(), Call.ENSURE_RUNNING, 1, 0),
        AFTER_THE_POWER_ON(Fault.noCapacity().afterEffect(), Call.ENSURE_RUNNING, 1, 1);

        final Fault fault;
        final Call call;
        final int defined;
        final int poweredOn;

        NoRoom(Fault fault, Call call, int defined, int poweredOn) {
            this.fault = fault;
            this.call = call;
            this.defined = defined;
            this.poweredOn = poweredOn;
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_host_without_room_is_left_for_the_other_one_and_nothing_stays_there(NoRoom noRoom) {
        CreatedServer created = world.lifecycle().create(world.createCommand("web"));
        Server before = created.server().server();
        InMemoryHypervisor first = world.machines(before);
        faults.of(world, before).failAlways(noRoom.fault, noRoom.call);
        world.settle();
        Server after = world.server(world.ref(before));
        assertThat(after.status()).isEqualTo(ServerStatus.ACTIVE);
        assertThat(after.hostId()).isNotEqualTo(before.hostId());
        assertThat(after.ipv4()).isEqualTo(before.ipv4());
        assertThat(world.operation(created.operation().id()).relocating()).isFalse();
        assertThat(first.observe(after.machine())).isEqualTo(MachineState.ABSENT);
        assertThat(first.count(after.machine(), Effect.DEFINED)).isEqualTo(noRoom.defined);
        assertThat(first.count(after.machine(), Effect.REMOVED)).isEqualTo(noRoom.defined);
        assertThat(first.count(after.machine(), Effect.POWERED_ON)).isEqualTo(noRoom.poweredOn);
        assertThat(world.machines(after).count(after.machine(), Effect.DEFINED)).isEqualTo(1);
        assertThat(world.machines(after).count(after.machine(), Effect.POWERED_ON))
                .isEqualTo(1);
        assertThat(usedOn(before)).isEqualTo(NOTHING);
        assertThat(usedOn(after)).isEqualTo(World.PLAN.resources());
        faults.heal();
        deleteLeavesNothing(world.ref(after));
    }

    @Test
    void another_host_is_tried_only_once_the_machine_is_known_to_be_gone_from_the_first() {
        Server before =
                world.lifecycle().create(world.createCommand("web")).server().server();
        ServerRef ref = world.ref(before);
        faults.of(world, before).failNext(1, Fault.noCapacity().afterEffect(), Call.ENSURE_DEFINED);
        faults.of(world, before).failAlways(Fault.loseAnswer(), Call.ENSURE_ABSENT);
        for (int second = 0; second < 120; second++) {
            world.replica().work();
            clock.advance(Duration.ofSeconds(1));
            assertThat(world.server(ref).hostId()).isEqualTo(before.hostId());
        }
        faults.heal();
        world.settle();
        Server after = world.server(ref);
        assertThat(after.status()).isEqualTo(ServerStatus.ACTIVE);
        assertThat(after.hostId()).isNotEqualTo(before.hostId());
        assertThat(world.effects(after, Effect.REMOVED)).isEqualTo(1);
    }

    @Test
    void hosts_that_all_have_no_room_are_tried_at_leisure_until_the_deadline() {
        OperationId id = createdOperation();
        faults.failAlways(Fault.noCapacity(), Call.ENSURE_DEFINED);
        faults.takeCalls();
        world.settle();
        Operation failed = world.operation(id);
        assertThat(failed.failure()).isEqualTo(OperationFailure.NO_CAPACITY);
        long seconds = Duration.between(failed.createdAt(), failed.finishedAt()).toSeconds();
        assertThat(faults.takeCalls())
                .as("a define and a removal at most every half second")
                .isLessThan((int) (4 * seconds));
        Server server = world.allServers().get(0);
        assertThat(server.status()).isEqualTo(ServerStatus.ERROR);
        assertThat(usedOn(server)).isEqualTo(World.PLAN.resources());
        assertThat(world.used()).isEqualTo(World.PLAN.resources());
        faults.heal();
        deleteLeavesNothing(world.ref(server));
    }

    @Test
    void a_host_that_answers_everything_with_no_room_is_not_asked_without_a_pause() {
        OperationId id = createdOperation();
        faults.failAlways(Fault.noCapacity());
        world.replica().work();
        assertThat(faults.takeCalls()).isLessThan(5);
        world.settle();
        assertThat(world.operation(id).status()).isEqualTo(OperationStatus.FAILED);
        faults.heal();
        deleteLeavesNothing(world.ref(world.allServers().get(0)));
    }

    @Test
    void where_the_other_host_is_full_the_first_is_tried_again() {
        Server before =
                world.lifecycle().create(world.createCommand("web")).server().server();
        Host other = store.hosts().at(World.LOCATION).stream()
                .filter(host -> !host.id().equals(before.hostId()))
                .findFirst()
                .orElseThrow();
        store.transactions()
                .required(() ->
                        store.hosts().reserve(new dev.berth.domain.server.ServerId(999), other.id(), other.free()));
        faults.failNext(3, Fault.noCapacity(), Call.ENSURE_DEFINED);
        world.settle();
        Server after = world.server(world.ref(before));
        assertThat(after.status()).isEqualTo(ServerStatus.ACTIVE);
        assertThat(after.hostId()).isEqualTo(before.hostId());
        assertThat(usedOn(after)).isEqualTo(World.PLAN.resources());
    }

    @Test
    void a_host_that_drains_is_no_refuge_and_keeps_what_it_has() {
        Server before =
                world.lifecycle().create(world.createCommand("web")).server().server();
        store.hosts().at(World.LOCATION).forEach(host -> store.hosts().setStatus(host.id(), HostStatus.DRAINING));
        faults.failNext(3, Fault.noCapacity(), Call.ENSURE_DEFINED);
        world.settle();
        Server after = world.server(world.ref(before));
        assertThat(after.status()).isEqualTo(ServerStatus.ACTIVE);
        assertThat(after.hostId()).isEqualTo(before.hostId());
        assertThat(usedOn(after)).isEqualTo(World.PLAN.resources());
        assertThat(world.used()).isEqualTo(World.PLAN.resources());
        for (Runnable change : List.<Runnable>of(
                () -> world.lifecycle().stop(world.ref(before)),
                () -> world.lifecycle().start(world.ref(before)),
                () -> world.lifecycle().delete(world.ref(before)))) {
            change.run();
            world.settle();
        }
        assertThat(world.server(world.ref(before)).status()).isEqualTo(ServerStatus.DELETED);
        assertThat(world.used()).isEqualTo(new Resources(0, 0, 0));
    }

    @Test
    void a_host_without_room_for_a_start_is_asked_again_and_never_left() {
        ServerRef ref = world.active("web");
        world.lifecycle().stop(ref);
        world.settle();
        Server stopped = world.server(ref);
        world.lifecycle().start(ref);
        faults.failNext(3, Fault.noCapacity(), Call.ENSURE_RUNNING);
        world.settle();
        assertThat(world.server(ref).status()).isEqualTo(ServerStatus.ACTIVE);
        assertThat(world.server(ref).hostId()).isEqualTo(stopped.hostId());
        assertThat(world.effects(stopped, Effect.REMOVED)).isZero();
    }

    @Test
    void a_guest_is_asked_once_to_shut_down_and_cut_off_after_its_grace() {
        ServerRef ref = world.active("web");
        Server server = world.server(ref);
        faults.of(world, server).deafen(server.machine());
        faults.takeCalls();
        AcceptedOperation stop = world.lifecycle().stop(ref);
        Instant asked = clock.instant();
        Duration grace = LifecycleSettings.DEFAULT.stopGrace();
        while (clock.instant().isBefore(asked.plus(grace))) {
            world.replica().work();
            assertThat(world.machines(server).observe(server.machine())).isEqualTo(MachineState.RUNNING);
            clock.advance(Duration.ofMillis(500));
        }
        assertThat(world.server(ref).status()).isEqualTo(ServerStatus.STOPPING);
        assertThat(faults.calls("ensureShutDown")).isEqualTo(1);
        assertThat(faults.calls("observe")).as("ever more seldom").isBetween(10L, 30L);
        assertThat(faults.calls("ensureOff")).isZero();
        world.settle();
        assertThat(world.server(ref).status()).isEqualTo(ServerStatus.STOPPED);
        assertThat(world.operation(stop).finishedAt())
                .isBetween(asked.plus(grace), asked.plus(grace).plusSeconds(7));
        assertThat(faults.calls("ensureShutDown")).isEqualTo(1);
        assertThat(world.effects(server, Effect.POWERED_OFF)).isEqualTo(1);
    }

    @Test
    void a_guest_that_shuts_down_within_its_grace_is_not_waited_for_longer() {
        ServerRef ref = world.active("web");
        Server server = world.server(ref);
        faults.of(world, server).deafen(server.machine());
        AcceptedOperation reboot = world.lifecycle().reboot(ref);
        world.replica().work();
        world.machines(server).ensureOff(server.machine(), world.server(ref).fence()); // the guest does it itself
        clock.advance(Duration.ofSeconds(10));
        world.replica().work();
        assertThat(world.operation(reboot).status()).isEqualTo(OperationStatus.SUCCEEDED);
        assertThat(world.effects(server, Effect.POWERED_ON)).isEqualTo(2);
    }

    @Test
    void a_guest_whose_request_got_no_answer_is_asked_again() {
        ServerRef ref = world.active("web");
        Server server = world.server(ref);
        faults.of(world, server).deafen(server.machine());
        faults.of(world, server).failNext(2, Fault.loseAnswer(), Call.ENSURE_SHUT_DOWN);
        faults.of(world, server).failNext(2, Fault.retryable(), Call.OBSERVE);
        faults.takeCalls();
        world.lifecycle().stop(ref);
        world.settle();
        assertThat(faults.calls("ensureShutDown")).isEqualTo(3);
        assertThat(world.server(ref).status()).isEqualTo(ServerStatus.STOPPED);
        assertThat(world.effects(server, Effect.POWERED_OFF)).isEqualTo(1);
    }

    @Test
    void a_machine_that_is_not_there_fails_a_change_and_does_not_hinder_a_delete() {
        ServerRef ref = world.active("web");
        Server server = world.server(ref);
        world.machines(server).ensureAbsent(server.machine(), server.fence()); // somebody at the host
        AcceptedOperation stop = world.lifecycle().stop(ref);
        world.settle();
        assertThat(world.operation(stop).failure()).isEqualTo(OperationFailure.MACHINE_ABSENT);
        assertThat(world.server(ref).status()).isEqualTo(ServerStatus.ERROR);
        deleteLeavesNothing(ref);
    }

    @Test
    void a_machine_that_vanishes_during_its_provisioning_is_made_again() {
        Server server =
                world.lifecycle().create(world.createCommand("web")).server().server();
        ServerRef ref = world.ref(server);
        faults.failNext(1, Fault.retryable(), Call.ENSURE_RUNNING);
        world.replica().work();
        world.machines(server).ensureAbsent(server.machine(), world.server(ref).fence());
        world.settle();
        assertThat(world.server(ref).status()).isEqualTo(ServerStatus.ACTIVE);
        assertThat(world.effects(server, Effect.DEFINED)).isEqualTo(2);
    }

    @Test
    void whoever_calls_a_hypervisor_inside_a_transaction_is_found_out() {
        Server server = world.server(world.active("web"));
        assertThatIllegalStateException()
                .isThrownBy(() -> store.transactions()
                        .required(() -> faults.of(world, server).observe(server.machine())));
        assertThat(faults.of(world, server).observe(server.machine())).isEqualTo(MachineState.RUNNING);
    }

    @Test
    void a_lease_that_does_not_cover_a_call_gives_the_work_back_without_one_and_not_at_once() {
        OperationId id = createdOperation();
        World.Replica fading = world.anotherReplica((holder, time) -> false);
        List<Claim> claims = fading.claim();
        assertThat(claims).hasSize(1);
        Optional<Instant> next = fading.runner.run(claims.get(0));
        assertThat(faults.takeCalls()).isZero();
        assertThat(next)
                .as("or else the same replica would claim it in a circle")
                .hasValueSatisfying(at -> assertThat(at)
                        .isAfter(clock.instant())
                        .isBefore(clock.instant().plusSeconds(3)));
        clock.advance(Duration.ofSeconds(3));
        assertThat(world.replica().work()).as("anybody may have it").isTrue();
        assertThat(world.operation(id).status()).isEqualTo(OperationStatus.SUCCEEDED);
    }

    private ServerRef create() {
        return world.ref(
                world.lifecycle().create(world.createCommand("web")).server().server());
    }

    private OperationId createdOperation() {
        return world.lifecycle().create(world.createCommand("web")).operation().id();
    }

    private void deleteLeavesNothing(ServerRef ref) {
        world.lifecycle().delete(ref);
        world.settle();
        Server gone = world.server(ref);
        assertThat(gone.status()).isEqualTo(ServerStatus.DELETED);
        world.machines
                .values()
                .forEach(host -> assertThat(host.observe(gone.machine())).isEqualTo(MachineState.ABSENT));
        assertThat(world.used()).isEqualTo(NOTHING);
        assertThat(account()).extracting(Account::servers, Account::hourlyCost).containsExactly(0, Money.ZERO);
    }

    private Resources usedOn(Server server) {
        return store.hosts().find(server.hostId()).orElseThrow().used();
    }

    private Account account() {
        return store.accounts().find(world.account).orElseThrow();
    }
}
