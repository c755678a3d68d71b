package dev.berth.application.catalog.service;

import dev.berth.application.caching.Recent;
import dev.berth.application.catalog.port.out.CatalogRepository;
import dev.berth.application.port.out.Transactions;
import dev.berth.domain.catalog.Location;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.catalog.OperatingSystem;
import dev.berth.domain.catalog.OperatingSystemId;
import dev.berth.domain.catalog.Plan;
import dev.berth.domain.catalog.PlanId;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A catalog whose entries may be a second old: a create would otherwise read three. What is new is there at once, and
 * what was changed through this object is seen by everybody who asks it after the commit.
 */
public final class CachedCatalog implements CatalogRepository {
    private static final Duration MAX_AGE = Duration.ofSeconds(1);

    private final CatalogRepository catalog;
    private final Transactions transactions;
    private final Recent<PlanId, Plan> plans;
    private final Recent<OperatingSystemId, OperatingSystem> systems;
    private final Recent<LocationCode, Location> locations;

    public CachedCatalog(CatalogRepository catalog, Transactions transactions, Clock clock) {
        this.catalog = catalog;
        this.transactions = transactions;
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
    public List<Plan> plans() {
        return catalog.plans();
    }

    @Override
    public List<OperatingSystem> operatingSystems() {
        return catalog.operatingSystems();
    }

    @Override
    public List<Location> locations() {
        return catalog.locations();
    }

    @Override
    public Optional<Plan> lock(PlanId id) {
        return catalog.lock(id);
    }

    @Override
    public Optional<OperatingSystem> lock(OperatingSystemId id) {
        return catalog.lock(id);
    }

    @Override
    public Optional<Location> lock(LocationCode code) {
        return catalog.lock(code);
    }

    @Override
    public boolean insert(Plan plan) {
        return catalog.insert(plan);
    }

    @Override
    public boolean insert(OperatingSystem os) {
        return catalog.insert(os);
    }

    @Override
    public boolean insert(Location location) {
        return catalog.insert(location);
    }

    @Override
    public void save(Plan plan) {
        catalog.save(plan);
        transactions.afterCommit(() -> plans.forget(plan.id()));
    }

    @Override
    public void save(OperatingSystem os) {
        catalog.save(os);
        transactions.afterCommit(() -> systems.forget(os.id()));
    }

    @Override
    public void save(Location location) {
        catalog.save(location);
        transactions.afterCommit(() -> locations.forget(location.code()));
    }
}
