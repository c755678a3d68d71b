package dev.berth.rest.catalog;

import dev.berth.application.catalog.port.in.PlanOffer;
import dev.berth.rest.request.Representation;
import java.util.List;

/** A location, and whether a plan can be had there. */
@Representation
record PlaceResponse(String code, boolean available) {
    static List<PlaceResponse> of(PlanOffer offer) {
        return offer.places().stream()
                .map(place -> new PlaceResponse(place.location().value(), place.available()))
                .toList();
    }
}
