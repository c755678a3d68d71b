package dev.berth.application.placement.service;

import dev.berth.application.catalog.port.out.CatalogRepository;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.error.FieldViolation;
import java.util.Optional;

/** Which locations can be given hosts and addresses. */
final class Locations {
    private Locations() {}

    /** What is wrong with this one; empty when it is there and not retired. */
    static Optional<FieldViolation> refusal(CatalogRepository catalog, LocationCode code) {
        return catalog.location(code).filter(location -> !location.retired()).isPresent()
                ? Optional.empty()
                : Optional.of(new FieldViolation(
                        "location",
                        "not_found",
                        "There is no such location, or it is retired. Use the code of another."));
    }
}
