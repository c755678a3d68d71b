package dev.berth.rest.server;

import dev.berth.domain.server.Server;
import dev.berth.domain.server.ServerSummary;
import dev.berth.rest.request.Representation;
import dev.berth.rest.request.Times;
import org.jspecify.annotations.Nullable;

/** A server in a list. */
@Representation
record ServerResponse(
        long id,
        String name,
        String hostname,
        String status,
        @Nullable String ipAddress,
        String location,
        PlanResponse plan,
        OsResponse os,
        String createdAt,
        String updatedAt) {

    static ServerResponse of(ServerSummary summary) {
        Server server = summary.server();
        return new ServerResponse(
                server.id().value(),
                server.name().value(),
                server.hostname().value(),
                server.status().wireName(),
                server.visibleIpv4(),
                server.location().value(),
                PlanResponse.of(summary.plan()),
                OsResponse.of(summary.os()),
                Times.format(server.createdAt()),
                Times.format(server.updatedAt()));
    }
}
