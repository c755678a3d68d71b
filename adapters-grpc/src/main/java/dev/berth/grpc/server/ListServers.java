package dev.berth.grpc.server;

import dev.berth.application.port.in.Page;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.server.ServerFilter;
import dev.berth.domain.server.ServerStatus;
import dev.berth.domain.server.ServerSummary;
import dev.berth.grpc.request.Fields;
import dev.berth.grpc.request.Paging;
import dev.berth.grpc.request.Value;
import dev.berth.proto.v1.ListServersRequest;
import dev.berth.proto.v1.ListServersResponse;

/**
 * A list that is wanted.
 *
 * @param filter which servers
 * @param paging which part of them
 */
record ListServers(ServerFilter filter, Paging paging) {
    static ListServers of(ListServersRequest request) {
        Fields fields = Fields.ofRequest();
        Value<ServerStatus> status = fields.check("state", () -> States.parse(request.getState()));
        Value<LocationCode> location = fields.optionalText("location", request.getLocation(), LocationCode::new);
        ServerFilter filter = new ServerFilter(status.orNull(), location.orNull());
        Paging paging = Paging.read(fields, request.getPageSize(), request.getPageToken(), filter);
        fields.requireValid();
        return new ListServers(filter, paging);
    }

    ListServersResponse answer(Page<ServerSummary> page) {
        return ListServersResponse.newBuilder()
                .addAllServers(page.items().stream().map(ServerMessages::of).toList())
                .setNextPageToken(
                        paging.next(page, server -> server.server().id().value()))
                .setTotalSize(Paging.total(page))
                .build();
    }
}
