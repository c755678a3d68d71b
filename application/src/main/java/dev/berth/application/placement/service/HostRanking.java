package dev.berth.application.placement.service;

import dev.berth.application.placement.port.out.HostRepository;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.catalog.Resources;
import dev.berth.domain.placement.Host;
import dev.berth.domain.placement.HostId;
import dev.berth.domain.placement.Placement;
import dev.berth.domain.server.ServerId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Chooses hosts from a snapshot that is at most a second old, so that creates do not all read the hosts. The
 * reservation itself decides; when it finds the snapshot wrong everywhere, a fresh one is tried once.
 */
public final class HostRanking {
    private static final Duration MAX_AGE = Duration.ofSeconds(1);

    private final HostRepository hosts;
    private final RandomGenerator random;
    private final Clock clock;
    private final Map<LocationCode, Snapshot> snapshots = new ConcurrentHashMap<>();

    public HostRanking(HostRepository hosts, RandomGenerator random, Clock clock) {
        this.hosts = hosts;
        this.random = random;
        this.clock = clock;
    }

    private record Snapshot(Instant takenAt, List<Host> hosts) {}

    /**
     * Reserves room for a server at a location, in the transaction under way.
     *
     * @param eligible which hosts may be tried
     * @return where; empty when no eligible host has room
     */
    public Optional<HostId> reserve(
            LocationCode location, ServerId server, Resources resources, Predicate<HostId> eligible) {
        return reserve(snapshot(location), server, resources, eligible)
                .or(() -> reserve(refresh(location), server, resources, eligible));
    }

    private Optional<HostId> reserve(
            Snapshot snapshot, ServerId server, Resources resources, Predicate<HostId> eligible) {
        return Placement.rank(snapshot.hosts(), resources, random).stream()
                .filter(eligible)
                .filter(host -> hosts.reserve(server, host, resources))
                .findFirst();
    }

    private Snapshot snapshot(LocationCode location) {
        Snapshot snapshot = snapshots.get(location);
        return snapshot != null && isFresh(snapshot) ? snapshot : refresh(location);
    }

    private Snapshot refresh(LocationCode location) {
        Snapshot snapshot = new Snapshot(clock.instant(), hosts.at(location));
        snapshots.put(location, snapshot);
        return snapshot;
    }

    private boolean isFresh(Snapshot snapshot) {
        Duration age = Duration.between(snapshot.takenAt(), clock.instant());
        return !age.isNegative() && age.compareTo(MAX_AGE) <= 0; // negative: the clock was set back
    }
}
