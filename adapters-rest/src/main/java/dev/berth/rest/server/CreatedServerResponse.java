package dev.berth.rest.server;

import dev.berth.application.server.port.in.CreatedServer;
import dev.berth.domain.server.Server;
import dev.berth.domain.server.ServerSummary;
import dev.berth.rest.request.Representation;
import dev.berth.rest.request.Times;
import org.jspecify.annotations.Nullable;

/** A server that was accepted. */
@Representation
record CreatedServerResponse(
        long id,
        String name,
        String hostname,
        String status,
        @Nullable String ipAddress,
        String location,
        PlanResponse plan,
        OsResponse os,
        boolean backupsEnabled,
        String createdAt,
        String updatedAt,
        String message,
        long operationId) {

    private static final String MESSAGE = "Server is being provisioned. This may take 2-5 minutes.";

    static CreatedServerResponse of(CreatedServer created) {
        ServerSummary summary = created.server();
        Server server = summary.server();
        return new CreatedServerResponse(
                server.id().value(),
                server.name().value(),
                server.hostname().value(),
                server.status().wireName(),
                server.visibleIpv4(),
                server.location().value(),
                PlanResponse.of(summary.plan()),
                OsResponse.of(summary.os()),
                server.backupsEnabled(),
                Times.format(server.createdAt()),
                Times.format(server.updatedAt()),
                MESSAGE,
                created.operation().id().value());
    }
}
