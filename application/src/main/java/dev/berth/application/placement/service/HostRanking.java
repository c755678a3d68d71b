package dev.berth.application.placement.service;

import dev.berth.application.caching.Recent;
import dev.berth.application.placement.port.out.HostRepository;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.catalog.Resources;
import dev.berth.domain.placement.Host;
import dev.berth.domain.placement.HostId;
import dev.berth.domain.placement.Placement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Ranks hosts from a snapshot that is at most a second old, so that creates do not all read the hosts. The reservation
 * itself decides; who finds the ranking wrong everywhere may ask for a fresh one.
 */
public final class HostRanking {
    private static final Duration MAX_AGE = Duration.ofSeconds(1);

    private final Recent<LocationCode, List<Host>> snapshots;
    private final RandomGenerator random;

    public HostRanking(HostRepository hosts, RandomGenerator random, Clock clock) {
        this.snapshots = new Recent<>(location -> Optional.of(hosts.at(location)), MAX_AGE, clock);
        this.random = random;
    }

    /** The hosts at a location that seem to have room, best first. */
    public List<HostId> rank(LocationCode location, Resources wanted) {
        return rank(snapshots.get(location), wanted);
    }

    /** The hosts at a location that have room at this moment, best first. */
    public List<HostId> rankAnew(LocationCode location, Resources wanted) {
        return rank(snapshots.refresh(location), wanted);
    }

    private List<HostId> rank(Optional<List<Host>> hosts, Resources wanted) {
        return Placement.rank(hosts.orElseThrow(), wanted, random);
    }
}
