package dev.berth.rest.catalog;

import dev.berth.domain.catalog.OperatingSystem;
import dev.berth.rest.request.Representation;

/** An operating system on offer. */
@Representation
record OperatingSystemResponse(long id, String name) {
    static OperatingSystemResponse of(OperatingSystem os) {
        return new OperatingSystemResponse(os.id().value(), os.name());
    }
}
