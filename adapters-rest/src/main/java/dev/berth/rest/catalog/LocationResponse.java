package dev.berth.rest.catalog;

import dev.berth.domain.catalog.Location;
import dev.berth.rest.request.Representation;

/** A location on offer. */
@Representation
record LocationResponse(String code, String name) {
    static LocationResponse of(Location location) {
        return new LocationResponse(location.code().value(), location.name());
    }
}
