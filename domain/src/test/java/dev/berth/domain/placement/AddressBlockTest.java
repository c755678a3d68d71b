package dev.berth.domain.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.berth.domain.error.DomainException;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressBlockTest {
    @ParameterizedTest
    @CsvSource({"203.0.113.0/24, 4", "10.0.0.0/16, 4", "2001:db8:1::/64, 6", "2001:db8::/32, 6"})
    void its_form_says_of_which_kind_it_is(String cidr, int version) {
        AddressBlock block = AddressBlock.parse(cidr);
        assertThat(block.version()).isEqualTo(version);
        assertThat(block).hasToString(cidr);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "203.0.113.0", "203.0.113.1/24", "10.0.0.0/15", "2001:db8::/65", ":", "us-west"})
    void what_is_neither_is_refused(String cidr) {
        assertThatExceptionOfType(DomainException.class)
                .isThrownBy(() -> AddressBlock.parse(cidr))
                .satisfies(refused ->
                        assertThat(refused.violations()).extracting("field").containsExactly("cidr"));
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.0/24,  203.0.113.0/24,          true",
        "203.0.113.0/24,  203.0.113.252/30,        true",
        "203.0.113.0/24,  203.0.0.0/16,            true",
        "203.0.113.0/24,  203.0.112.0/24,          false",
        "203.0.113.0/24,  203.0.114.0/24,          false",
        "255.255.255.0/24, 255.255.255.252/30,     true",
        "0.0.0.0/16,      255.255.0.0/16,          false",
        "2001:db8:1::/64, 2001:db8:1::/64,         true",
        "2001:db8:1::/64, 2001:db8:1:1::/64,       false",
        "2001:db8::/32,   2001:db8:ffff:ffff::/64, true",
        "2001:db8::/32,   2001:db9::/32,           false",
        "fd00::/16,       2001:db8::/32,           false",
        "203.0.113.0/24,  2001:db8:1::/64,         false"
    })
    void two_overlap_that_share_an_address(String one, String other, boolean overlap) {
        assertThat(AddressBlock.parse(one).overlaps(AddressBlock.parse(other))).isEqualTo(overlap);
        assertThat(AddressBlock.parse(other).overlaps(AddressBlock.parse(one))).isEqualTo(overlap);
    }

    @Property(tries = 300)
    void ranges_overlap_just_when_a_server_could_have_an_address_of_both(
            @ForAll @LongRange(max = 1023) long first,
            @ForAll @IntRange(min = 22, max = 30) int firstLength,
            @ForAll @LongRange(max = 1023) long second,
            @ForAll @IntRange(min = 22, max = 30) int secondLength) {
        Ipv4Range one = range(first, firstLength);
        Ipv4Range other = range(second, secondLength);
        Set<String> addresses = one.addresses().collect(Collectors.toSet());
        assertThat(one.overlaps(other)).isEqualTo(other.addresses().anyMatch(addresses::contains));
        assertThat(one.size()).isEqualTo(addresses.size());
    }

    private static Ipv4Range range(long number, int prefixLength) {
        long size = 1L << (32 - prefixLength);
        return new Ipv4Range(0x0A00_0000L + number / size * size, prefixLength);
    }
}
