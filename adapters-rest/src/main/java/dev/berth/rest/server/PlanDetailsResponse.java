package dev.berth.rest.server;

import dev.berth.domain.catalog.Plan;
import dev.berth.rest.request.Representation;

/** A plan in the details of a server. */
@Representation
record PlanDetailsResponse(long id, String name, long vcpus, long memory, long storage, long bandwidth) {
    static PlanDetailsResponse of(Plan plan) {
        return new PlanDetailsResponse(
                plan.id().value(),
                plan.name(),
                plan.resources().vcpus(),
                plan.resources().memory(),
                plan.resources().storage(),
                plan.bandwidth());
    }
}
