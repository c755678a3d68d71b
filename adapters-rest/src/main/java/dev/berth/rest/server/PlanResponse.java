package dev.berth.rest.server;

import dev.berth.domain.catalog.Plan;
import dev.berth.rest.request.Representation;

/** A plan in a list of servers. */
@Representation
record PlanResponse(long id, String name, long vcpus, long memory, long storage) {
    static PlanResponse of(Plan plan) {
        return new PlanResponse(
                plan.id().value(),
                plan.name(),
                plan.resources().vcpus(),
                plan.resources().memory(),
                plan.resources().storage());
    }
}
