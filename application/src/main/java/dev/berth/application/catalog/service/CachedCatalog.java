package dev.berth.application.catalog.service;

import dev.berth.application.caching.Recent;
import dev.berth.application.catalog.port.out.CatalogRepository;
import dev.berth.domain.catalog.Location;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.catalog.OperatingSystem;
import dev.berth.domain.catalog.OperatingSystemId;
import dev.berth.domain.catalog.Plan;
import dev.berth.domain.catalog.PlanId;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** A catalog whose entries may be a second old: a create would otherwise read three. What is new is there at once. */
public final class CachedCatalog implements CatalogRepository {
    private static final Duration MAX_AGE = Duration.ofSeconds(1);

    private final CatalogRepository catalog;
    private final Recent<PlanId, Plan> plans;
    private final Recent<OperatingSystemId, OperatingSystem> systems;
    private final Recent<LocationCode, Location> locations;

    public CachedCatalog(CatalogRepository catalog, Clock clock) {
        this.catalog = catalog;
        this.plans = new Recent<>(catalog::plan, MAX_AGE, clock);
        this.systems = new Recent<>(catalog::operatingSystem, MAX_AGE, clock);
        this.locations = new Recent<>(catalog::location, MAX_AGE, clock);
    }

    @Override
    public Optional<Plan> plan(PlanId id) {
        return plans.get(id);
    }

    @Override
    public Optional<OperatingSystem> operatingSystem(OperatingSystemId id) {
        return systems.get(id);
    }

    @Override
    public Optional<Location> location(LocationCode code) {
        return locations.get(code);
    }

    @Override
    public void insert(Plan plan) {
        catalog.insert(plan);
    }

    @Override
    public void insert(OperatingSystem os) {
        catalog.insert(os);
    }

    @Override
    public void insert(Location location) {
        catalog.insert(location);
    }
}
