package dev.berth.application.placement.port.out;

import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.placement.AddressBlock;
import dev.berth.domain.placement.AddressPool;
import dev.berth.domain.placement.AddressPoolDetails;
import dev.berth.domain.placement.Ipv6Prefix;
import dev.berth.domain.server.ServerId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** The addresses of locations, which come in pools. */
public interface AddressRepository {
    /**
     * Stores a pool and its addresses, in the transaction under way. An IPv6 prefix takes the place of the location's
     * earlier one.
     *
     * @return the pool; empty when there is such a pool, or an IPv4 address of it is there: the caller then has to roll
     *     back, for others of its addresses may have been stored
     */
    Optional<AddressPool> insert(LocationCode location, AddressBlock block, Instant now);

    /** All pools, by id. */
    List<AddressPool> pools();

    /**
     * All pools, by id, and what has become of their addresses.
     *
     * @param now an address in quarantine beyond this is in quarantine
     */
    List<AddressPoolDetails> poolDetails(Instant now);

    /**
     * Keeps others from adding pools with this in front, until the end of the transaction under way: whoever looks at the
     * pools after it sees all that were added.
     */
    void lockPools();

    /** The locations that have a free IPv4 address and an IPv6 prefix. */
    Set<LocationCode> withFreeAddresses(Instant now);

    /**
     * Takes a free IPv4 address for a server, in the transaction under way, looking from a random place on so that
     * concurrent callers do not meet.
     *
     * @param now an address in quarantine beyond this is not free
     */
    Optional<String> claimIpv4(LocationCode location, ServerId server, RandomGenerator random, Instant now);

    /** Gives a server's IPv4 address back, in the transaction under way; nobody gets it before the quarantine is over. */
    void releaseIpv4(ServerId server, Instant quarantineUntil);

    /** The location's IPv6 prefix. */
    Optional<Ipv6Prefix> ipv6Prefix(LocationCode location);
}
