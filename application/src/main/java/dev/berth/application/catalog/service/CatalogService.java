package dev.berth.application.catalog.service;

import dev.berth.application.catalog.port.in.Catalog;
import dev.berth.application.catalog.port.in.PlanOffer;
import dev.berth.application.catalog.port.out.CatalogRepository;
import dev.berth.domain.catalog.Location;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.catalog.OperatingSystem;
import dev.berth.domain.catalog.OperatingSystemId;
import dev.berth.domain.catalog.PlanId;
import java.util.List;

/** Shows what can be bought. */
public final class CatalogService implements Catalog {
    private final CatalogRepository catalog;
    private final PlanOffers offers;

    /** @param catalog as it is stored: what was changed on another replica is shown at once */
    public CatalogService(CatalogRepository catalog, PlanOffers offers) {
        this.catalog = catalog;
        this.offers = offers;
    }

    @Override
    public List<PlanOffer> plans() {
        return offers.of(
                catalog.plans().stream().filter(plan -> !plan.retired()).toList());
    }

    @Override
    public PlanOffer plan(PlanId plan) {
        return offers.of(catalog.plan(plan).orElseThrow(plan::notFound));
    }

    @Override
    public List<OperatingSystem> operatingSystems() {
        return catalog.operatingSystems().stream().filter(os -> !os.retired()).toList();
    }

    @Override
    public OperatingSystem operatingSystem(OperatingSystemId os) {
        return catalog.operatingSystem(os).orElseThrow(os::notFound);
    }

    @Override
    public List<Location> locations() {
        return catalog.locations().stream()
                .filter(location -> !location.retired())
                .toList();
    }

    @Override
    public Location location(LocationCode location) {
        return catalog.location(location).orElseThrow(location::notFound);
    }
}
