package dev.berth.application.testing;

import dev.berth.application.server.port.out.ServerRepository;
import dev.berth.application.server.port.out.UsageRepository;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.server.AdminServerFilter;
import dev.berth.domain.server.ResourceUsage;
import dev.berth.domain.server.Server;
import dev.berth.domain.server.ServerDetails;
import dev.berth.domain.server.ServerFilter;
import dev.berth.domain.server.ServerId;
import dev.berth.domain.server.ServerRef;
import dev.berth.domain.server.ServerStatus;
import dev.berth.domain.server.ServerSummary;
import dev.berth.domain.server.UsageRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

final class InMemoryServers implements ServerRepository, UsageRepository {
    private final InMemoryTable<Long, Server> servers;
    private final InMemoryTable<Long, UsageRecord> usage;
    private final InMemoryCatalog catalog;
    private final AtomicLong lastId = new AtomicLong();

    InMemoryServers(InMemoryTransactions transactions, InMemoryCatalog catalog) {
        servers = new InMemoryTable<>(transactions);
        usage = new InMemoryTable<>(transactions);
        this.catalog = catalog;
    }

    @Override
    public ServerId nextId() {
        return new ServerId(lastId.incrementAndGet());
    }

    @Override
    public void insert(Server server) {
        servers.put(server.id().value(), server);
    }

    @Override
    public void save(Server server) {
        servers.put(server.id().value(), server);
    }

    @Override
    public Optional<Server> lock(ServerRef server) {
        return get(server.server()).filter(found -> found.accountId().equals(server.account()));
    }

    @Override
    public Optional<Server> lock(ServerId server) {
        return get(server);
    }

    /** By ascending id. */
    Stream<Server> visible() {
        return servers.rows().stream().filter(server -> server.status().isVisible());
    }

    List<Server> alive() {
        return servers.after(0L)
                .filter(server -> server.status().isVisible() && server.firstActiveAt() != null)
                .toList();
    }

    Optional<Server> get(ServerId server) {
        return servers.get(server.value());
    }

    @Override
    public Optional<ServerDetails> find(ServerRef server, Instant now) {
        return lock(server).filter(found -> found.status().isVisible()).map(found -> details(found, now));
    }

    @Override
    public List<ServerSummary> page(AccountId account, ServerFilter filter, long afterId, int limit) {
        return matching(account, filter, afterId)
                .limit(limit)
                .map(this::summary)
                .toList();
    }

    @Override
    public long count(AccountId account, ServerFilter filter) {
        return matching(account, filter, 0).count();
    }

    @Override
    public Optional<ServerDetails> find(ServerId server, Instant now) {
        return get(server).filter(found -> found.status().isVisible()).map(found -> details(found, now));
    }

    @Override
    public List<ServerDetails> page(AdminServerFilter filter, long afterId, int limit, Instant now) {
        return matching(filter, afterId)
                .limit(limit)
                .map(found -> details(found, now))
                .toList();
    }

    @Override
    public long count(AdminServerFilter filter) {
        return matching(filter, 0).count();
    }

    @Override
    public List<SampledMachine> running(long afterServerId, int limit) {
        return servers.after(afterServerId)
                .filter(server -> server.status() == ServerStatus.ACTIVE)
                .limit(limit)
                .map(server -> new SampledMachine(
                        server.id(),
                        server.machine(),
                        server.hostId(),
                        usage.get(server.id().value()).orElse(null)))
                .toList();
    }

    @Override
    public void save(List<UsageRecord> records) {
        records.forEach(record -> usage.put(record.serverId().value(), record));
    }

    private Stream<Server> matching(AccountId account, ServerFilter filter, long afterId) {
        return servers.after(afterId)
                .filter(server -> server.accountId().equals(account))
                .filter(server -> server.status().isVisible())
                .filter(server -> filter.status() == null || filter.status() == server.status())
                .filter(server -> filter.location() == null || filter.location().equals(server.location()));
    }

    private Stream<Server> matching(AdminServerFilter filter, long afterId) {
        return servers.after(afterId)
                .filter(server -> server.status().isVisible())
                .filter(server -> filter.account() == null || filter.account().equals(server.accountId()))
                .filter(server -> filter.host() == null || filter.host().equals(server.hostId()))
                .filter(server -> filter.status() == null || filter.status() == server.status());
    }

    private ServerDetails details(Server server, Instant now) {
        return new ServerDetails(summary(server), shownUsage(server, now));
    }

    private ServerSummary summary(Server server) {
        return new ServerSummary(
                server,
                catalog.plan(server.planId()).orElseThrow(),
                catalog.operatingSystem(server.osId()).orElseThrow());
    }

    private ResourceUsage shownUsage(Server server, Instant now) {
        return usage.get(server.id().value())
                .map(record -> record.shown(server.status(), now))
                .orElse(ResourceUsage.NONE);
    }
}
