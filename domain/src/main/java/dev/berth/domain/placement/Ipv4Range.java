package dev.berth.domain.placement;

import dev.berth.domain.error.DomainException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A block of IPv4 addresses for servers, in CIDR form.
 *
 * @param network the first address, as a number
 * @param prefixLength 16 to 30
 */
public record Ipv4Range(long network, int prefixLength) implements AddressBlock {
    /** No octet has a leading zero, with which others read it as octal. */
    private static final Pattern FORM = Pattern.compile(
            "(0|[1-9][0-9]{0,2})\\.(0|[1-9][0-9]{0,2})\\.(0|[1-9][0-9]{0,2})\\.(0|[1-9][0-9]{0,2})/([0-9]{1,2})");

    public Ipv4Range {
        if (prefixLength < 16 || prefixLength > 30 || network < 0 || network > 0xFFFF_FFFFL) {
            throw malformed();
        }
        if ((network & (size(prefixLength) - 1)) != 0) {
            throw malformed();
        }
    }

    /** Reads {@code 203.0.113.0/24}. */
    public static Ipv4Range parse(String cidr) {
        Matcher matcher = FORM.matcher(cidr);
        if (!matcher.matches()) {
            throw malformed();
        }
        long network = 0;
        for (int group = 1; group <= 4; group++) {
            int octet = Integer.parseInt(matcher.group(group));
            if (octet > 255) {
                throw malformed();
            }
            network = network << 8 | octet;
        }
        return new Ipv4Range(network, Integer.parseInt(matcher.group(5)));
    }

    /** The addresses that servers can have: without the network's own, the gateway (the first) and the broadcast. */
    public Stream<String> addresses() {
        return LongStream.range(network + 2, network + size(prefixLength) - 1).mapToObj(Ipv4Range::format);
    }

    /** How many addresses servers can have. */
    public long size() {
        return size(prefixLength) - 3;
    }

    /** Without "this network", loopback, link-local, multicast and what is reserved above that. */
    @Override
    public boolean isUsable() {
        long octet = network >> 24;
        return octet != 0 && octet != 127 && octet < 224 && network >> 16 != 0xA9FE;
    }

    @Override
    public int version() {
        return 4;
    }

    @Override
    public boolean overlaps(AddressBlock other) {
        return other instanceof Ipv4Range range
                && network < range.network + size(range.prefixLength)
                && range.network < network + size(prefixLength);
    }

    private static long size(int prefixLength) {
        return 1L << (32 - prefixLength);
    }

    private static String format(long address) {
        // not by a format string: its digits would be those of the JVM's locale
        return (address >> 24 & 0xFF) + "." + (address >> 16 & 0xFF) + "." + (address >> 8 & 0xFF) + "."
                + (address & 0xFF);
    }

    private static DomainException malformed() {
        return DomainException.invalid(
                "cidr",
                "invalid_format",
                "Must be an IPv4 network of /16 to /30 without leading zeros, such as \"203.0.113.0/24\".");
    }

    @Override
    public String toString() {
        return format(network) + "/" + prefixLength;
    }
}
