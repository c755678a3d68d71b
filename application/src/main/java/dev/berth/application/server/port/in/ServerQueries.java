package dev.berth.application.server.port.in;

import dev.berth.application.port.in.Page;
import dev.berth.application.port.in.PageRequest;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.server.ServerDetails;
import dev.berth.domain.server.ServerFilter;
import dev.berth.domain.server.ServerRef;
import dev.berth.domain.server.ServerSummary;
import java.util.Iterator;
import java.util.List;

/** What can be read of servers. Deleted ones are not there. */
public interface ServerQueries {
    /** One server. Refuses with {@code SERVER_NOT_FOUND}. */
    ServerDetails get(ServerRef server);

    /** One page of an account's servers, by ascending id. Refuses an unknown location with {@code INVALID_REQUEST}. */
    Page<ServerSummary> page(AccountId account, ServerFilter filter, PageRequest request);

    /**
     * All of an account's servers by ascending id, batch by batch; a batch is read when it is asked for, and nothing is
     * held in between. The first is read at once, so that a refusal ({@code INVALID_REQUEST} for an unknown location)
     * comes before anything else.
     */
    Iterator<List<ServerSummary>> all(AccountId account, ServerFilter filter);
}
