package dev.berth.application.placement.port.in;

import dev.berth.domain.audit.Actor;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.placement.AddressBlock;
import dev.berth.domain.placement.AddressPoolDetails;
import java.util.List;

/** What the operator can do with addresses. */
public interface AddressPools {
    /** All pools, by ascending id. */
    List<AddressPoolDetails> list();

    /**
     * Gives a location addresses for its servers. Of several IPv6 prefixes the latest is the one that new servers get
     * their addresses of.
     *
     * @throws dev.berth.domain.error.DomainException {@code INVALID_REQUEST} for a location that is unknown or retired;
     *     {@code ALREADY_EXISTS} when an address of it is in another pool
     */
    AddressPoolDetails create(Actor actor, LocationCode location, AddressBlock block);
}
