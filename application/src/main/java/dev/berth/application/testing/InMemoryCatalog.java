package dev.berth.application.testing;

import dev.berth.application.catalog.port.out.CatalogRepository;
import dev.berth.domain.catalog.Location;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.catalog.OperatingSystem;
import dev.berth.domain.catalog.OperatingSystemId;
import dev.berth.domain.catalog.Plan;
import dev.berth.domain.catalog.PlanId;
import java.util.List;
import java.util.Optional;

final class InMemoryCatalog implements CatalogRepository {
    private final InMemoryTransactions transactions;
    private final InMemoryTable<Long, Plan> plans;
    private final InMemoryTable<Long, OperatingSystem> operatingSystems;
    private final InMemoryTable<String, Location> locations;

    InMemoryCatalog(InMemoryTransactions transactions) {
        this.transactions = transactions;
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
    public List<Plan> plans() {
        return List.copyOf(plans.rows());
    }

    @Override
    public List<OperatingSystem> operatingSystems() {
        return List.copyOf(operatingSystems.rows());
    }

    @Override
    public List<Location> locations() {
        return List.copyOf(locations.rows());
    }

    @Override
    public Optional<Plan> lock(PlanId id) {
        return plan(id); // a transaction here has the whole store to itself
    }

    @Override
    public Optional<OperatingSystem> lock(OperatingSystemId id) {
        return operatingSystem(id);
    }

    @Override
    public Optional<Location> lock(LocationCode code) {
        return location(code);
    }

    @Override
    public boolean insert(Plan plan) {
        return transactions.statement(() -> {
            boolean isFree = plan(plan.id()).isEmpty();
            if (isFree) {
                save(plan);
            }
            return isFree;
        });
    }

    @Override
    public boolean insert(OperatingSystem os) {
        return transactions.statement(() -> {
            boolean isFree = operatingSystem(os.id()).isEmpty();
            if (isFree) {
                save(os);
            }
            return isFree;
        });
    }

    @Override
    public boolean insert(Location location) {
        return transactions.statement(() -> {
            boolean isFree = location(location.code()).isEmpty();
            if (isFree) {
                save(location);
            }
            return isFree;
        });
    }

    @Override
    public void save(Plan plan) {
        plans.put(plan.id().value(), plan);
    }

    @Override
    public void save(OperatingSystem os) {
        operatingSystems.put(os.id().value(), os);
    }

    @Override
    public void save(Location location) {
        locations.put(location.code().value(), location);
    }
}
