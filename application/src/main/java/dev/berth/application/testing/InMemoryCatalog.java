package dev.berth.application.testing;

import dev.berth.application.catalog.port.out.CatalogRepository;
import dev.berth.domain.catalog.Location;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.catalog.OperatingSystem;
import dev.berth.domain.catalog.OperatingSystemId;
import dev.berth.domain.catalog.Plan;
import dev.berth.domain.catalog.PlanId;
import java.util.Optional;

final class InMemoryCatalog implements CatalogRepository {
    private final InMemoryTable<Long, Plan> plans;
    private final InMemoryTable<Long, OperatingSystem> operatingSystems;
    private final InMemoryTable<String, Location> locations;

    InMemoryCatalog(InMemoryTransactions transactions) {
        plans = new InMemoryTable<>(transactions);
        operatingSystems = new InMemoryTable<>(transactions);
        locations = new InMemoryTable<>(transactions);
    }

    @Override
    public Optional<Plan> plan(PlanId id) {
        return plans.get(id.value());
    }

    @Override
    public Optional<OperatingSystem> operatingSystem(OperatingSystemId id) {
        return operatingSystems.get(id.value());
    }

    @Override
    public Optional<Location> location(LocationCode code) {
        return locations.get(code.value());
    }

    @Override
    public void insert(Plan plan) {
        plans.put(plan.id().value(), plan);
    }

    @Override
    public void insert(OperatingSystem os) {
        operatingSystems.put(os.id().value(), os);
    }

    @Override
    public void insert(Location location) {
        locations.put(location.code().value(), location);
    }
}
