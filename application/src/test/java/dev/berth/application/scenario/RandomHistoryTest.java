package dev.berth.application.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.application.operation.port.out.Claim;
import dev.berth.application.operation.port.out.MachineState;
import dev.berth.application.scenario.CrashPoints.Crash;
import dev.berth.application.server.port.in.UpdateServerCommand;
import dev.berth.application.server.service.LifecycleSettings;
import dev.berth.application.testing.FaultyHypervisor.Call;
import dev.berth.application.testing.FaultyHypervisor.Fault;
import dev.berth.application.testing.FaultyHypervisor.Killed;
import dev.berth.application.testing.InMemoryHypervisor;
import dev.berth.application.testing.InMemoryHypervisor.Effect;
import dev.berth.application.testing.InMemoryStore;
import dev.berth.domain.account.Account;
import dev.berth.domain.account.Money;
import dev.berth.domain.catalog.Resources;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCategory;
import dev.berth.domain.operation.Operation;
import dev.berth.domain.placement.Host;
import dev.berth.domain.server.Hold;
import dev.berth.domain.server.HoldKind;
import dev.berth.domain.server.Server;
import dev.berth.domain.server.ServerName;
import dev.berth.domain.server.ServerRef;
import dev.berth.domain.server.ServerStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whatever is asked, fails, crashes and jumps: nothing is given twice, and in the end nothing is left. */
class RandomHistoryTest {
    private static final int HISTORIES = 300;
    private static final int REQUESTS = 30;
    private static final int MOST_BACK = 60; // seconds
    private static final List<Call> CALLS = List.copyOf(EnumSet.complementOf(EnumSet.of(Call.SAMPLE)));
    private static final Logger RUNNER = Logger.getLogger("dev.berth.application.operation.service");

    static {
        RUNNER.setLevel(Level.OFF);
    }

