package dev.berth.application.placement.port.out;

import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.catalog.Resources;
import dev.berth.domain.placement.Host;
import dev.berth.domain.placement.HostId;
import dev.berth.domain.server.ServerId;
import java.util.List;
import java.util.Optional;

/** Hosts and what is reserved on them. A reservation is a row; a host's figures move only when a row does. */
public interface HostRepository {
    /** Stores a new host. */
    Host insert(String name, LocationCode location, String hypervisor, Resources capacity);

    /** The host. */
    Optional<Host> find(HostId host);

    /** The hosts at a location. */
    List<Host> at(LocationCode location);

    /**
     * Reserves room for a server that has no reservation, in the transaction under way, if the host has it.
     *
     * @return whether it had
     */
    boolean reserve(ServerId server, HostId host, Resources resources);

    /** Gives back what is reserved for a server, in the transaction under way; nothing when nothing is. */
    void release(ServerId server);
}
