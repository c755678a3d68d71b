package dev.berth.application.catalog.port.out;

import dev.berth.domain.catalog.Location;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.catalog.OperatingSystem;
import dev.berth.domain.catalog.OperatingSystemId;
import dev.berth.domain.catalog.Plan;
import dev.berth.domain.catalog.PlanId;
import java.util.Optional;

/** What can be bought, as it is stored. Retired entries are found too. */
public interface CatalogRepository {
    Optional<Plan> plan(PlanId id);

    Optional<OperatingSystem> operatingSystem(OperatingSystemId id);

    Optional<Location> location(LocationCode code);

    /** Stores a new plan under its id. */
    void insert(Plan plan);

    /** Stores a new operating system under its id. */
    void insert(OperatingSystem os);

    /** Stores a new location under its code. */
    void insert(Location location);
}
