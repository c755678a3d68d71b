package dev.berth.rest.server;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.berth.domain.server.AdminServer;
import dev.berth.domain.server.Hold;
import dev.berth.domain.server.Server;
import dev.berth.rest.request.Representation;
import dev.berth.rest.request.Times;
import java.util.List;

/** All of a server, with what only operators see. */
@Representation
record AdminServerResponse(
        @JsonUnwrapped ServerDetailsResponse details, long accountId, long hostId, List<HoldResponse> holds) {

    static AdminServerResponse of(AdminServer found) {
        Server server = found.server();
        return new AdminServerResponse(
                ServerDetailsResponse.of(found.details()),
                server.accountId().value(),
                server.hostId().value(),
                found.holds().stream().map(HoldResponse::of).toList());
    }

    /** Who holds a server. */
    @Representation
    record HoldResponse(String kind, String actor, String reason, String since) {
        static HoldResponse of(Hold hold) {
            return new HoldResponse(hold.kind().wireName(), hold.actor(), hold.reason(), Times.format(hold.since()));
        }
    }
}
