package dev.berth.application.catalog.port.in;

import dev.berth.domain.audit.Actor;
import dev.berth.domain.catalog.Location;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.catalog.OperatingSystem;
import dev.berth.domain.catalog.OperatingSystemId;
import dev.berth.domain.catalog.Plan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the operator offers. Nothing is ever removed: it is retired, which new servers notice at once on the replica that
 * was asked, and a second later on the others.
 *
 * <p>Creates are refused with {@code ALREADY_EXISTS} when the id or code is taken, by something retired too; changes with
 * {@code PLAN_NOT_FOUND}, {@code OPERATING_SYSTEM_NOT_FOUND} or {@code LOCATION_NOT_FOUND}.
 */
public interface CatalogAdministration {
    /** All plans, by id. */
    List<PlanOffer> allPlans();

    /** Adds a plan under the id that it has. */
    PlanOffer createPlan(Actor actor, Plan plan);

    /** Changes a plan. Servers keep the prices of their create. */
    PlanOffer updatePlan(Actor actor, UpdatePlanCommand command);

    /** All operating systems, by id. */
    List<OperatingSystem> allOperatingSystems();

    /** Adds an operating system under the id that it has. */
    OperatingSystem createOperatingSystem(Actor actor, OperatingSystem os);

    /** Changes an operating system; null leaves a field as it is. */
    OperatingSystem updateOperatingSystem(
            Actor actor, OperatingSystemId os, @Nullable String name, @Nullable Boolean retired);

    /** All locations, by code. */
    List<Location> allLocations();

    /** Adds a location under the code that it has. */
    Location createLocation(Actor actor, Location location);

    /** Changes a location; null leaves a field as it is. */
    Location updateLocation(Actor actor, LocationCode location, @Nullable String name, @Nullable Boolean retired);
}
