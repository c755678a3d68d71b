package dev.berth.rest.placement;

import dev.berth.domain.catalog.Resources;
import dev.berth.rest.request.Representation;

/** A part of what a host has. */
@Representation
record ResourcesResponse(long vcpus, long memory, long storage) {
    static ResourcesResponse of(Resources resources) {
        return new ResourcesResponse(resources.vcpus(), resources.memory(), resources.storage());
    }
}