    @Test
    void every_history_keeps_the_books_and_ends_with_nothing_left() {
        IntStream.range(0, HISTORIES).parallel().forEach(seed -> {
            History history = new History(seed);
            try {
                history.run();
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed + ", after " + history.log, e);
            }
        });
    }

    private static final class History {
        /** Ids that crashed creates have used up included. */
        private static final int MOST_IDS = 200;

        final List<String> log = new ArrayList<>();
        private final Random random;
        private final SteppingClock clock = new SteppingClock();
        private final InMemoryStore store = new InMemoryStore(clock);
        private final Faults faults = new Faults(store.transactions()::isActive);
        private final World world;
        private final Map<String, Server> lastOwner = new HashMap<>();
        private final Map<String, Instant> freeFrom = new HashMap<>();
        private final List<World.Replica> zombies = new ArrayList<>();
        private final List<Claim> stale = new ArrayList<>();

        History(long seed) {
            random = new Random(seed);
            world = new World(Store.of(store), clock, seed, faults);
        }

        void run() {
            for (int i = 0; i < REQUESTS; i++) {
                surviving(this::disturb);
                surviving(this::request);
                check();
                for (int rounds = random.nextInt(6); rounds > 0; rounds--) {
                    surviving(this::work);
                    clock.advance(Duration.ofMillis(random.nextInt(4_000)));
                    check();
                }
            }
            log.add("heal");
            faults.heal();
            world.crashes.disarm();
            drain();
            for (Server server : servers()) {
                if (server.status().isVisible()) {
                    assertThat(atRest(server)).as("%s", server).isTrue();
                    world.lifecycle().delete(world.ref(server));
                }
            }
            drain();
            wakeZombies();
            check();
            nothingIsLeft();
        }

        private void disturb() {
            switch (random.nextInt(12)) {
                case 0 -> {
                    int point = 1 + random.nextInt(40);
                    log.add("crash at " + point);
                    world.crashes.crashAt(point);
                }
                case 1 -> {
                    Duration jump = Duration.ofSeconds(random.nextInt(1_200));
                    log.add("forward " + jump);
                    clock.advance(jump);
                }
                case 2 -> {
                    Duration jump = Duration.ofSeconds(random.nextInt(MOST_BACK));
                    log.add("back " + jump);
                    clock.advance(jump.negated());
                }
                case 3 -> {
                    log.add("a replica hangs with all that it has claimed, and counts as dead");
                    World.Replica hanging = world.anotherReplica();
                    stale.addAll(hanging.claim());
                    zombies.add(hanging);
                    store.replicas().remove(hanging.id);
                }
                case 4 -> {
                    log.add("what hung wakes up");
                    surviving(this::wakeZombies);
                }
                case 5, 6, 7 -> {
                    Fault fault = fault();
                    Call call = CALLS.get(random.nextInt(CALLS.size()));
                    int host = random.nextInt(2);
                    faults.all.get(host).failNext(1 + random.nextInt(4), fault, call);
                }
                default -> {
                    // an easy time
                }
            }
        }

        private Fault fault() {
            int kind = random.nextInt(12);
            log.add("fault " + kind);
            return switch (kind) {
                case 0, 1, 2 -> Fault.retryable();
                case 3, 4, 5 -> Fault.loseAnswer();
                case 6 -> Fault.noCapacity();
                case 7 -> Fault.noCapacity().afterEffect();
                case 8 -> Fault.permanent();
                case 9 -> Fault.permanent().afterEffect();
                case 10 -> Fault.die();
                default -> Fault.die().afterEffect();
            };
        }

        private void request() {
            List<Server> servers = servers();
            int kind = servers.isEmpty() ? 0 : random.nextInt(15);
            if (kind <= 2) {
                log.add("create");
                world.lifecycle().create(world.createCommand("web"));
                return;
            }
            ServerRef ref = world.ref(servers.get(random.nextInt(servers.size())));
            log.add("request " + kind + " of " + ref.server());
            switch (kind) {
                case 3 -> world.lifecycle().start(ref);
                case 4, 5 -> world.lifecycle().stop(ref);
                case 6 -> world.lifecycle().reboot(ref);
                case 7, 8 -> world.hold(ref, anyHold());
                case 9, 10, 11 -> world.lift(ref, anyHold());
                case 12 -> world.reset(ref);
                case 13 -> world.lifecycle().update(new UpdateServerCommand(ref, new ServerName("db"), null, true));
                default -> world.lifecycle().delete(ref);
            }
        }

        private HoldKind anyHold() {
            return random.nextBoolean() ? HoldKind.OPERATOR : HoldKind.BILLING;
        }

        private void work() {
            world.replica().work();
        }

        private void wakeZombies() {
            List<Claim> woken = List.copyOf(stale);
            stale.clear();
            woken.forEach(claim -> {
                if (random.nextBoolean()) {
                    claimant(claim).runner.run(claim);
                }
            });
        }

        private World.Replica claimant(Claim claim) {
            return zombies.stream()
                    .filter(replica -> replica.id.equals(claim.worker()))
                    .findFirst()
                    .orElseThrow();
        }

        /** Refusals are answers; after the end of the process there is another one. */
        private void surviving(Runnable action) {
            try {
                action.run();
            } catch (DomainException refused) {
                assertThat(refused.code().category()).isNotEqualTo(ErrorCategory.INTERNAL);
            } catch (Crash | Killed end) {
                log.add("crashed " + end.getMessage());
                world.restart();
            }
        }

        /** Also works off whatever waits, however late it is due. */
        private void drain() {
            for (int round = 0; round < 5_000; round++) {
                world.replica().work();
                clock.advance(Duration.ofSeconds(1));
                if (operations().stream()
                        .allMatch(operation -> operation.status().hasEnded())) {
                    return;
                }
            }
            throw new AssertionError("operations do not come to an end: " + operations());
        }

        private static boolean atRest(Server server) {
            return switch (server.status()) {
                case ACTIVE, STOPPED, SUSPENDED, ERROR, DELETED -> server.currentOperation() == null;
                case PROVISIONING, STOPPING, STARTING, REBOOTING, DELETING -> false;
            };
        }

        private void check() {
            List<Server> servers = servers();
            checkCapacity(servers);
            checkAddresses(servers);
            checkAccount(servers);
            checkOperations(servers);
            servers.forEach(this::checkHolds);
        }

        private void checkHolds(Server server) {
            assertThat(world.holds(world.ref(server)))
                    .extracting(Hold::kind)
                    .containsExactlyInAnyOrderElementsOf(server.holds());
            assertThat(server.followUp()).as("nothing is put off: %s", server).isEmpty();
            if (server.status() == ServerStatus.SUSPENDED) {
                assertThat(server.holds()).isNotEmpty();
                assertThat(world.machines(server).observe(server.machine())).isNotEqualTo(MachineState.RUNNING);
            }
        }

        private void checkCapacity(List<Server> servers) {
            for (Host host : store.hosts().at(World.LOCATION)) {
                assertThat(host.used().fitsInto(host.capacity())).isTrue();
                long reserved = servers.stream()
                        .filter(server -> server.status() != ServerStatus.DELETED)
                        .filter(server -> server.hostId().equals(host.id()))
                        .count();
                assertThat(host.used().vcpus())
                        .isEqualTo(reserved * World.PLAN.resources().vcpus());
                InMemoryHypervisor machines = world.machines.get(host.id());
                for (Server server : servers) {
                    boolean there = machines.observe(server.machine()) != MachineState.ABSENT;
                    boolean mayBeThere = server.hostId().equals(host.id()) && server.status() != ServerStatus.DELETED;
                    assertThat(there && !mayBeThere)
                            .as("a machine without a reservation: %s on %s", server, host)
                            .isFalse();
                }
            }
        }

        private void checkAddresses(List<Server> servers) {
            List<Server> holding = servers.stream()
                    .filter(server -> server.status() != ServerStatus.DELETED)
                    .toList();
            assertThat(holding).extracting(Server::ipv4).doesNotHaveDuplicates();
            assertThat(servers).extracting(Server::ipv6).doesNotHaveDuplicates();
            for (Server server : holding) {
                Server before = lastOwner.put(server.ipv4(), server);
                if (before != null && !before.id().equals(server.id())) {
                    assertThat(server.createdAt())
                            .as("quarantine of %s", before)
                            .isAfterOrEqualTo(Objects.requireNonNull(freeFrom.get(server.ipv4())));
                }
            }
            servers.stream()
                    .filter(server -> server.status() == ServerStatus.DELETED)
                    .filter(server -> server.id().equals(ownerOf(server.ipv4())))
                    .forEach(server -> freeFrom.put(
                            server.ipv4(), server.updatedAt().plus(LifecycleSettings.DEFAULT.addressQuarantine())));
        }

        private Object ownerOf(String ipv4) {
            Server owner = lastOwner.get(ipv4);
            return owner == null ? null : owner.id();
        }

        private void checkAccount(List<Server> servers) {
            Account account = store.accounts().find(world.account).orElseThrow();
            assertThat(account.servers()).isEqualTo((int) servers.stream()
                    .filter(server -> server.status().isVisible())
                    .count());
            assertThat(account.hourlyCost())
                    .isEqualTo(servers.stream()
                            .filter(Server::isCharged)
                            .map(Server::priceHourly)
                            .reduce(Money.ZERO, Money::plus));
        }

        private void checkOperations(List<Server> servers) {
            for (Operation operation : operations()) {
                Server server = servers.stream()
                        .filter(candidate -> candidate.id().equals(operation.serverId()))
                        .findFirst()
                        .orElseThrow();
                assertThat(operation.status().hasEnded())
                        .as("either over or its server's current one: %s", operation)
                        .isEqualTo(!operation.id().equals(server.currentOperation()));
                assertThat(operation.progress()).isBetween(0, 100);
            }
        }

        private void nothingIsLeft() {
            assertThat(world.used()).isEqualTo(new Resources(0, 0, 0));
            Account account = store.accounts().find(world.account).orElseThrow();
            assertThat(account.servers()).isZero();
            assertThat(account.hourlyCost()).isEqualTo(Money.ZERO);
            for (Server server : servers()) {
                assertThat(server.status()).isEqualTo(ServerStatus.DELETED);
                world.machines.values().forEach(host -> {
                    assertThat(host.observe(server.machine())).isEqualTo(MachineState.ABSENT);
                    assertThat(host.count(server.machine(), Effect.DEFINED))
                            .isEqualTo(host.count(server.machine(), Effect.REMOVED));
                });
                int on = world.effects(server, Effect.POWERED_ON);
                int off = world.effects(server, Effect.POWERED_OFF);
                assertThat(on).isGreaterThanOrEqualTo(off);
                assertThat(on - off)
                        .as("only a machine that is removed is not switched off first")
                        .isLessThanOrEqualTo(world.effects(server, Effect.REMOVED));
            }
            assertThat(operations()).allMatch(operation -> operation.status().hasEnded());
            clock.advance(Duration.ofSeconds(REQUESTS * MOST_BACK)); // set back, it prolongs a quarantine
            assertThat(world.freeAddresses()).isEqualTo(World.ADDRESSES);
        }

        private List<Server> servers() {
            return world.allServers(MOST_IDS);
        }

        private List<Operation> operations() {
            return world.allOperations(MOST_IDS);
        }
    }
}
