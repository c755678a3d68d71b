package dev.berth.domain.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.berth.domain.error.DomainException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("MemberName")
class Ipv6PrefixTest {
    /** The rules and examples of RFC 5952, sections 4.1 to 4.3. */
    @ParameterizedTest
    @CsvSource({
        "20010db800000000,0000000000000001,2001:db8::1",
        "20010db8aaaabbbb,ccccddddeeee0001,2001:db8:aaaa:bbbb:cccc:dddd:eeee:1",
        "20010db800000000,0000000000020001,2001:db8::2:1",
        "20010db800000001,0001000100010001,2001:db8:0:1:1:1:1:1",
        "2001000000000001,0000000000000001,2001:0:0:1::1",
        "20010db800000000,0001000000000001,2001:db8::1:0:0:1",
        "2001000000000001,0001000000000000,2001:0:0:1:1::",
        "2001000000010000,0000000100000000,2001:0:1::1:0:0",
        "0000000000000000,0000000000000001,::1",
        "0000000000000000,0000000000000000,::",
        "0001000000000000,0000000000000000,1::",
        "0001000200030004,0005000600070000,1:2:3:4:5:6:7:0",
        "0000000200030004,0005000600070008,0:2:3:4:5:6:7:8",
        "ffffffffffffffff,ffffffffffffffff,ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "20010db800000000,0000000000003039,2001:db8::3039",
        "20010db800010000,001fffffffffffff,2001:db8:1:0:1f:ffff:ffff:ffff",
    })
    void addresses_are_written_as_rfc_5952_has_it(String upper, String lower, String written) {
        Ipv6Prefix prefix = new Ipv6Prefix(Long.parseUnsignedLong(upper, 16), 64);
        assertThat(prefix.address(Long.parseUnsignedLong(lower, 16))).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8:1::/64,2001:db8:1::/64",
        "2001:0DB8:0001:0000:0000:0000:0000:0000/48,2001:db8:1::/48",
        "fd00::/16,fd00::/16",
        "2001:db8:ffff:ffff::/64,2001:db8:ffff:ffff::/64",
    })
    void a_prefix_is_read_in_any_form_and_shown_in_one(String read, String shown) {
        assertThat(Ipv6Prefix.parse(read)).hasToString(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2001:db8::",
                "2001:db8::/",
                "2001:db8::/65",
                "2001:db8::/15",
                "2001:db8::/128",
                "2001:db8::1/64",
                "2001:db8:1::/32",
                "2001:db8::1::/64",
                "2001:db8:::/64",
                "1:2:3:4:5:6:7/64",
                "1:2:3:4:5:6:7:8:9/64",
                "12345::/64",
                "g::/64",
                "example.com/64",
                "localhost/64",
                "203.0.113.0/24",
                "dead:beef/64",
                ":/64",
                ":::/64",
                "fe80::%eth0/64",
                "[2001:db8::]/64",
                "::ffff:203.0.113.1/64",
                " 2001:db8::/64",
                "2001:db8::/64\n",
                "2001:db8::/-1",
                "2001:db8::/064"
            })
    void anything_else_is_no_prefix(String cidr) {
        assertThatExceptionOfType(DomainException.class)
                .isThrownBy(() -> Ipv6Prefix.parse(cidr))
                .satisfies(refused ->
                        assertThat(refused.violations()).extracting("field").containsExactly("cidr"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0:0:0:1::/64",
                "64:ff9b::/64",
                "2001:db8::/32",
                "2001:db8:1::/64",
                "fd00::/16",
                "fe7f:ffff:ffff:ffff::/64",
                "fec0::/64",
                "feff::/16"
            })
    void a_new_pool_has_addresses_that_servers_can_use(String cidr) {
        assertThat(AddressBlock.ofNew(cidr)).hasToString(cidr);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "::/16",
                "::/64",
                "fe80::/16",
                "fe80::/64",
                "febf:ffff:ffff:ffff::/64",
                "ff00::/16",
                "ff02::/64",
                "ffff:ffff:ffff:ffff::/64"
            })
    void a_new_pool_has_none_that_no_server_can_use(String cidr) {
        assertThatExceptionOfType(DomainException.class)
                .isThrownBy(() -> AddressBlock.ofNew(cidr))
                .satisfies(refused -> {
                    assertThat(refused.violations()).extracting("field").containsExactly("cidr");
                    assertThat(refused.violations()).extracting("code").containsExactly("invalid_value");
                });
    }

    @Test
    void two_servers_never_share_an_address() {
        Ipv6Prefix prefix = Ipv6Prefix.parse("2001:db8:1::/64");
        assertThat(prefix.address(1)).isNotEqualTo(prefix.address(2)).isNotEqualTo(prefix.address(1L << 52));
    }

    /** Groups that are 0 as often as not, so that there are runs. */
    @Provide
    Arbitrary<int[]> groups() {
        return Arbitraries.oneOf(Arbitraries.just(0), Arbitraries.integers().between(0, 0xFFFF))
                .array(int[].class)
                .ofSize(8);
    }

    @Property
    void whatever_is_written_is_the_shortest_form_and_reads_as_the_same_address(@ForAll("groups") int[] groups)
            throws UnknownHostException {
        String written = new Ipv6Prefix(joined(groups, 0), 64).address(joined(groups, 4));
        byte[] bytes = ByteBuffer.allocate(16)
                .putLong(joined(groups, 0))
                .putLong(joined(groups, 4))
                .array();
        assertThat(InetAddress.getByName(written)).isEqualTo(InetAddress.getByAddress(bytes));
        assertThat(written).doesNotContain(":::").isEqualTo(expected(groups));
    }

    private static long joined(int[] groups, int from) {
        long all = 0;
        for (int i = from; i < from + 4; i++) {
            all = all << 16 | groups[i];
        }
        return all;
    }

    /** The same rule by another way: the longest run of zeros, the first of several, is cut out of the text. */
    private static String expected(int[] groups) {
        String[] texts = Arrays.stream(groups).mapToObj(Integer::toHexString).toArray(String[]::new);
        for (int length = 8; length >= 2; length--) {
            for (int start = 0; start + length <= 8; start++) {
                if (Arrays.stream(groups, start, start + length).allMatch(group -> group == 0)) {
                    return String.join(":", Arrays.copyOfRange(texts, 0, start))
                            + "::"
                            + String.join(":", Arrays.copyOfRange(texts, start + length, 8));
                }
            }
        }
        return String.join(":", texts);
    }
}
