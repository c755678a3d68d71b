package dev.berth.rest.server;

import dev.berth.application.server.port.in.ServerPage;
import dev.berth.rest.request.Representation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page of a list of servers. */
@Representation
record ServerPageResponse(long count, @Nullable String next, List<ServerResponse> results) {
    static ServerPageResponse of(ServerPage page, @Nullable String next) {
        return new ServerPageResponse(
                page.total(),
                next,
                page.servers().stream().map(ServerResponse::of).toList());
    }
}
