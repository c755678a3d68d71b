package dev.berth.rest.server;

import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.server.ServerFilter;
import dev.berth.domain.server.ServerStatus;
import dev.berth.rest.request.ApiRequest;
import dev.berth.rest.request.Paging;
import dev.berth.rest.request.Value;

/**
 * The query of a list.
 *
 * @param filter which servers
 * @param paging which part of them
 */
record ListServersRequest(ServerFilter filter, Paging paging) {
    static ListServersRequest read(ApiRequest request) {
        Value<ServerStatus> status = request.query().optional("status", ServerStatus::ofWireName);
        Value<LocationCode> location = request.query().optional("location", LocationCode::new);
        ServerFilter filter = new ServerFilter(status.orNull(), location.orNull());
        Paging paging = Paging.read(request, filter);
        request.requireValid();
        return new ListServersRequest(filter, paging);
    }
}
