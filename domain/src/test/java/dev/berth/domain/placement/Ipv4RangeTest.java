package dev.berth.domain.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.berth.domain.error.DomainException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("MemberName")
class Ipv4RangeTest {
    @Test
    void servers_get_neither_the_network_nor_the_gateway_nor_the_broadcast_address() {
        assertThat(Ipv4Range.parse("203.0.113.4/30").addresses()).containsExactly("203.0.113.6");
        List<String> addresses = Ipv4Range.parse("203.0.113.0/24").addresses().toList();
        assertThat(addresses).hasSize(253).startsWith("203.0.113.2").endsWith("203.0.113.254");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0/16", "255.255.0.0/16", "255.255.255.252/30", "10.0.0.0/16", "192.168.1.128/25"})
    void a_range_is_shown_as_it_is_read(String cidr) {
        assertThat(Ipv4Range.parse(cidr)).hasToString(cidr);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "203.0.113.0",
                "203.0.113.0/",
                "203.0.113.0/31",
                "203.0.113.0/32",
                "203.0.0.0/15",
                "203.0.113.1/24",
                "203.0.113.128/24",
                "256.0.0.0/16",
                "1.2.3/24",
                "1.2.3.4.0/24",
                "a.b.c.d/24",
                "203.0.113.0/024",
                "010.1.0.0/24",
                "10.01.0.0/24",
                "10.1.00.0/24",
                "-1.0.0.0/16",
                " 203.0.113.0/24",
                "203.0.113.0/24\n",
                "2001:db8::/32",
                "example.com/24",
                "٢.0.0.0/16"
            })
    void anything_else_is_no_range(String cidr) {
        assertThatExceptionOfType(DomainException.class)
                .isThrownBy(() -> Ipv4Range.parse(cidr))
                .satisfies(refused ->
                        assertThat(refused.violations()).extracting("field").containsExactly("cidr"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0.0.0/16",
                "10.0.0.0/16",
                "126.255.255.252/30",
                "128.0.0.0/30",
                "169.253.0.0/16",
                "169.255.0.0/24",
                "172.16.0.0/16",
                "192.0.2.0/24",
                "192.168.0.0/16",
                "198.18.0.0/16",
                "203.0.113.0/24",
                "223.255.255.252/30"
            })
    void a_new_pool_has_addresses_that_servers_can_use(String cidr) {
        assertThat(AddressBlock.ofNew(cidr)).hasToString(cidr);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0/16",
                "0.255.255.252/30",
                "127.0.0.0/16",
                "127.255.0.0/24",
                "169.254.0.0/16",
                "169.254.255.0/24",
                "224.0.0.0/16",
                "239.255.255.252/30",
                "240.0.0.0/16",
                "255.255.255.0/24"
            })
    void a_new_pool_has_none_that_no_server_can_use(String cidr) {
        assertThatExceptionOfType(DomainException.class)
                .isThrownBy(() -> AddressBlock.ofNew(cidr))
                .satisfies(refused -> {
                    assertThat(refused.violations()).extracting("field").containsExactly("cidr");
                    assertThat(refused.violations()).extracting("code").containsExactly("invalid_value");
                });
    }

    @Property(tries = 100)
    void a_ranges_addresses_are_all_within_it_each_once_in_order(
            @ForAll @LongRange(min = 0, max = 0xFFFF_FFFFL) long any,
            @ForAll @IntRange(min = 20, max = 30) int prefixLength) {
        long size = 1L << (32 - prefixLength);
        long network = any & -size & 0xFFFF_FFFFL;
        Ipv4Range range = new Ipv4Range(network, prefixLength);
        List<Long> addresses = range.addresses().map(Ipv4RangeTest::number).toList();
        assertThat(addresses).hasSize((int) size - 3).isSorted().doesNotHaveDuplicates();
        assertThat(addresses.get(0)).isEqualTo(network + 2);
        assertThat(addresses.get(addresses.size() - 1)).isEqualTo(network + size - 2);
        assertThat(Ipv4Range.parse(range.toString())).isEqualTo(range);
    }

    private static long number(String address) {
        long number = 0;
        for (String octet : address.split("\\.", -1)) {
            number = number << 8 | Integer.parseInt(octet);
        }
        return number;
    }
}
