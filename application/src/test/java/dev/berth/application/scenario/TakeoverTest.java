package dev.berth.application.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.application.operation.port.out.Claim;
import dev.berth.application.operation.port.out.MachineState;
import dev.berth.application.server.port.in.AcceptedOperation;
import dev.berth.application.testing.FaultyHypervisor.Call;
import dev.berth.application.testing.FaultyHypervisor.Fault;
import dev.berth.application.testing.FaultyHypervisor.Stall;
import dev.berth.application.testing.InMemoryHypervisor.Effect;
import dev.berth.application.testing.InMemoryStore;
import dev.berth.domain.operation.Operation;
import dev.berth.domain.operation.OperationStatus;
import dev.berth.domain.server.Server;
import dev.berth.domain.server.ServerRef;
import dev.berth.domain.server.ServerStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A worker that was thought dead wakes up, or has not let go yet. */
class TakeoverTest {
    private final SteppingClock clock = new SteppingClock();
    private final InMemoryStore store = new InMemoryStore(clock);
    private final Faults faults = new Faults(store.transactions()::isActive);
    private final World world = new World(Store.of(store), clock, 42, faults);

    @Test
    void a_start_that_wakes_after_a_delete_has_finished_does_nothing() throws Exception {
        for (boolean afterEffect : List.of(false, true)) {
            ServerRef ref = world.active("web");
            world.lifecycle().stop(ref);
            world.settle();
            Server server = world.server(ref);
            Stall stall = new Stall();
            Fault fault = afterEffect ? Fault.stall(stall).afterEffect() : Fault.stall(stall);
            faults.of(world, server).failNext(fault, Call.ENSURE_RUNNING);
            AcceptedOperation start = world.lifecycle().start(ref);
            World.Replica slow = world.anotherReplica();
            CompletableFuture<Optional<Instant>> stalled = runOnly(slow);
            stall.awaitReached();

            AcceptedOperation delete = world.lifecycle().delete(ref);
            assertThat(world.replica().claim()).as("while the other lives").isEmpty();
            store.replicas().remove(slow.id); // its lease is over
            world.settle();
            assertThat(world.server(ref).status()).isEqualTo(ServerStatus.DELETED);

            stall.open();
            assertThat(stalled.get(30, TimeUnit.SECONDS)).isEmpty();
            world.settle();
            assertThat(world.server(ref).status()).isEqualTo(ServerStatus.DELETED);
            assertThat(world.machines(server).observe(server.machine())).isEqualTo(MachineState.ABSENT);
            assertThat(world.effects(server, Effect.DEFINED)).isEqualTo(1);
            assertThat(world.effects(server, Effect.POWERED_ON)).isEqualTo(afterEffect ? 2 : 1);
            assertThat(world.effects(server, Effect.POWERED_OFF)).isEqualTo(afterEffect ? 2 : 1);
            assertThat(world.operation(start).status()).isEqualTo(OperationStatus.SUPERSEDED);
            assertThat(world.operation(delete).status()).isEqualTo(OperationStatus.SUCCEEDED);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ENSURE_DEFINED", "ENSURE_RUNNING"})
    void a_worker_whose_lease_has_ended_has_no_effect_and_records_nothing(Call call) throws Exception {
        for (boolean afterEffect : List.of(false, true)) {
            ServerRef ref = world.ref(world.lifecycle()
                    .create(world.createCommand("web"))
                    .server()
                    .server());
            Server server = world.server(ref);
            Stall stall = new Stall();
            Fault fault = afterEffect ? Fault.stall(stall).afterEffect() : Fault.stall(stall);
            faults.of(world, server).failNext(fault, call);
            World.Replica slow = world.anotherReplica();
            CompletableFuture<Optional<Instant>> stalled = runOnly(slow);
            stall.awaitReached();
            store.replicas().remove(slow.id);
            world.settle();
            Server after = world.server(ref);
            assertThat(after.status()).isEqualTo(ServerStatus.ACTIVE);
            List<Operation> operations = world.allOperations();

            stall.open();
            assertThat(stalled.get(30, TimeUnit.SECONDS)).isEmpty();
            assertThat(world.server(ref)).isEqualTo(after);
            assertThat(world.allOperations()).isEqualTo(operations);
            assertThat(world.effects(after, Effect.DEFINED)).isEqualTo(1);
            assertThat(world.effects(after, Effect.POWERED_ON)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void two_workers_of_the_same_operation_change_it_once_in_whatever_order(boolean oldOneFirst) {
        ServerRef ref = world.active("web");
        world.lifecycle().reboot(ref);
        World.Replica old = world.anotherReplica();
        List<Claim> oldClaims = old.claim();
        store.replicas().remove(old.id);
        List<Claim> newClaims = world.replica().claim();
        assertThat(newClaims).hasSize(1);
        assertThat(newClaims.get(0).fence()).isGreaterThan(oldClaims.get(0).fence());
        if (oldOneFirst) {
            // its calls come before any with the higher fence, so the hypervisor obeys; the record does not
            assertThat(old.runner.run(oldClaims.get(0))).isEmpty();
            assertThat(world.server(ref).status()).isEqualTo(ServerStatus.REBOOTING);
            world.replica().runner.run(newClaims.get(0));
        } else {
            world.replica().runner.run(newClaims.get(0));
            assertThat(old.runner.run(oldClaims.get(0))).isEmpty();
            assertThat(world.effects(world.server(ref), Effect.POWERED_OFF)).isEqualTo(1);
        }
        world.settle();
        assertThat(world.server(ref).status()).isEqualTo(ServerStatus.ACTIVE);
        assertThat(world.allOperations()).hasSize(2).allMatch(o -> o.status() == OperationStatus.SUCCEEDED);
        assertThat(world.machines(world.server(ref)).observe(world.server(ref).machine()))
                .isEqualTo(MachineState.RUNNING);
    }

    @Test
    void a_delete_is_claimed_once_the_superseded_worker_has_let_go() {
        ServerRef ref = world.ref(
                world.lifecycle().create(world.createCommand("web")).server().server());
        World.Replica other = world.anotherReplica();
        List<Claim> provisioning = other.claim();
        world.lifecycle().delete(ref);
        assertThat(world.replica().claim()).isEmpty();
        assertThat(other.claim()).as("nor by itself").isEmpty();
        assertThat(other.runner.run(provisioning.get(0))).isEmpty();
        assertThat(world.replica().work()).isTrue();
        Server gone = world.server(ref);
        assertThat(gone.status()).isEqualTo(ServerStatus.DELETED);
        assertThat(world.effects(gone, Effect.DEFINED)).isEqualTo(world.effects(gone, Effect.REMOVED));
        assertThat(world.effects(gone, Effect.POWERED_ON))
                .as("it noticed after one step")
                .isZero();
    }

    @Test
    void a_delete_is_claimed_once_the_superseded_workers_lease_has_ended() {
        ServerRef ref = world.ref(
                world.lifecycle().create(world.createCommand("web")).server().server());
        World.Replica other = world.anotherReplica();
        List<Claim> provisioning = other.claim();
        world.lifecycle().delete(ref);
        store.replicas().remove(other.id);
        assertThat(world.replica().work()).isTrue();
        assertThat(world.server(ref).status()).isEqualTo(ServerStatus.DELETED);
        assertThat(other.runner.run(provisioning.get(0))).isEmpty();
        Server gone = world.server(ref);
        assertThat(world.effects(gone, Effect.DEFINED))
                .as("the tombstone refuses it")
                .isZero();
    }

    @Test
    void a_provisioning_that_moved_on_refuses_the_worker_that_still_knows_the_first_host() {
        Server before =
                world.lifecycle().create(world.createCommand("web")).server().server();
        ServerRef ref = world.ref(before);
        World.Replica old = world.anotherReplica();
        List<Claim> oldClaims = old.claim();
        store.replicas().remove(old.id);
        faults.of(world, before).failNext(1, Fault.noCapacity(), Call.ENSURE_DEFINED);
        world.settle();
        assertThat(world.server(ref).hostId()).isNotEqualTo(before.hostId());
        assertThat(old.runner.run(oldClaims.get(0))).isEmpty();
        assertThat(world.machines(before).count(before.machine(), Effect.DEFINED))
                .isZero();
    }

    private static CompletableFuture<Optional<Instant>> runOnly(World.Replica replica) {
        List<Claim> claims = replica.claim();
        assertThat(claims).hasSize(1);
        return CompletableFuture.supplyAsync(() -> replica.runner.run(claims.get(0)));
    }
}
