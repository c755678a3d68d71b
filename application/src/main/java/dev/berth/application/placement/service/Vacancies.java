package dev.berth.application.placement.service;

import dev.berth.application.caching.Recent;
import dev.berth.application.placement.port.out.AddressRepository;
import dev.berth.application.placement.port.out.HostRepository;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.catalog.Resources;
import dev.berth.domain.placement.Host;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where there is room for a server, from a snapshot of all locations that is at most a second old: two statements a
 * second, however many ask for however many plans.
 */
public final class Vacancies {
    private static final Duration MAX_AGE = Duration.ofSeconds(1);

    private final HostRepository hosts;
    private final AddressRepository addresses;
    private final Clock clock;
    private final Recent<Everywhere, Map<LocationCode, List<Host>>> snapshot;

    public Vacancies(HostRepository hosts, AddressRepository addresses, Clock clock) {
        this.hosts = hosts;
        this.addresses = addresses;
        this.clock = clock;
        this.snapshot = new Recent<>(key -> Optional.of(take()), MAX_AGE, clock);
    }

    /** There is one snapshot. */
    private enum Everywhere {
        KEY
    }

    /** Whether a host of the location takes a server of this size, and there is an address of each kind for it. */
    public boolean hasRoom(LocationCode location, Resources wanted) {
        return snapshot.get(Everywhere.KEY).orElseThrow().getOrDefault(location, List.of()).stream()
                .anyMatch(host -> host.takes(wanted));
    }

    /** The hosts at those locations that have addresses. */
    private Map<LocationCode, List<Host>> take() {
        Set<LocationCode> addressed = addresses.withFreeAddresses(clock.instant());
        return hosts.all().stream()
                .filter(host -> addressed.contains(host.location()))
                .collect(Collectors.groupingBy(Host::location));
    }
}
