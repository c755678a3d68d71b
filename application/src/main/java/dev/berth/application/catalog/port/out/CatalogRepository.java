package dev.berth.application.catalog.port.out;

import dev.berth.domain.catalog.Location;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.catalog.OperatingSystem;
import dev.berth.domain.catalog.OperatingSystemId;
import dev.berth.domain.catalog.Plan;
import dev.berth.domain.catalog.PlanId;
import java.util.List;
import java.util.Optional;

/** What can be bought, as it is stored. Retired entries are found too. */
public interface CatalogRepository {
    Optional<Plan> plan(PlanId id);

    Optional<OperatingSystem> operatingSystem(OperatingSystemId id);

    Optional<Location> location(LocationCode code);

    /** All plans, by id. */
    List<Plan> plans();

    /** All operating systems, by id. */
    List<OperatingSystem> operatingSystems();

    /** All locations, by code. */
    List<Location> locations();

    /** The plan, for a change in the transaction under way. */
    Optional<Plan> lock(PlanId id);

    /** The operating system, for a change in the transaction under way. */
    Optional<OperatingSystem> lock(OperatingSystemId id);

    /** The location, for a change in the transaction under way. */
    Optional<Location> lock(LocationCode code);

    /**
     * Stores a new plan under its id.
     *
     * @return whether that was free
     */
    boolean insert(Plan plan);

    /**
     * Stores a new operating system under its id.
     *
     * @return whether that was free
     */
    boolean insert(OperatingSystem os);

    /**
     * Stores a new location under its code.
     *
     * @return whether that was free
     */
    boolean insert(Location location);

    /** Stores what can change of a plan: all but its figures. */
    void save(Plan plan);

    /** Stores what can change of an operating system. */
    void save(OperatingSystem os);

    /** Stores what can change of a location. */
    void save(Location location);
}
