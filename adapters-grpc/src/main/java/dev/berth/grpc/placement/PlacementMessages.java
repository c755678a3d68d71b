package dev.berth.grpc.placement;

import dev.berth.domain.catalog.Resources;
import dev.berth.domain.placement.AddressPoolDetails;
import dev.berth.domain.placement.AddressPoolDetails.Usage;
import dev.berth.domain.placement.HostDetails;
import dev.berth.domain.placement.HostStatus;
import dev.berth.domain.placement.HostUri;
import dev.berth.grpc.request.Times;
import dev.berth.proto.v1.AddressPool;
import dev.berth.proto.v1.Host;

/** Hosts and addresses as the contract writes them. */
final class PlacementMessages {
    private PlacementMessages() {}

    static Host of(HostDetails details) {
        var host = details.host();
        Host.Builder message = Host.newBuilder()
                .setId(host.id().value())
                .setName(host.name())
                .setLocation(host.location().value())
                .setHypervisor(host.hypervisor())
                .setState(state(host.status()))
                .setVcpus(host.capacity().vcpus())
                .setMemoryMib(host.capacity().memory())
                .setStorageGb(host.capacity().storage())
                .setUsed(room(host.used()))
                .setFree(room(host.free()))
                .setServers(details.servers());
        HostUri uri = host.uri();
        return uri == null ? message.build() : message.setUri(uri.value()).build();
    }

    static AddressPool of(AddressPoolDetails details) {
        var pool = details.pool();
        AddressPool.Builder message = AddressPool.newBuilder()
                .setId(pool.id().value())
                .setLocation(pool.location().value())
                .setCidr(pool.block().toString())
                .setVersion(pool.block().version())
                .setCreateTime(Times.of(pool.createdAt()));
        Usage usage = details.usage();
        return usage == null
                ? message.build()
                : message.setUsage(AddressPool.Usage.newBuilder()
                                .setAddresses(usage.addresses())
                                .setUsed(usage.used())
                                .setFree(usage.free())
                                .setQuarantined(usage.quarantined()))
                        .build();
    }

    private static Host.State state(HostStatus status) {
        return switch (status) {
            case ACTIVE -> Host.State.STATE_ACTIVE;
            case DRAINING -> Host.State.STATE_DRAINING;
        };
    }

    private static Host.Room room(Resources resources) {
        return Host.Room.newBuilder()
                .setVcpus(resources.vcpus())
                .setMemoryMib(resources.memory())
                .setStorageGb(resources.storage())
                .build();
    }
}
