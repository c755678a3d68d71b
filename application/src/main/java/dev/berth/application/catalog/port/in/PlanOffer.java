package dev.berth.application.catalog.port.in;

import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.catalog.Plan;
import java.util.List;

/**
 * A plan, and where it can be had.
 *
 * @param plan the plan
 * @param places every location that is not retired, by code
 */
public record PlanOffer(Plan plan, List<Place> places) {
    public PlanOffer {
        places = List.copyOf(places);
    }

    /**
     * A location.
     *
     * @param location its code
     * @param available whether there was room and an address for a server of the plan a second ago or less; never for a
     *     plan that is retired
     */
    public record Place(LocationCode location, boolean available) {}
}
