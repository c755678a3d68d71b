package dev.berth.application.placement.port.in;

import dev.berth.application.port.in.Page;
import dev.berth.application.port.in.PageRequest;
import dev.berth.domain.audit.Actor;
import dev.berth.domain.placement.HostDetails;
import dev.berth.domain.placement.HostFilter;
import dev.berth.domain.placement.HostId;

/** What the operator can do with hosts. */
public interface Hosts {
    /** One host. Refuses with {@code HOST_NOT_FOUND}. */
    HostDetails get(HostId host);

    /**
     * One page of the hosts, by ascending id.
     *
     * @throws dev.berth.domain.error.DomainException {@code INVALID_REQUEST} for a location that is unknown
     */
    Page<HostDetails> page(HostFilter filter, PageRequest request);

    /**
     * Adds an empty host, which gets servers from now on.
     *
     * @throws dev.berth.domain.error.DomainException {@code INVALID_REQUEST} for a location that is unknown or retired,
     *     or an engine that this Berth does not have; {@code ALREADY_EXISTS} when another host is called so
     */
    HostDetails register(Actor actor, RegisterHostCommand command);

    /**
     * Keeps new servers away from a host; those that it has stay. Does nothing to one that is draining already. Refuses
     * with {@code HOST_NOT_FOUND}.
     */
    HostDetails drain(Actor actor, HostId host);

    /** Lets a host get new servers again. Does nothing to one that does. Refuses with {@code HOST_NOT_FOUND}. */
    HostDetails activate(Actor actor, HostId host);
}
