package dev.berth.application.placement.service;

import dev.berth.application.catalog.port.out.CatalogRepository;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.error.FieldViolation;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which locations can be asked for, and which can be given hosts and addresses. */
public final class Locations {
    private Locations() {}

    /** Refuses a filter by a location that is not there; null asks for all. */
    public static void requireKnown(CatalogRepository catalog, @Nullable LocationCode code) {
        if (code != null && catalog.location(code).isEmpty()) {
            throw LocationCode.unknown();
        }
    }

    /** What is wrong with giving this one something; empty when it is there and not retired. */
    static Optional<FieldViolation> refusal(CatalogRepository catalog, LocationCode code) {
        return catalog.location(code).filter(location -> !location.retired()).isPresent()
                ? Optional.empty()
                : Optional.of(new FieldViolation(
                        "location",
                        "not_found",
                        "There is no such location, or it is retired. Use the code of another."));
    }
}
