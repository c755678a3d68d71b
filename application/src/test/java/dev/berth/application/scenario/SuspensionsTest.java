package dev.berth.application.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.application.operation.port.out.Claim;
import dev.berth.application.operation.port.out.Hypervisor;
import dev.berth.application.operation.port.out.HypervisorException;
import dev.berth.application.operation.port.out.MachineState;
import dev.berth.application.server.service.LifecycleSettings;
import dev.berth.application.server.service.ServerChanges;
import dev.berth.application.server.service.Suspensions;
import dev.berth.application.testing.FaultyHypervisor.Call;
import dev.berth.application.testing.FaultyHypervisor.Fault;
import dev.berth.application.testing.FaultyHypervisor.Stall;
import dev.berth.application.testing.InMemoryHypervisor.Effect;
import dev.berth.application.testing.InMemoryStore;
import dev.berth.domain.account.Money;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import dev.berth.domain.operation.Operation;
import dev.berth.domain.operation.OperationFailure;
import dev.berth.domain.operation.OperationKind;
import dev.berth.domain.operation.OperationStatus;
import dev.berth.domain.server.Hold;
import dev.berth.domain.server.HoldKind;
import dev.berth.domain.server.Server;
import dev.berth.domain.server.ServerId;
import dev.berth.domain.server.ServerRef;
import dev.berth.domain.server.ServerStatus;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SuspensionsTest {
    private final SteppingClock clock = new SteppingClock();
    private final InMemoryStore store = new InMemoryStore(clock);
    private final Faults faults = new Faults(store.transactions()::isActive);
    /** What hypervisors say that they observe; null: what is so. */
    private MachineState pretended;

    private final World world =
            new World(Store.of(store), clock, 42, hypervisor -> pretending(faults.apply(hypervisor)));

    @Test
    void a_running_server_is_shut_down_and_runs_again_after_its_last_hold() {
        ServerRef ref = world.active("web");
        world.hold(ref, HoldKind.OPERATOR);
        assertThat(status(ref)).isEqualTo(ServerStatus.STOPPING);
        world.settle();
        assertThat(status(ref)).isEqualTo(ServerStatus.SUSPENDED);
        assertThat(machine(ref)).isEqualTo(MachineState.OFF);

        world.hold(ref, HoldKind.BILLING);
        world.lift(ref, HoldKind.OPERATOR);
        world.settle();
        assertThat(status(ref)).as("the other still holds it").isEqualTo(ServerStatus.SUSPENDED);

        world.lift(ref, HoldKind.BILLING);
        assertThat(status(ref)).isEqualTo(ServerStatus.STARTING);
        world.settle();
        assertThat(status(ref)).isEqualTo(ServerStatus.ACTIVE);
        assertThat(machine(ref)).isEqualTo(MachineState.RUNNING);
        assertThat(kinds()).containsExactly(OperationKind.PROVISION, OperationKind.SUSPEND, OperationKind.RESUME);
    }

    @Test
    void a_server_that_was_off_is_stopped_again_at_once() {
        ServerRef ref = stopped();
        world.hold(ref, HoldKind.OPERATOR);
        world.settle();
        assertThat(status(ref)).isEqualTo(ServerStatus.SUSPENDED);
        world.lift(ref, HoldKind.OPERATOR);
        assertThat(status(ref)).isEqualTo(ServerStatus.STOPPED);
        assertThat(kinds()).containsExactly(OperationKind.PROVISION, OperationKind.STOP, OperationKind.SUSPEND);
    }

    @Test
    void a_suspended_server_is_charged_can_be_deleted_and_is_not_started() {
        ServerRef ref = suspended();
        for (Runnable change : List.<Runnable>of(
                () -> world.lifecycle().start(ref),
                () -> world.lifecycle().stop(ref),
                () -> world.lifecycle().reboot(ref))) {
            assertThat(refusal(change)).isEqualTo(ErrorCode.SERVER_SUSPENDED);
        }
        assertThat(hourlyCost()).isEqualTo(World.PLAN.priceHourly());
        world.lifecycle().delete(ref);
        world.settle();
        assertThat(status(ref)).isEqualTo(ServerStatus.DELETED);
        assertThat(hourlyCost()).isEqualTo(Money.ZERO);
    }

    @Test
    void a_hold_is_recorded_with_who_placed_it_why_and_when() {
        ServerRef ref = world.active("web");
        Instant placed = clock.instant();
        world.replica().suspensions.place(ref.server(), HoldKind.OPERATOR, "token 5", "abuse");
        world.settle();
        world.replica().suspensions.place(ref.server(), HoldKind.OPERATOR, "token 6", "another reason");
        assertThat(world.holds(ref)).containsExactly(new Hold(HoldKind.OPERATOR, "token 5", "abuse", placed));
        world.lift(ref, HoldKind.OPERATOR);
        assertThat(world.holds(ref)).isEmpty();
    }

    @Test
    void to_ask_for_what_is_so_already_changes_nothing_and_wakes_nobody() {
        AtomicInteger woken = new AtomicInteger();
        Suspensions suspensions = new Suspensions(
                store.transactions(),
                store.servers(),
                store.holds(),
                new ServerChanges(store.servers(), store.operations(), LifecycleSettings.DEFAULT),
                woken::incrementAndGet,
                clock);
        ServerRef ref = world.active("web");
        ServerId id = ref.server();
        Server active = world.server(ref);
        assertThat(suspensions.lift(id, HoldKind.OPERATOR)).isEmpty();
        Suspensions.Change suspension =
                suspensions.place(id, HoldKind.OPERATOR, "a", "r").orElseThrow();
        assertThat(suspension.before()).isEqualTo(active);
        assertThat(suspension.after()).isEqualTo(world.server(ref));
        assertThat(suspension.operation()).isEqualTo(world.allOperations().get(1));
        assertThat(woken).hasValue(1);
        assertThat(suspensions.place(id, HoldKind.OPERATOR, "b", "s")).isEmpty();
        assertThat(suspensions
                        .place(id, HoldKind.BILLING, "b", "s")
                        .orElseThrow()
                        .operation())
                .isNull();
        assertThat(woken).as("there is nothing to begin").hasValue(1);
        assertThat(world.allOperations()).hasSize(2);
        assertThat(suspensions.place(new ServerId(999), HoldKind.BILLING, "b", "s"))
                .isEmpty();
    }

    /** What a hold can come in the middle of. */
    private enum UnderWay {
        PROVISION,
        START,
        STOP,
        REBOOT,
        RESUME,
        RESET;

        /** A server in the middle of it. */
        ServerRef begin(SuspensionsTest test) {
            return switch (this) {
                case PROVISION -> test.create();
                case START -> test.after(test.stopped(), test.world.lifecycle()::start);
                case STOP -> test.after(test.world.active("web"), test.world.lifecycle()::stop);
                case REBOOT -> test.after(test.world.active("web"), test.world.lifecycle()::reboot);
                case RESUME -> test.after(test.suspended(), ref -> test.world.lift(ref, HoldKind.OPERATOR));
                case RESET -> test.after(test.inError(), test.world::reset);
            };
        }

        ServerStatus afterTheHold() {
            return this == STOP ? ServerStatus.STOPPED : ServerStatus.ACTIVE;
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_hold_waits_for_what_is_under_way_and_is_followed_in_the_transaction_of_its_end(UnderWay underWay) {
        ServerRef ref = underWay.begin(this);
        ServerStatus during = status(ref);
        world.hold(ref, HoldKind.OPERATOR);
        assertThat(status(ref)).isEqualTo(during);
        List<Claim> claims = world.replica().claim();
        assertThat(claims).hasSize(1);
        Optional<Instant> next = world.replica().runner.run(claims.get(0));
        assertThat(next).as("whoever ended it goes on at once").contains(clock.instant());
        assertThat(status(ref)).isEqualTo(ServerStatus.STOPPING);
        assertThat(current(ref).kind()).isEqualTo(OperationKind.SUSPEND);
        world.settle();
        assertThat(status(ref)).isEqualTo(ServerStatus.SUSPENDED);
        assertThat(machine(ref)).isEqualTo(MachineState.OFF);
        world.lift(ref, HoldKind.OPERATOR);
        world.settle();
        assertThat(status(ref)).isEqualTo(underWay.afterTheHold());
        assertThat(machine(ref)).isEqualTo(underWay == UnderWay.STOP ? MachineState.OFF : MachineState.RUNNING);
    }

    /** The claim knows the server as it was before the hold; the end has to look at it as it is. */
    @ParameterizedTest
    @EnumSource
    void a_hold_that_comes_between_the_claim_and_the_end_is_followed_too(UnderWay underWay) {
        ServerRef ref = underWay.begin(this);
        List<Claim> claims = world.replica().claim();
        world.hold(ref, HoldKind.BILLING);
        claims.forEach(world.replica().runner::run);
        assertThat(current(ref).kind()).isEqualTo(OperationKind.SUSPEND);
        assertThat(world.server(ref).holds()).containsExactly(HoldKind.BILLING);
    }

    @ParameterizedTest
    @EnumSource
    void a_hold_that_came_and_went_while_something_was_under_way_leaves_no_trace(UnderWay underWay) {
        ServerRef ref = underWay.begin(this);
        int operations = world.allOperations().size();
        world.hold(ref, HoldKind.BILLING);
        world.lift(ref, HoldKind.BILLING);
        world.settle();
        assertThat(status(ref)).isEqualTo(underWay.afterTheHold());
        assertThat(world.allOperations()).hasSize(operations);
    }

    @Test
    void a_hold_that_is_lifted_during_the_suspension_is_taken_back_when_that_has_ended() {
        ServerRef ran = world.active("web");
        ServerRef off = stopped();
        for (ServerRef ref : List.of(ran, off)) {
            world.hold(ref, HoldKind.OPERATOR);
            world.lift(ref, HoldKind.OPERATOR);
            assertThat(status(ref)).isEqualTo(ServerStatus.STOPPING);
        }
        world.settle();
        assertThat(status(ran)).isEqualTo(ServerStatus.ACTIVE);
        assertThat(machine(ran)).isEqualTo(MachineState.RUNNING);
        assertThat(world.effects(world.server(ran), Effect.POWERED_OFF)).isEqualTo(1);
        assertThat(status(off)).isEqualTo(ServerStatus.STOPPED);
        assertThat(kinds().stream().filter(kind -> kind == OperationKind.RESUME))
                .hasSize(1);
    }

    @Test
    void a_server_whose_provisioning_fails_keeps_its_hold_and_nothing_else_happens() {
        ServerRef ref = create();
        world.hold(ref, HoldKind.BILLING);
        faults.failNext(1, Fault.permanent(), Call.ENSURE_DEFINED);
        world.settle();
        assertThat(status(ref)).isEqualTo(ServerStatus.ERROR);
        assertThat(world.server(ref).holds()).containsExactly(HoldKind.BILLING);
        assertThat(hourlyCost()).isEqualTo(Money.ZERO);
        assertThat(kinds()).containsExactly(OperationKind.PROVISION);
        assertThat(refusal(() -> world.reset(ref))).isEqualTo(ErrorCode.SERVER_IN_ERROR);
    }

    @Test
    void a_server_in_error_is_suspended_when_it_is_reset() {
        ServerRef ref = inError();
        world.hold(ref, HoldKind.OPERATOR);
        world.settle();
        assertThat(status(ref)).isEqualTo(ServerStatus.ERROR);
        assertThat(machine(ref)).as("no power action").isEqualTo(MachineState.RUNNING);
        world.reset(ref);
        world.settle();
        assertThat(status(ref)).isEqualTo(ServerStatus.SUSPENDED);
        assertThat(machine(ref)).isEqualTo(MachineState.OFF);
        world.lift(ref, HoldKind.OPERATOR);
        world.settle();
        assertThat(status(ref)).isEqualTo(ServerStatus.ACTIVE);
    }

    @Test
    void a_suspension_that_fails_leaves_the_server_in_error_with_its_holds_and_a_reset_completes_it() {
        ServerRef ref = world.active("web");
        faults.failAlways(Fault.loseAnswer(), Call.ENSURE_SHUT_DOWN); // it is off, and nobody knows
        world.hold(ref, HoldKind.BILLING);
        world.settle();
        assertThat(status(ref)).isEqualTo(ServerStatus.ERROR);
        assertThat(world.server(ref).holds()).containsExactly(HoldKind.BILLING);
        assertThat(last().failure()).isEqualTo(OperationFailure.DEADLINE_EXCEEDED);
        assertThat(hourlyCost()).isEqualTo(World.PLAN.priceHourly());
        faults.heal();
        world.reset(ref);
        world.settle();
        assertThat(status(ref)).isEqualTo(ServerStatus.SUSPENDED);
        world.lift(ref, HoldKind.BILLING);
        world.settle();
        assertThat(status(ref)).as("it ran before").isEqualTo(ServerStatus.ACTIVE);
    }

    @Test
    void a_machine_that_is_not_there_does_not_run_and_so_is_suspended_but_cannot_be_resumed() {
        ServerRef ref = world.active("web");
        remove(ref);
        world.hold(ref, HoldKind.OPERATOR);
        world.settle();
        assertThat(status(ref)).isEqualTo(ServerStatus.SUSPENDED);
        assertThat(last().status()).isEqualTo(OperationStatus.SUCCEEDED);
        world.lift(ref, HoldKind.OPERATOR);
        world.settle();
        assertThat(status(ref)).isEqualTo(ServerStatus.ERROR);
        assertThat(last().failure()).isEqualTo(OperationFailure.MACHINE_ABSENT);
    }

    @Test
    void a_guest_that_does_not_listen_is_cut_off_after_its_grace() {
        ServerRef ref = world.active("web");
        faults.of(world, world.server(ref)).deafen(world.server(ref).machine());
        world.hold(ref, HoldKind.OPERATOR);
        Instant asked = clock.instant();
        world.settle();
        assertThat(status(ref)).isEqualTo(ServerStatus.SUSPENDED);
        assertThat(last().finishedAt()).isAfterOrEqualTo(asked.plus(LifecycleSettings.DEFAULT.stopGrace()));
    }

    @Test
    void a_reset_finds_out_whether_the_machine_runs_is_off_or_is_gone() {
        ServerRef running = inError();
        ServerRef off = inError();
        Server machineOff = world.server(off);
        world.machines(machineOff).ensureOff(machineOff.machine(), machineOff.fence());
        ServerRef gone = inError();
        remove(gone);
        Instant inErrorSince = world.server(gone).updatedAt();
        for (ServerRef ref : List.of(running, off, gone)) {
            world.reset(ref);
            assertThat(status(ref)).isEqualTo(ServerStatus.ERROR);
            assertThat(refusal(() -> world.reset(ref))).isEqualTo(ErrorCode.OPERATION_IN_PROGRESS);
            assertThat(refusal(() -> world.lifecycle().start(ref))).isEqualTo(ErrorCode.SERVER_IN_ERROR);
        }
        world.settle();
        assertThat(status(running)).isEqualTo(ServerStatus.ACTIVE);
        assertThat(status(off)).isEqualTo(ServerStatus.STOPPED);
        assertThat(status(gone)).isEqualTo(ServerStatus.ERROR);
        assertThat(world.server(gone).updatedAt()).as("nothing to be seen").isEqualTo(inErrorSince);
        assertThat(world.server(gone).currentOperation()).isNull();
        assertThat(last().failure()).isEqualTo(OperationFailure.MACHINE_ABSENT);
        assertThat(refusal(() -> world.reset(running))).isEqualTo(ErrorCode.SERVER_NOT_IN_ERROR);
        world.reset(gone);
        world.settle();
        assertThat(world.effects(world.server(running), Effect.POWERED_ON)).isEqualTo(1);
        assertThat(world.effects(world.server(off), Effect.POWERED_ON)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"BOOTING", "SHUTTING_DOWN"})
    void a_reset_looks_again_while_the_machine_is_on_its_way(MachineState onItsWay) {
        ServerRef ref = inError();
        pretended = onItsWay;
        Operation reset = world.reset(ref);
        for (int i = 0; i < 5; i++) {
            world.replica().work();
            clock.advance(Duration.ofSeconds(5));
        }
        assertThat(world.operation(reset.id()).status()).isEqualTo(OperationStatus.RUNNING);
        pretended = null;
        world.settle();
        assertThat(world.operation(reset.id()).status()).isEqualTo(OperationStatus.SUCCEEDED);
        assertThat(status(ref)).isEqualTo(ServerStatus.ACTIVE);
    }

    @Test
    void a_reset_of_a_server_whose_host_does_not_answer_is_given_up() {
        ServerRef ref = inError();
        faults.failAlways(Fault.retryable(), Call.ENSURE_FENCED);
        Operation reset = world.reset(ref);
        world.settle();
        Operation failed = world.operation(reset.id());
        assertThat(failed.failure()).isEqualTo(OperationFailure.DEADLINE_EXCEEDED);
        assertThat(Duration.between(failed.createdAt(), failed.finishedAt()))
                .isBetween(Duration.ofMinutes(5), Duration.ofMinutes(6));
        assertThat(status(ref)).isEqualTo(ServerStatus.ERROR);
        faults.heal();
        world.reset(ref);
        world.settle();
        assertThat(status(ref)).isEqualTo(ServerStatus.ACTIVE);
    }

    @Test
    void a_delete_takes_the_place_of_a_suspension_its_end_and_a_reset_and_leaves_no_hold() {
        ServerRef suspending = world.active("web");
        ServerRef resetting = inError();
        ServerRef resuming = suspended();
        world.hold(suspending, HoldKind.OPERATOR);
        world.hold(resetting, HoldKind.BILLING);
        world.reset(resetting);
        world.lift(resuming, HoldKind.OPERATOR);
        List<ServerRef> all = List.of(suspending, resetting, resuming);
        List<Operation> superseded = all.stream().map(this::current).toList();
        for (ServerRef ref : all) {
            world.lifecycle().delete(ref);
            assertThat(world.replica().suspensions.place(ref.server(), HoldKind.BILLING, "a", "r"))
                    .isEmpty();
            assertThat(world.replica().suspensions.lift(ref.server(), HoldKind.OPERATOR))
                    .isEmpty();
            assertThat(world.holds(ref)).isEmpty();
            assertThat(world.server(ref).holds()).isEmpty();
        }
        world.settle();
        assertThat(all).extracting(this::status).containsOnly(ServerStatus.DELETED);
        assertThat(superseded)
                .extracting(operation -> world.operation(operation.id()).status())
                .containsOnly(OperationStatus.SUPERSEDED);
        assertThat(hourlyCost()).isEqualTo(Money.ZERO);
    }

    /** Its lease ends while it powers the machine on; another one ends the start, and then the server is suspended. */
    @Test
    void a_start_that_wakes_after_the_suspension_that_followed_it_does_not_power_the_machine_on() throws Exception {
        ServerRef ref = stopped();
        Server server = world.server(ref);
        Stall stall = new Stall();
        faults.of(world, server).failNext(Fault.stall(stall), Call.ENSURE_RUNNING);
        world.lifecycle().start(ref);
        World.Replica slow = world.anotherReplica();
        List<Claim> claims = slow.claim();
        CompletableFuture<Optional<Instant>> stalled =
                CompletableFuture.supplyAsync(() -> slow.runner.run(claims.get(0)));
        stall.awaitReached();
        world.hold(ref, HoldKind.OPERATOR);
        assertThat(world.replica().claim()).as("while the other lives").isEmpty();
        store.replicas().remove(slow.id);
        world.settle();
        assertThat(status(ref)).isEqualTo(ServerStatus.SUSPENDED);
        Server suspended = world.server(ref);

        stall.open();
        assertThat(stalled.get(30, TimeUnit.SECONDS)).isEmpty();
        assertThat(world.server(ref)).isEqualTo(suspended);
        assertThat(machine(ref)).isEqualTo(MachineState.OFF);
        assertThat(world.effects(server, Effect.POWERED_ON)).isEqualTo(2);
    }

    @Test
    void of_two_workers_of_the_same_operation_only_one_has_the_hold_followed() {
        ServerRef ref = world.active("web");
        world.lifecycle().reboot(ref);
        World.Replica old = world.anotherReplica();
        List<Claim> oldClaims = old.claim();
        store.replicas().remove(old.id);
        List<Claim> newClaims = world.replica().claim();
        world.hold(ref, HoldKind.OPERATOR);
        newClaims.forEach(world.replica().runner::run);
        assertThat(old.runner.run(oldClaims.get(0))).isEmpty();
        world.settle();
        assertThat(kinds()).containsExactly(OperationKind.PROVISION, OperationKind.REBOOT, OperationKind.SUSPEND);
        assertThat(status(ref)).isEqualTo(ServerStatus.SUSPENDED);
    }

    private ServerRef create() {
        return world.ref(
                world.lifecycle().create(world.createCommand("web")).server().server());
    }

    private ServerRef stopped() {
        ServerRef ref = world.active("web");
        world.lifecycle().stop(ref);
        world.settle();
        return ref;
    }

    private ServerRef suspended() {
        ServerRef ref = world.active("web");
        world.hold(ref, HoldKind.OPERATOR);
        world.settle();
        return ref;
    }

    /** In error after a stop that was refused, so that the machine runs. */
    private ServerRef inError() {
        ServerRef ref = world.active("web");
        faults.of(world, world.server(ref)).failNext(1, Fault.permanent(), Call.ENSURE_SHUT_DOWN);
        world.lifecycle().stop(ref);
        world.settle();
        assertThat(status(ref)).isEqualTo(ServerStatus.ERROR);
        return ref;
    }

    private ServerRef after(ServerRef ref, Consumer<ServerRef> change) {
        change.accept(ref);
        return ref;
    }

    /** Somebody at the host does it. */
    private void remove(ServerRef ref) {
        Server server = world.server(ref);
        world.machines(server).ensureAbsent(server.machine(), server.fence());
    }

    private ServerStatus status(ServerRef ref) {
        return world.server(ref).status();
    }

    private MachineState machine(ServerRef ref) {
        Server server = world.server(ref);
        return world.machines(server).observe(server.machine());
    }

    private Operation current(ServerRef ref) {
        return world.operation(world.server(ref).currentOperation());
    }

    private Operation last() {
        List<Operation> all = world.allOperations();
        return all.get(all.size() - 1);
    }

    private List<OperationKind> kinds() {
        return world.allOperations().stream().map(Operation::kind).toList();
    }

    /** The host has never heard of those that came in between. */
    @Test
    void who_stalled_before_a_reset_changes_nothing_after_it() {
        ServerRef ref = world.active("web");
        world.lifecycle().stop(ref);
        world.settle();
        world.lifecycle().start(ref);
        Claim stalled = world.replica().claim().get(0);
        store.replicas().removeAll();
        world.restart();
        faults.failAlways(Fault.retryable(), Call.ENSURE_RUNNING);
        world.settle();
        assertThat(world.server(ref).status()).isEqualTo(ServerStatus.ERROR);
        faults.heal();
        world.reset(ref);
        world.settle();
        Server server = world.server(ref);
        assertThat(server.status()).isEqualTo(ServerStatus.STOPPED);
        assertThatThrownBy(() -> world.machines(server).ensureRunning(server.machine(), stalled.fence()))
                .isInstanceOf(HypervisorException.class);
        assertThat(world.machines(server).observe(server.machine())).isEqualTo(MachineState.OFF);
    }

    private Money hourlyCost() {
        return store.accounts().find(world.account).orElseThrow().hourlyCost();
    }

    private static ErrorCode refusal(Runnable change) {
        return catchThrowableOfType(DomainException.class, change::run).code();
    }

    private Hypervisor pretending(Hypervisor hypervisor) {
        return (Hypervisor) Proxy.newProxyInstance(
                Hypervisor.class.getClassLoader(), new Class<?>[] {Hypervisor.class}, (proxy, method, args) -> {
                    if (pretended != null && method.getName().equals("ensureFenced")) {
                        return pretended;
                    }
                    try {
                        return method.invoke(hypervisor, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
