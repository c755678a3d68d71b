package dev.berth.application.scenario;

import dev.berth.application.account.service.Metering;
import dev.berth.application.account.service.ServerMeters;
import dev.berth.application.operation.port.out.Claim;
import dev.berth.application.operation.port.out.Hypervisor;
import dev.berth.application.operation.port.out.Hypervisors;
import dev.berth.application.operation.port.out.ReplicaId;
import dev.berth.application.operation.service.Lease;
import dev.berth.application.operation.service.OperationRunner;
import dev.berth.application.placement.service.HostRanking;
import dev.berth.application.server.port.in.AcceptedOperation;
import dev.berth.application.server.port.in.CreateServerCommand;
import dev.berth.application.server.port.in.ServerLifecycle;
import dev.berth.application.server.port.in.ServerQueries;
import dev.berth.application.server.service.BillingHolds;
import dev.berth.application.server.service.LifecycleSettings;
import dev.berth.application.server.service.ServerChanges;
import dev.berth.application.server.service.ServerLifecycleService;
import dev.berth.application.server.service.ServerQueriesService;
import dev.berth.application.server.service.Suspensions;
import dev.berth.application.testdata.Fixtures;
import dev.berth.application.testdata.HypervisorsByHost;
import dev.berth.application.testing.InMemoryHypervisor;
import dev.berth.application.testing.InMemoryHypervisor.Effect;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.Booking;
import dev.berth.domain.account.Money;
import dev.berth.domain.catalog.Location;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.catalog.OperatingSystem;
import dev.berth.domain.catalog.OperatingSystemId;
import dev.berth.domain.catalog.Plan;
import dev.berth.domain.catalog.PlanId;
import dev.berth.domain.catalog.Resources;
import dev.berth.domain.operation.Operation;
import dev.berth.domain.operation.OperationId;
import dev.berth.domain.operation.OperationKind;
import dev.berth.domain.placement.Host;
import dev.berth.domain.placement.HostId;
import dev.berth.domain.server.Hold;
import dev.berth.domain.server.HoldKind;
import dev.berth.domain.server.Server;
import dev.berth.domain.server.ServerId;
import dev.berth.domain.server.ServerName;
import dev.berth.domain.server.ServerRef;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

/**
 * A small installation: one account, one plan, two hosts at one location, and a process of Berth that can crash and be
 * started again on the same store and the same hypervisors.
 */
public final class World {
    public static final LocationCode LOCATION = new LocationCode("us-west");
    public static final Plan PLAN = new Plan(
            new PlanId(1), "Standard VPS", new Resources(2, 4096, 80), 2048, Money.of("0.0150"), Money.of("10"), false);

    private static final OperatingSystem OS = new OperatingSystem(new OperatingSystemId(3), "Debian 12", false);
    /** In 203.0.113.0/28, without the network's own, the gateway and the broadcast. */
    static final int ADDRESSES = 13;

    private static final int MOST_IDS = 20;
    private static final Duration LEASE = Duration.ofHours(1);
    private static final int LONGEST_DELAY = 31; // seconds
    /** The fence has to hold even where the lease is believed too long. */
    private static final Lease BELIEVED = (holder, time) -> true;

    final SteppingClock clock;
    final CrashPoints crashes = new CrashPoints();
    final Map<HostId, InMemoryHypervisor> machines = new HashMap<>();
    final AccountId account;

    private final Random random;
    private final Store store;
    private final Store crashing;
    private final Map<HostId, Hypervisor> hypervisors = new HashMap<>();

    private Replica replica;

    /** One run of the program: what does not outlive a crash. */
    final class Replica {
        final ReplicaId id = new ReplicaId(uuid());
        final ServerLifecycle lifecycle;
        final Suspensions suspensions;
        private final ServerChanges changes;
        final OperationRunner runner;

