package dev.berth.application.catalog.service;

import dev.berth.application.catalog.port.in.PlanOffer;
import dev.berth.application.catalog.port.in.PlanOffer.Place;
import dev.berth.application.catalog.port.out.CatalogRepository;
import dev.berth.application.placement.service.Vacancies;
import dev.berth.domain.catalog.Location;
import dev.berth.domain.catalog.Plan;
import java.util.List;

/** Tells where plans can be had. */
public final class PlanOffers {
    private final CatalogRepository catalog;
    private final Vacancies vacancies;

    public PlanOffers(CatalogRepository catalog, Vacancies vacancies) {
        this.catalog = catalog;
        this.vacancies = vacancies;
    }

    PlanOffer of(Plan plan) {
        return of(List.of(plan)).get(0);
    }

    List<PlanOffer> of(List<Plan> plans) {
        List<Location> locations = catalog.locations().stream()
                .filter(location -> !location.retired())
                .toList();
        return plans.stream()
                .map(plan -> new PlanOffer(
                        plan,
                        locations.stream()
                                .map(location -> new Place(location.code(), isAvailable(plan, location)))
                                .toList()))
                .toList();
    }

    private boolean isAvailable(Plan plan, Location location) {
        return !plan.retired() && vacancies.hasRoom(location.code(), plan.resources());
    }
}
