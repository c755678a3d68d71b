package dev.berth.domain.placement;

import dev.berth.domain.error.DomainException;

/** Addresses for servers that belong together, in CIDR form. */
public sealed interface AddressBlock permits Ipv4Range, Ipv6Prefix {
    /** Reads {@code 203.0.113.0/24} or {@code 2001:db8:1::/64}. */
    static AddressBlock parse(String cidr) {
        return cidr.contains(":") ? Ipv6Prefix.parse(cidr) : Ipv4Range.parse(cidr);
    }

    /** Reads the addresses that a new pool is to have: those that no server can use are refused. */
    static AddressBlock ofNew(String cidr) {
        AddressBlock block = parse(cidr);
        if (!block.isUsable()) {
            throw DomainException.invalid(
                    "cidr",
                    "invalid_value",
                    "Must not be a network of unspecified, loopback, link-local, multicast or reserved addresses. Use a"
                            + " public or a private one.");
        }
        return block;
    }

    /** Whether servers can use them: all of them or none, for what is set apart is no smaller than a block can be. */
    boolean isUsable();

    /** 4 or 6: which version of the Internet Protocol they are of. */
    int version();

    /** Whether some address is in both. */
    boolean overlaps(AddressBlock other);
}
