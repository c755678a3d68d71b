package dev.berth.rest.catalog;

import dev.berth.domain.catalog.OperatingSystem;
import dev.berth.rest.request.Representation;

/** An operating system, as the operator sees it. */
@Representation
record AdminOperatingSystemResponse(long id, String name, boolean retired) {
    static AdminOperatingSystemResponse of(OperatingSystem os) {
        return new AdminOperatingSystemResponse(os.id().value(), os.name(), os.retired());
    }
}
