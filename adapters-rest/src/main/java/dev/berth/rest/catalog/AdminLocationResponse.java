package dev.berth.rest.catalog;

import dev.berth.domain.catalog.Location;
import dev.berth.rest.request.Representation;

/** A location, as the operator sees it. */
@Representation
record AdminLocationResponse(String code, String name, boolean retired) {
    static AdminLocationResponse of(Location location) {
        return new AdminLocationResponse(location.code().value(), location.name(), location.retired());
    }
}