        Replica(Store ports, Hypervisors driven, Lease lease) {
            HostRanking ranking = new HostRanking(ports.hosts(), random, clock);
            LifecycleSettings settings = LifecycleSettings.DEFAULT;
            changes = new ServerChanges(ports.servers(), ports.operations(), settings);
            ServerMeters meters = new ServerMeters(ports.meters(), ports.accounts());
            lifecycle = new ServerLifecycleService(
                    ports.transactions(),
                    ports.servers(),
                    ports.holds(),
                    changes,
                    ports.accounts(),
                    ports.sshKeys(),
                    meters,
                    ports.catalog(),
                    ranking,
                    ports.admission(settings, random, clock),
                    settings,
                    () -> {},
                    World.this::uuid,
                    clock);
            suspensions =
                    new Suspensions(ports.transactions(), ports.servers(), ports.holds(), changes, () -> {}, clock);
            runner = new OperationRunner(
                    ports.transactions(),
                    ports.queue(),
                    ports.servers(),
                    changes,
                    ports.hosts(),
                    ports.addresses(),
                    ports.accounts(),
                    meters,
                    ports.catalog(),
                    ranking,
                    driven,
                    settings,
                    lease,
                    random,
                    clock);
            store.replicas().register(id, LEASE);
        }

        /** Takes a server out of error. */
        Operation reset(ServerRef server) {
            return crashing.transactions()
                    .required(() -> changes.begin(
                                    crashing.servers().lock(server).orElseThrow(), OperationKind.RESET, clock.instant())
                            .operation());
        }

        /** Claims what is due. */
        List<Claim> claim() {
            return crashing.queue().claim(id, 100, clock.instant());
        }

        /** Works on what is due, once. */
        boolean work() {
            List<Claim> claims = claim();
            claims.forEach(runner::run);
            return !claims.isEmpty();
        }
    }

    World(Store store, SteppingClock clock, long seed) {
        this(store, clock, seed, hypervisor -> hypervisor);
    }

    /** @param faults what stands between Berth and each hypervisor */
    World(Store store, SteppingClock clock, long seed, UnaryOperator<Hypervisor> faults) {
        this.store = store;
        this.clock = clock;
        this.random = new Random(seed);
        this.crashing = store.crashingAt(crashes);
        store.catalog().insert(PLAN);
        store.catalog().insert(OS);
        store.catalog().insert(new Location(LOCATION, "US West", false));
        for (int i = 1; i <= 2; i++) {
            addHost("host-" + i, new Resources(8, 16_384, 320), faults);
        }
        addPool(LOCATION, "203.0.113.0/28");
        addPool(LOCATION, "2001:db8:1::/64");
        account = store.accounts().insert("Customer", 100, clock.instant()).id();
        store.transactions()
                .required(() -> store.accounts()
                        .book(
                                store.accounts().lock(account).orElseThrow(),
                                Booking.topUp(Money.of("1000"), "first", ""),
                                clock.instant()));
        replica = new Replica(crashing, driven(), BELIEVED);
    }

    void addHost(String name, Resources capacity, UnaryOperator<Hypervisor> faults) {
        Host host = store.hosts()
                .insert(name, LOCATION, "in-memory", null, capacity)
                .orElseThrow();
        InMemoryHypervisor hypervisor = new InMemoryHypervisor();
        machines.put(host.id(), hypervisor);
        hypervisors.put(host.id(), crashes.around(Hypervisor.class, faults.apply(hypervisor)));
    }

    void addPool(LocationCode location, String cidr) {
        Fixtures.addPool(store.transactions(), store.addresses(), location, cidr);
    }

    Store store() {
        return store;
    }

    Replica replica() {
        return replica;
    }

    ServerLifecycle lifecycle() {
        return replica.lifecycle;
    }

    void hold(ServerRef server, HoldKind kind) {
        replica.suspensions.place(server.server(), kind, "test", "because");
    }

    void lift(ServerRef server, HoldKind kind) {
        replica.suspensions.lift(server.server(), kind);
    }

    /** Takes a server out of error. */
    Operation reset(ServerRef server) {
        return replica.reset(server);
    }

    /** What is recorded of the server's holds. */
    List<Hold> holds(ServerRef server) {
        return store.holds().of(List.of(server.server())).getOrDefault(server.server(), List.of());
    }

    ServerQueries queries() {
        return new ServerQueriesService(store.servers(), store.catalog(), clock);
    }

    private Hypervisors driven() {
        return new HypervisorsByHost(hypervisors);
    }

