package dev.berth.application.placement.port.out;

import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.catalog.Resources;
import dev.berth.domain.placement.Host;
import dev.berth.domain.placement.HostDetails;
import dev.berth.domain.placement.HostFilter;
import dev.berth.domain.placement.HostId;
import dev.berth.domain.placement.HostStatus;
import dev.berth.domain.placement.HostUri;
import dev.berth.domain.server.ServerId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Hosts and what is reserved on them. A reservation is a row; a host's figures move only when a row does. */
public interface HostRepository {
    /**
     * Stores a new host, which gets servers.
     *
     * @return the host; empty when another one is called so
     */
    Optional<Host> insert(
            String name, LocationCode location, String hypervisor, @Nullable HostUri uri, Resources capacity);

    /** The host. */
    Optional<Host> find(HostId host);

    /** The host, and how many servers it has. */
    Optional<HostDetails> details(HostId host);

    /** At most so many of these hosts with higher ids than this, by id. */
    List<HostDetails> page(HostFilter filter, long afterId, int limit);

    /** How many of these hosts there are. */
    long count(HostFilter filter);

    /** The hosts at a location, by id. */
    List<Host> at(LocationCode location);

    /** The hosts of all locations, by id. */
    List<Host> all();

    /**
     * Has a host get new servers or not.
     *
     * @return whether there is such a host and it was otherwise before
     */
    boolean setStatus(HostId host, HostStatus status);

    /**
     * Reserves room for a server that has no reservation, in the transaction under way, if the host has it and gets new
     * servers.
     *
     * @return whether it does
     */
    boolean reserve(ServerId server, HostId host, Resources resources);

    /**
     * Moves what is reserved for a server to another host, in the transaction under way, if that has the room and gets
     * new servers. Otherwise it stays where it is, whether that host gets new servers or not.
     *
     * @return whether it was moved
     */
    boolean move(ServerId server, HostId host);

    /** Gives back what is reserved for a server, in the transaction under way; nothing when nothing is. */
    void release(ServerId server);
}
