package dev.berth.application.server.port.out;

import dev.berth.domain.account.AccountId;
import dev.berth.domain.server.AdminServerFilter;
import dev.berth.domain.server.Server;
import dev.berth.domain.server.ServerDetails;
import dev.berth.domain.server.ServerFilter;
import dev.berth.domain.server.ServerId;
import dev.berth.domain.server.ServerRef;
import dev.berth.domain.server.ServerSummary;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Servers, as they are stored. */
public interface ServerRepository {
    /** An id that no server has had. */
    ServerId nextId();

    /** Stores a new server. */
    void insert(Server server);

    /** Stores the next state of a server that the transaction under way has locked. */
    void save(Server server);

    /** The account's server, locked until the transaction under way ends; also one that is being deleted. */
    Optional<Server> lock(ServerRef server);

    /** A server, whosever it is, locked until the transaction under way ends; also one that is being deleted. */
    Optional<Server> lock(ServerId server);

    /** The account's visible server with all that is shown of it at this time. One statement. */
    Optional<ServerDetails> find(ServerRef server, Instant now);

    /** The account's visible servers with ids above this one, ascending, at most {@code limit}. One statement. */
    List<ServerSummary> page(AccountId account, ServerFilter filter, long afterId, int limit);

    /** How many servers {@link #page} would find in all. */
    long count(AccountId account, ServerFilter filter);

    /** The visible server, whosever it is, with all that is shown of it at this time. One statement. */
    Optional<ServerDetails> find(ServerId server, Instant now);

    /**
     * All accounts' visible servers with ids above this one, ascending, at most {@code limit}, with all that is shown of
     * them at this time. One statement, by way of their reservations: every visible server has one.
     */
    List<ServerDetails> page(AdminServerFilter filter, long afterId, int limit, Instant now);

    /** How many servers that would find in all. */
    long count(AdminServerFilter filter);
}
