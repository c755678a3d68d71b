package dev.berth.domain.placement;

import dev.berth.domain.error.DomainException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of IPv6 addresses for servers. The lower half of an address is its server's id: ids are never used twice, so
 * neither are addresses, and none needs to be reserved.
 *
 * @param network the upper 64 bits
 * @param prefixLength 16 to 64
 */
public record Ipv6Prefix(long network, int prefixLength) implements AddressBlock {
    private static final Pattern FORM = Pattern.compile("([0-9a-fA-F:]*:[0-9a-fA-F:]*)/([0-9]{1,2})");

    public Ipv6Prefix {
        if (prefixLength < 16 || prefixLength > 64) {
            throw malformed();
        }
        if (prefixLength < 64 && network << prefixLength != 0) {
            throw malformed();
        }
    }

    /** Reads {@code 2001:db8:1::/64}. */
    public static Ipv6Prefix parse(String cidr) {
        Matcher matcher = FORM.matcher(cidr);
        if (!matcher.matches()) {
            throw malformed();
        }
        ByteBuffer address = ByteBuffer.wrap(literal(matcher.group(1)));
        if (address.remaining() != 16) {
            throw malformed();
        }
        long network = address.getLong();
        if (address.getLong() != 0) {
            throw malformed();
        }
        return new Ipv6Prefix(network, Integer.parseInt(matcher.group(2)));
    }

    /** The address of the server with this id, written as RFC 5952 has it. */
    public String address(long serverId) {
        return format(network, serverId);
    }

    /** Without link-local, multicast and ::/64, in which are the unspecified, the loopback and all IPv4-mapped addresses. */
    @Override
    public boolean isUsable() {
        return network != 0 && network >>> 54 != 0xFE80 >>> 6 && network >>> 56 != 0xFF;
    }

    @Override
    public int version() {
        return 6;
    }

    @Override
    public boolean overlaps(AddressBlock other) {
        return other instanceof Ipv6Prefix prefix
                && (network ^ prefix.network) >>> (64 - Math.min(prefixLength, prefix.prefixLength)) == 0;
    }

    private static byte[] literal(String text) {
        try {
            return InetAddress.getByName(text).getAddress(); // hexadecimal with a colon: never looked up
        } catch (UnknownHostException e) {
            throw malformed();
        }
    }

    /** RFC 5952: lower case, no leading zeros, the first longest run of two or more zero groups as {@code ::}. */
    private static String format(long upper, long lower) {
        int[] groups = new int[8];
        for (int i = 0; i < 4; i++) {
            groups[i] = (int) (upper >>> (48 - 16 * i)) & 0xFFFF;
            groups[4 + i] = (int) (lower >>> (48 - 16 * i)) & 0xFFFF;
        }
        int bestStart = -1;
        int bestLength = 1;
        for (int start = 0; start < 8; start++) {
            int length = 0;
            while (start + length < 8 && groups[start + length] == 0) {
                length++;
            }
            if (length > bestLength) {
                bestStart = start;
                bestLength = length;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == bestStart) {
                text.append("::");
                i += bestLength - 1;
            } else {
                if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                    text.append(':');
                }
                text.append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }

    private static DomainException malformed() {
        return DomainException.invalid(
                "cidr", "invalid_format", "Must be an IPv6 network of /16 to /64, such as \"2001:db8:1::/64\".");
    }

    @Override
    public String toString() {
        return format(network, 0) + "/" + prefixLength;
    }
}
