package dev.berth.rest.server;

import dev.berth.application.server.port.in.AcceptedOperation;
import dev.berth.domain.server.Server;
import dev.berth.rest.request.Representation;

/** A change of power that was accepted. */
@Representation
record PowerResponse(String status, String message, ServerInPowerResponse server, long operationId) {
    private static final String SUCCESS = "success";

    static PowerResponse of(AcceptedOperation accepted) {
        Server server = accepted.server();
        return new PowerResponse(
                SUCCESS,
                "Server is " + server.status().wireName(),
                ServerInPowerResponse.of(server),
                accepted.operation().id().value());
    }

    /** As much of a server as this answer shows. */
    @Representation
    record ServerInPowerResponse(long id, String name, String status) {
        static ServerInPowerResponse of(Server server) {
            return new ServerInPowerResponse(
                    server.id().value(), server.name().value(), server.status().wireName());
        }
    }
}
