package dev.berth.application.placement.port.out;

import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.placement.Ipv4Range;
import dev.berth.domain.placement.Ipv6Prefix;
import dev.berth.domain.server.ServerId;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The addresses of locations. */
public interface AddressRepository {
    /** Adds the range's addresses to a location; those it has already stay as they are. */
    void insert(LocationCode location, Ipv4Range range);

    /** Sets the location's IPv6 prefix. */
    void insert(LocationCode location, Ipv6Prefix prefix);

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
