package dev.berth.grpc.server;

import dev.berth.application.server.port.in.PagePosition;
import dev.berth.application.server.port.in.PageRequest;
import dev.berth.application.server.port.in.ServerPage;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.server.ServerFilter;
import dev.berth.domain.server.ServerStatus;
import dev.berth.domain.server.ServerSummary;
import dev.berth.grpc.request.Fields;
import dev.berth.grpc.request.Value;
import dev.berth.proto.v1.ListServersRequest;
import dev.berth.proto.v1.ListServersResponse;
import java.util.List;

/**
 * A list that is wanted.
 *
 * @param filter which servers
 * @param page which part of them
 */
record ListServers(ServerFilter filter, PageRequest page) {
    private static final int DEFAULT_SIZE = 100;
    private static final int MAX_SIZE = 1000;

    static ListServers of(ListServersRequest request) {
        Fields fields = Fields.ofRequest();
        Value<ServerStatus> status = fields.check("state", () -> States.parse(request.getState()));
        Value<LocationCode> location = fields.optionalText("location", request.getLocation(), LocationCode::new);
        if (request.getPageSize() < 0) {
            fields.refuse("page_size", "out_of_range", "Must be 0 or more.");
        }
        ServerFilter filter = new ServerFilter(status.orNull(), location.orNull());
        Value<PagePosition> token =
                fields.optionalText("page_token", request.getPageToken(), text -> position(text, filter));
        fields.requireValid();
        return new ListServers(filter, page(size(request.getPageSize()), token));
    }

    ListServersResponse answer(ServerPage found) {
        ListServersResponse.Builder response =
                ListServersResponse.newBuilder().setTotalSize((int) Math.min(found.total(), Integer.MAX_VALUE));
        List<ServerSummary> servers = found.servers();
        servers.forEach(server -> response.addServers(ServerMessages.of(server)));
        if (found.hasMore() && !servers.isEmpty()) {
            long last = servers.get(servers.size() - 1).server().id().value();
            response.setNextPageToken(new PagePosition(last, found.total()).format(filter));
        }
        return response.build();
    }

    private static PageRequest page(int size, Value<PagePosition> token) {
        PagePosition from = token.orNull();
        return from == null ? new PageRequest(size, 0, null) : new PageRequest(size, from.after(), from.total());
    }

    private static PagePosition position(String text, ServerFilter filter) {
        return PagePosition.parse(text, filter)
                .orElseThrow(() -> Fields.refused(
                        "invalid_value",
                        "Must be the next_page_token of the same list, with the same state and location."));
    }

    private static int size(int wanted) {
        return wanted == 0 ? DEFAULT_SIZE : Math.min(wanted, MAX_SIZE);
    }
}
