package dev.berth.rest.catalog;

import dev.berth.application.catalog.port.in.PlanOffer;
import dev.berth.domain.catalog.Plan;
import dev.berth.rest.request.Representation;
import java.util.List;

/** A plan on offer. */
@Representation
record PlanResponse(
        long id,
        String name,
        long vcpus,
        long memory,
        long storage,
        long bandwidth,
        String priceHourly,
        String priceMonthly,
        List<PlaceResponse> locations) {
    static PlanResponse of(PlanOffer offer) {
        Plan plan = offer.plan();
        return new PlanResponse(
                plan.id().value(),
                plan.name(),
                plan.resources().vcpus(),
                plan.resources().memory(),
                plan.resources().storage(),
                plan.bandwidth(),
                plan.priceHourly().toString(),
                plan.priceMonthly().toString(),
                PlaceResponse.of(offer));
    }
}
