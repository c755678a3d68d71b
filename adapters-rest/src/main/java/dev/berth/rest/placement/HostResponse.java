package dev.berth.rest.placement;

import dev.berth.domain.placement.Host;
import dev.berth.domain.placement.HostDetails;
import dev.berth.domain.placement.HostUri;
import dev.berth.rest.request.Representation;
import org.jspecify.annotations.Nullable;

/** A host. */
@Representation
record HostResponse(
        long id,
        String name,
        String location,
        String hypervisor,
        @Nullable String uri,
        String status,
        long vcpus,
        long memory,
        long storage,
        ResourcesResponse used,
        ResourcesResponse free,
        long servers) {
    static HostResponse of(HostDetails details) {
        Host host = details.host();
        HostUri uri = host.uri();
        return new HostResponse(
                host.id().value(),
                host.name(),
                host.location().value(),
                host.hypervisor(),
                uri == null ? null : uri.value(),
                host.status().wireName(),
                host.capacity().vcpus(),
                host.capacity().memory(),
                host.capacity().storage(),
                ResourcesResponse.of(host.used()),
                ResourcesResponse.of(host.free()),
                details.servers());
    }
}
