package dev.berth.rest.server;

import dev.berth.domain.server.Server;
import dev.berth.domain.server.ServerDetails;
import dev.berth.rest.request.Representation;
import dev.berth.rest.request.Times;
import org.jspecify.annotations.Nullable;

/** All of a server. */
@Representation
record ServerDetailsResponse(
        long id,
        String name,
        String hostname,
        String status,
        @Nullable String ipAddress,
        @Nullable String ipv6Address,
        String location,
        PlanDetailsResponse plan,
        OsResponse os,
        boolean backupsEnabled,
        ResourceUsageResponse resourceUsage,
        String createdAt,
        String updatedAt) {

    static ServerDetailsResponse of(ServerDetails details) {
        Server server = details.server();
        return new ServerDetailsResponse(
                server.id().value(),
                server.name().value(),
                server.hostname().value(),
                server.status().wireName(),
                server.visibleIpv4(),
                server.visibleIpv6(),
                server.location().value(),
                PlanDetailsResponse.of(details.summary().plan()),
                OsResponse.of(details.summary().os()),
                server.backupsEnabled(),
                ResourceUsageResponse.of(details.usage()),
                Times.format(server.createdAt()),
                Times.format(server.updatedAt()));
    }
}
