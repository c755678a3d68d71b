package dev.berth.domain.placement;

/** Addresses for servers that belong together, in CIDR form. */
public sealed interface AddressBlock permits Ipv4Range, Ipv6Prefix {
    /** Reads {@code 203.0.113.0/24} or {@code 2001:db8:1::/64}. */
    static AddressBlock parse(String cidr) {
        return cidr.contains(":") ? Ipv6Prefix.parse(cidr) : Ipv4Range.parse(cidr);
    }

    /** 4 or 6: which version of the Internet Protocol they are of. */
    int version();

    /** Whether some address is in both. */
    boolean overlaps(AddressBlock other);
}
