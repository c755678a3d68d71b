package dev.berth.application.catalog.port.in;

import dev.berth.domain.catalog.Location;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.catalog.OperatingSystem;
import dev.berth.domain.catalog.OperatingSystemId;
import dev.berth.domain.catalog.Plan;
import dev.berth.domain.catalog.PlanId;
import java.util.List;

/** What can be bought. Lists leave out what is retired; by its id it is found all the same, for old servers have it. */
public interface Catalog {
    /** The plans, by id. */
    List<PlanOffer> plans();

    /** One {@link Plan}. Refuses with {@code PLAN_NOT_FOUND}. */
    PlanOffer plan(PlanId plan);

    /** The operating systems, by id. */
    List<OperatingSystem> operatingSystems();

    /** One operating system. Refuses with {@code OPERATING_SYSTEM_NOT_FOUND}. */
    OperatingSystem operatingSystem(OperatingSystemId os);

    /** The locations, by code. */
    List<Location> locations();

    /** One location. Refuses with {@code LOCATION_NOT_FOUND}. */
    Location location(LocationCode location);
}
