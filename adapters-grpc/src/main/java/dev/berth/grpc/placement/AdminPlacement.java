package dev.berth.grpc.placement;

import dev.berth.application.placement.port.in.AddressPools;
import dev.berth.application.placement.port.in.Hosts;
import dev.berth.application.placement.port.in.RegisterHostCommand;
import dev.berth.application.port.in.Page;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.catalog.Resources;
import dev.berth.domain.error.PlainText;
import dev.berth.domain.placement.AddressBlock;
import dev.berth.domain.placement.HostDetails;
import dev.berth.domain.placement.HostFilter;
import dev.berth.domain.placement.HostId;
import dev.berth.domain.placement.HostUri;
import dev.berth.grpc.request.Callers;
import dev.berth.grpc.request.Fields;
import dev.berth.grpc.request.Paging;
import dev.berth.grpc.request.Value;
import dev.berth.proto.v1.ActivateHostRequest;
import dev.berth.proto.v1.AddressPool;
import dev.berth.proto.v1.CreateAddressPoolRequest;
import dev.berth.proto.v1.DrainHostRequest;
import dev.berth.proto.v1.GetHostRequest;
import dev.berth.proto.v1.Host;
import dev.berth.proto.v1.ListAddressPoolsResponse;
import dev.berth.proto.v1.ListHostsRequest;
import dev.berth.proto.v1.ListHostsResponse;
import dev.berth.proto.v1.RegisterHostRequest;
import jakarta.inject.Singleton;

/** The part of {@code berth.v1.AdminService} that is about hosts and addresses. */
@Singleton
public final class AdminPlacement {
    private final Hosts hosts;
    private final AddressPools pools;

    AdminPlacement(Hosts hosts, AddressPools pools) {
        this.hosts = hosts;
        this.pools = pools;
    }

    /** Adds a host. */
    public Host register(RegisterHostRequest request) {
        RegisterHostCommand command = read(request);
        return Fields.naming(
                field -> "host." + field, () -> PlacementMessages.of(hosts.register(Callers.actor(), command)));
    }

    /** One page of the hosts. */
    public ListHostsResponse list(ListHostsRequest request) {
        Fields fields = Fields.ofRequest();
        Value<LocationCode> location = fields.optionalText("location", request.getLocation(), LocationCode::new);
        HostFilter filter = new HostFilter(location.orNull());
        Paging paging = Paging.read(fields, request.getPageSize(), request.getPageToken(), filter);
        fields.requireValid();
        Page<HostDetails> page = hosts.page(filter, paging.wanted());
        return ListHostsResponse.newBuilder()
                .addAllHosts(page.items().stream().map(PlacementMessages::of).toList())
                .setNextPageToken(
                        paging.next(page, details -> details.host().id().value()))
                .setTotalSize(Paging.total(page))
                .build();
    }

    /** One host. */
    public Host get(GetHostRequest request) {
        return PlacementMessages.of(hosts.get(host(request.getId())));
    }

    /** Keeps new servers away from a host. */
    public Host drain(DrainHostRequest request) {
        return PlacementMessages.of(hosts.drain(Callers.actor(), host(request.getId())));
    }

    /** Lets a host get new servers again. */
    public Host activate(ActivateHostRequest request) {
        return PlacementMessages.of(hosts.activate(Callers.actor(), host(request.getId())));
    }

    /** Gives a location addresses. */
    public AddressPool create(CreateAddressPoolRequest request) {
        Fields all = Fields.ofRequest();
        Fields fields = all.in("address_pool", request.hasAddressPool());
        all.requireValid();
        AddressPool sent = request.getAddressPool();
        Value<LocationCode> location = fields.text("location", sent.getLocation(), LocationCode::new);
        Value<AddressBlock> block = fields.text("cidr", sent.getCidr(), AddressBlock::ofNew);
        all.requireValid();
        return Fields.naming(
                field -> "address_pool." + field,
                () -> PlacementMessages.of(pools.create(Callers.actor(), location.get(), block.get())));
    }

    /** All pools. */
    public ListAddressPoolsResponse pools() {
        return ListAddressPoolsResponse.newBuilder()
                .addAllAddressPools(
                        pools.list().stream().map(PlacementMessages::of).toList())
                .build();
    }

    private static RegisterHostCommand read(RegisterHostRequest request) {
        Fields all = Fields.ofRequest();
        Fields fields = all.in("host", request.hasHost());
        all.requireValid();
        Host sent = request.getHost();
        Value<String> name = fields.text("name", sent.getName(), PlainText::requireName);
        Value<LocationCode> location = fields.text("location", sent.getLocation(), LocationCode::new);
        Value<String> hypervisor = fields.text("hypervisor", sent.getHypervisor(), engine -> engine);
        Value<HostUri> uri = fields.optionalText("uri", sent.getUri(), HostUri::new);
        Value<Long> vcpus = figure(fields, "vcpus", sent.getVcpus());
        Value<Long> memory = figure(fields, "memory_mib", sent.getMemoryMib());
        Value<Long> storage = figure(fields, "storage_gb", sent.getStorageGb());
        all.requireValid();
        return new RegisterHostCommand(
                name.get(),
                location.get(),
                hypervisor.get(),
                uri.orNull(),
                new Resources(vcpus.get(), memory.get(), storage.get()));
    }

    private static Value<Long> figure(Fields fields, String name, long sent) {
        return fields.check(name, () -> Resources.requireFigure(name, sent));
    }

    private static HostId host(long id) {
        Fields fields = Fields.ofRequest();
        Value<HostId> host = fields.id("id", id, HostId::new);
        fields.requireValid();
        return host.get();
    }
}
