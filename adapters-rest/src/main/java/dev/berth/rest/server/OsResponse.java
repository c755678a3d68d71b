package dev.berth.rest.server;

import dev.berth.domain.catalog.OperatingSystem;
import dev.berth.rest.request.Representation;

/** An operating system in a server. */
@Representation
record OsResponse(long id, String name) {
    static OsResponse of(OperatingSystem os) {
        return new OsResponse(os.id().value(), os.name());
    }
}
