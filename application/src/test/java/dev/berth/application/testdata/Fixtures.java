package dev.berth.application.testdata;

import dev.berth.application.account.port.out.TokenHash;
import dev.berth.application.operation.port.out.ReplicaId;
import dev.berth.application.placement.port.out.AddressRepository;
import dev.berth.application.placement.port.out.HostRepository;
import dev.berth.application.port.out.Transactions;
import dev.berth.domain.account.Account;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.Money;
import dev.berth.domain.account.SshPublicKey;
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
import dev.berth.domain.placement.AddressBlock;
import dev.berth.domain.placement.AddressPool;
import dev.berth.domain.placement.Host;
import dev.berth.domain.server.Hostname;
import dev.berth.domain.server.Server;
import dev.berth.domain.server.ServerId;
import dev.berth.domain.server.ServerName;
import dev.berth.domain.server.ServerRef;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a test of a port needs to be there already: a location, a host, a plan, an operating system and an account, stored
 * through the ports.
 */
public final class Fixtures {
    /** So much room that no test runs out of it by chance. */
    public static final Resources HUGE = new Resources(1_000_000, 1_000_000_000, 1_000_000_000);

    private static final int ED25519_LENGTH = 32;
    private static final AtomicLong UNIQUE = new AtomicLong(1_000);

    /** The present time of every test; stores keep microseconds. */
    public final Instant now = Instant.parse("2026-01-15T09:30:00.123456Z");

    public final Location location;
    public final Plan plan;
    public final OperatingSystem os;
    public final Host host;
    public final Account account;

    private final Repositories repositories;

    public Fixtures(Repositories repositories) {
        this.repositories = repositories;
        location = location();
        repositories.catalog().insert(location);
        plan = plan();
        repositories.catalog().insert(plan);
        os = os();
        repositories.catalog().insert(os);
        host = addHost(repositories.hosts(), location.code(), HUGE);
        account = account(100);
    }

    /** A number that no other call returns. */
    public static long unique() {
        return UNIQUE.incrementAndGet();
    }

    public static Location location() {
        return new Location(new LocationCode("location-" + unique()), "US West", false);
    }

    public static Plan plan() {
        return new Plan(
                new PlanId(unique()),
                "Standard VPS",
                new Resources(2, 4096, 80),
                2048,
                Money.of("0.0150"),
                Money.of("10"),
                false);
    }

    public static OperatingSystem os() {
        return new OperatingSystem(new OperatingSystemId(unique()), "Debian 12", false);
    }

    /** A stored host. */
    public static Host addHost(HostRepository hosts, LocationCode location, Resources capacity) {
        return hosts.insert("host-" + unique(), location, "simulated", null, capacity)
                .orElseThrow();
    }

    /** A stored pool. */
    public static AddressPool addPool(
            Transactions transactions, AddressRepository addresses, LocationCode location, String cidr) {
        Instant added = Instant.parse("2026-01-01T00:00:00Z");
        return transactions.unhurried(() ->
                addresses.insert(location, AddressBlock.parse(cidr), added).orElseThrow());
    }

    public static TokenHash tokenHash() {
        return new TokenHash("%064x".formatted(unique()));
    }

    /** A key that no other call returns. */
    public static SshPublicKey sshPublicKey() {
        byte[] type = "ssh-ed25519".getBytes(StandardCharsets.US_ASCII);
        byte[] key = ByteBuffer.allocate(ED25519_LENGTH).putLong(unique()).array();
        byte[] blob = ByteBuffer.allocate(2 * Integer.BYTES + type.length + key.length)
                .putInt(type.length)
                .put(type)
                .putInt(key.length)
                .put(key)
                .array();
        return SshPublicKey.parse("ssh-ed25519 " + Base64.getEncoder().encodeToString(blob) + " ada@example.com");
    }

    public static ReplicaId replicaId() {
        return new ReplicaId(UUID.randomUUID());
    }

    /** A stored account without credit. */
    public Account account(int maxServers) {
        return repositories.accounts().insert("account", maxServers, now);
    }

    /** A second stored host. */
    public Host anotherHost() {
        return addHost(repositories.hosts(), location.code(), HUGE);
    }

    /** A stored replica, alive for as long as tests take. */
    public ReplicaId liveReplica() {
        return replica(Duration.ofHours(1));
    }

    /** A stored replica whose lease is over. */
    public ReplicaId deadReplica() {
        return replica(Duration.ofSeconds(-1));
    }

    private ReplicaId replica(Duration lease) {
        ReplicaId replica = replicaId();
        repositories.replicas().register(replica, lease);
        return replica;
    }

    /** A server of the account in the middle of its provisioning, not stored. */
    public Server server(AccountId owner) {
        ServerId id = repositories.servers().nextId();
        return Server.provision(
                id,
                UUID.randomUUID(),
                owner,
                new ServerName("web01"),
                new Hostname("web01.example.com"),
                true,
                plan,
                os.id(),
                sshPublicKey(),
                location.code(),
                host.id(),
                "203.0.113." + id.value() % 250,
                "2001:db8::" + Long.toHexString(id.value()),
                repositories.operations().nextId(),
                now);
    }

    /** A stored server of the fixture's account and its stored provisioning, which is due. */
    public Server provisioning() {
        return provisioning(now);
    }

    /** A stored server of the fixture's account and its stored provisioning, which is due at this time. */
    public Server provisioning(Instant dueAt) {
        Server server = server(account.id());
        Operation operation = Operation.accept(
                currentOperation(server), server.id(), account.id(), OperationKind.PROVISION, Duration.ZERO, dueAt);
        repositories.transactions().required(() -> {
            repositories.servers().insert(server);
            repositories.operations().insert(operation);
            return operation;
        });
        return server;
    }

    /** A stored server of the account that is active, with its reservation, and counted. */
    public Server active(AccountId owner) {
        return active(owner, host);
    }

    /** The same on this host. */
    public Server active(AccountId owner, Host on) {
        Server server = server(owner).relocate(on.id()).complete(OperationKind.PROVISION, now);
        return repositories.transactions().required(() -> {
            repositories.hosts().reserve(server.id(), on.id(), plan.resources());
            repositories.servers().insert(server);
            repositories.accounts().adjust(owner, server.priceHourly(), 1);
            return server;
        });
    }

    /** Has a server that is at rest be deleted, for its account. */
    public Server delete(Server server) {
        Server deleting =
                server.begin(OperationKind.DELETE, repositories.operations().nextId(), now);
        repositories.servers().save(deleting);
        repositories.accounts().adjust(server.accountId(), server.priceHourly().negate(), -1);
        return deleting;
    }

    /** Has a delete take the place of the server's current operation, as the use case does. */
    public Operation supersede(Server server) {
        OperationId id = repositories.operations().nextId();
        Operation delete =
                Operation.accept(id, server.id(), server.accountId(), OperationKind.DELETE, Duration.ZERO, now);
        return repositories.transactions().required(() -> {
            Server locked = repositories.servers().lock(ref(server)).orElseThrow();
            Operation current =
                    repositories.operations().find(currentOperation(locked)).orElseThrow();
            repositories.operations().save(current.supersede(now));
            repositories.servers().save(locked.begin(OperationKind.DELETE, id, now));
            repositories.operations().insert(delete);
            return delete;
        });
    }

    public static ServerRef ref(Server server) {
        return new ServerRef(server.accountId(), server.id());
    }

    /** The id of the change that a server is in the middle of. */
    public static OperationId currentOperation(Server server) {
        OperationId current = server.currentOperation();
        if (current == null) {
            throw new AssertionError("no operation under way: " + server);
        }
        return current;
    }
}