    /** Another process beside the one that is running. */
    Replica anotherReplica() {
        return anotherReplica(BELIEVED);
    }

    /** Another process beside the one that is running, with this belief in its lease. */
    Replica anotherReplica(Lease lease) {
        return new Replica(crashing, driven(), lease);
    }

    /** Starts again after a crash, when the lease of the process before is over. */
    void restart() {
        crashes.disarm();
        store.replicas().removeAll();
        replica = new Replica(crashing, driven(), BELIEVED);
    }

    /** Works until nothing is left to do. */
    void settle() {
        int idle = 0;
        for (int round = 0; round < 2_000 && idle < LONGEST_DELAY; round++) {
            idle = replica.work() ? 0 : idle + 1;
            clock.advance(Duration.ofSeconds(1));
        }
        if (idle < LONGEST_DELAY) {
            throw new AssertionError("operations do not come to an end");
        }
    }

    /** A metering of the process that is running, by this clock. */
    Metering metering(Clock itsClock) {
        return new Metering(crashing.transactions(), crashing.meters(), crashing.accounts(), itsClock);
    }

    /** The billing's holds by the process that is running, by this clock. */
    BillingHolds billingHolds(Duration grace, Clock itsClock) {
        return new BillingHolds(
                crashing.transactions(),
                crashing.holds(),
                crashing.accounts(),
                new Suspensions(
                        crashing.transactions(),
                        crashing.servers(),
                        crashing.holds(),
                        replica.changes,
                        () -> {},
                        itsClock),
                grace,
                itsClock);
    }

    CreateServerCommand createCommand(String name) {
        return new CreateServerCommand(account, new ServerName(name), null, PLAN.id(), OS.id(), LOCATION, null, false);
    }

    ServerRef active(String name) {
        ServerRef ref = ref(lifecycle().create(createCommand(name)).server().server());
        settle();
        return ref;
    }

    ServerRef ref(Server server) {
        return new ServerRef(account, server.id());
    }

    Server server(ServerRef ref) {
        return store.transactions().required(() -> store.servers().lock(ref)).orElseThrow();
    }

    /** Deleted ones included. */
    List<Server> allServers() {
        return allServers(MOST_IDS);
    }

    /** Those with the first so many ids, deleted ones included. */
    List<Server> allServers(int mostIds) {
        return LongStream.rangeClosed(1, mostIds)
                .mapToObj(id -> new ServerRef(account, new ServerId(id)))
                .flatMap(ref ->
                        store.transactions().required(() -> store.servers().lock(ref)).stream())
                .toList();
    }

    List<Operation> allOperations() {
        return allOperations(MOST_IDS);
    }

    /** Those with the first so many ids. */
    List<Operation> allOperations(int mostIds) {
        return LongStream.rangeClosed(1, mostIds)
                .mapToObj(id -> store.operations().find(new OperationId(id)))
                .flatMap(Optional::stream)
                .toList();
    }

    /** The operation that its account was told about. */
    Operation operation(AcceptedOperation accepted) {
        return operation(accepted.operation().id());
    }

    Operation operation(OperationId id) {
        return store.operations().find(id).orElseThrow();
    }

    InMemoryHypervisor machines(Server server) {
        return machines.get(server.hostId());
    }

    /** How often this really happened to the server's machine, on all hosts together. */
    int effects(Server server, Effect effect) {
        return machines.values().stream()
                .mapToInt(hypervisor -> hypervisor.count(server.machine(), effect))
                .sum();
    }

    Resources used() {
        return store.hosts().at(LOCATION).stream().map(Host::used).reduce(new Resources(0, 0, 0), Resources::plus);
    }

    /** How many addresses are free once every quarantine is over; takes them for good. */
    int freeAddresses() {
        clock.advance(LifecycleSettings.DEFAULT.addressQuarantine());
        return (int) LongStream.range(1_000, 1_000 + ADDRESSES + 1)
                .mapToObj(ServerId::new)
                .flatMap(id -> store
                        .transactions()
                        .required(() -> store.addresses().claimIpv4(LOCATION, id, random, clock.instant()))
                        .stream())
                .count();
    }

    UUID uuid() {
        return new UUID(random.nextLong(), random.nextLong());
    }
}
