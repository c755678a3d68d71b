package dev.berth.application.testing;

import dev.berth.application.placement.port.out.HostRepository;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.catalog.Resources;
import dev.berth.domain.placement.Host;
import dev.berth.domain.placement.HostDetails;
import dev.berth.domain.placement.HostFilter;
import dev.berth.domain.placement.HostId;
import dev.berth.domain.placement.HostStatus;
import dev.berth.domain.placement.HostUri;
import dev.berth.domain.server.ServerId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

final class InMemoryHosts implements HostRepository {
    private final InMemoryTransactions transactions;
    private final InMemoryTable<Long, Host> hosts;
    private final InMemoryTable<Long, Reservation> reservations;
    private final AtomicLong lastId = new AtomicLong();

    private record Reservation(HostId host, Resources resources) {}

    InMemoryHosts(InMemoryTransactions transactions) {
        this.transactions = transactions;
        hosts = new InMemoryTable<>(transactions);
        reservations = new InMemoryTable<>(transactions);
    }

    @Override
    public Optional<Host> insert(
            String name, LocationCode location, String hypervisor, @Nullable HostUri uri, Resources capacity) {
        return transactions.statement(() -> {
            if (hosts.first(host -> host.name().equals(name)).isPresent()) {
                return Optional.empty();
            }
            HostId id = new HostId(lastId.incrementAndGet());
            Host host =
                    new Host(id, name, location, hypervisor, uri, HostStatus.ACTIVE, capacity, new Resources(0, 0, 0));
            put(host);
            return Optional.of(host);
        });
    }

    @Override
    public Optional<Host> find(HostId host) {
        return hosts.get(host.value());
    }

    @Override
    public Optional<HostDetails> details(HostId host) {
        return find(host).map(this::details);
    }

    @Override
    public List<HostDetails> page(HostFilter filter, long afterId, int limit) {
        return matching(hosts.after(afterId), filter)
                .limit(limit)
                .map(this::details)
                .toList();
    }

    @Override
    public long count(HostFilter filter) {
        return matching(hosts.rows().stream(), filter).count();
    }

    @Override
    public List<Host> at(LocationCode location) {
        return matching(hosts.rows().stream(), new HostFilter(location)).toList();
    }

    @Override
    public List<Host> all() {
        return List.copyOf(hosts.rows());
    }

    @Override
    public boolean setStatus(HostId host, HostStatus status) {
        return transactions.statement(() -> find(host)
                .filter(found -> found.status() != status)
                .map(found -> put(found.withStatus(status)))
                .isPresent());
    }

    @Override
    public boolean reserve(ServerId server, HostId host, Resources resources) {
        return transactions.statement(() -> {
            Optional<Host> found = find(host).filter(candidate -> candidate.takes(resources));
            found.ifPresent(candidate -> {
                reservations.put(server.value(), new Reservation(host, resources));
                put(candidate.withUsed(candidate.used().plus(resources)));
            });
            return found.isPresent();
        });
    }

    @Override
    public boolean move(ServerId server, HostId host) {
        return transactions.statement(() -> {
            Optional<Reservation> moved = reservations
                    .get(server.value())
                    .filter(held -> !held.host().equals(host))
                    .filter(held -> find(host)
                            .filter(other -> other.takes(held.resources()))
                            .isPresent());
            moved.ifPresent(held -> {
                release(server);
                reserve(server, host, held.resources());
            });
            return moved.isPresent();
        });
    }

    @Override
    public void release(ServerId server) {
        transactions.statement(() -> reservations.get(server.value()).map(reservation -> {
            reservations.remove(server.value());
            Host host = find(reservation.host()).orElseThrow();
            return put(host.withUsed(host.used().minus(reservation.resources())));
        }));
    }

    private Host put(Host host) {
        hosts.put(host.id().value(), host);
        return host;
    }

    private HostDetails details(Host host) {
        return new HostDetails(
                host,
                reservations.rows().stream()
                        .filter(reservation -> reservation.host().equals(host.id()))
                        .count());
    }

    private static Stream<Host> matching(Stream<Host> hosts, HostFilter filter) {
        LocationCode location = filter.location();
        return hosts.filter(host -> location == null || host.location().equals(location));
    }
}
