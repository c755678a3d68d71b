package dev.berth.application.testing;

import dev.berth.application.placement.port.out.HostRepository;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.catalog.Resources;
import dev.berth.domain.placement.Host;
import dev.berth.domain.placement.HostId;
import dev.berth.domain.server.ServerId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

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
    public Host insert(String name, LocationCode location, String hypervisor, Resources capacity) {
        HostId id = new HostId(lastId.incrementAndGet());
        Host host = new Host(id, name, location, hypervisor, capacity, new Resources(0, 0, 0));
        hosts.put(id.value(), host);
        return host;
    }

    @Override
    public Optional<Host> find(HostId host) {
        return hosts.get(host.value());
    }

    @Override
    public List<Host> at(LocationCode location) {
        return hosts.rows().stream()
                .filter(host -> host.location().equals(location))
                .toList();
    }

    @Override
    public boolean reserve(ServerId server, HostId host, Resources resources) {
        return transactions.statement(() -> {
            Optional<Host> found = find(host).filter(candidate -> resources.fitsInto(candidate.free()));
            found.ifPresent(candidate -> {
                reservations.put(server.value(), new Reservation(host, resources));
                use(candidate, candidate.used().plus(resources));
            });
            return found.isPresent();
        });
    }

    @Override
    public void release(ServerId server) {
        transactions.statement(() -> reservations.get(server.value()).map(reservation -> {
            reservations.remove(server.value());
            Host host = find(reservation.host()).orElseThrow();
            use(host, host.used().minus(reservation.resources()));
            return reservation;
        }));
    }

    private void use(Host host, Resources used) {
        hosts.put(
                host.id().value(),
                new Host(host.id(), host.name(), host.location(), host.hypervisor(), host.capacity(), used));
    }
}
