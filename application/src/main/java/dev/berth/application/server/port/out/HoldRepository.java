package dev.berth.application.server.port.out;

import dev.berth.domain.server.Hold;
import dev.berth.domain.server.HoldKind;
import dev.berth.domain.server.ServerId;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Who holds servers and why, for people to read. What holds a server is in the server itself, and changes in the same
 * transaction, which has locked the server.
 */
public interface HoldRepository {
    /** Stores a hold of a kind that the server does not have. */
    void insert(ServerId server, Hold hold);

    /** Removes the server's hold of this kind. */
    void remove(ServerId server, HoldKind kind);

    /** The holds of those of these servers that have any, by their kinds. One statement: not for thousands at once. */
    Map<ServerId, List<Hold>> of(Collection<ServerId> servers);
}
