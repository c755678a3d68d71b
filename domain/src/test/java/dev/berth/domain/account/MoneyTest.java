package dev.berth.domain.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.berth.domain.error.DomainException;
import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("MemberName")
class MoneyTest {
    private static final long MOST_UNITS = 1_000_000_000_000_000_000L;

    private static Money units(long tenThousandths) {
        return new Money(BigDecimal.valueOf(tenThousandths, 4));
    }

    @ParameterizedTest
    @CsvSource({
        "0,0.0000",
        "12.5,12.5000",
        "-0.0001,-0.0001",
        "0012.50,12.5000",
        "999999999999999.9999,999999999999999.9999",
        "-999999999999999.9999,-999999999999999.9999",
        "-0,0.0000"
    })
    void an_amount_is_read_exactly_and_shown_with_four_places(String text, String shown) {
        assertThat(Money.of(text)).hasToString(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1.",
                ".5",
                "1,5",
                "1e3",
                "+1",
                "--1",
                "1.23456",
                "1000000000000000",
                "0x1",
                "NaN",
                "1 ",
                "1\n",
                "١",
                "1_000",
                "-"
            })
    void anything_else_is_no_amount(String text) {
        assertThatExceptionOfType(DomainException.class)
                .isThrownBy(() -> Money.of(text))
                .satisfies(refused ->
                        assertThat(refused.violations()).extracting("field").containsExactly("amount"));
    }

    @Test
    void an_amount_never_leaves_its_range_nor_its_scale_silently() {
        Money most = Money.of("999999999999999.9999");
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> most.plus(Money.of("0.0001")));
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> most.negate().minus(Money.of("0.0001")));
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> new Money(new BigDecimal("0.00001")));
        assertThat(Money.ZERO).isEqualTo(Money.of("0")).isEqualTo(new Money(new BigDecimal("0.00000000")));
    }

    @Property
    void sums_are_exact(
            @ForAll @LongRange(min = -MOST_UNITS, max = MOST_UNITS) long a,
            @ForAll @LongRange(min = -MOST_UNITS, max = MOST_UNITS) long b) {
        assertThat(units(a).plus(units(b))).isEqualTo(units(a + b));
        assertThat(units(a).minus(units(b))).isEqualTo(units(a - b));
        assertThat(units(a).negate()).isEqualTo(units(-a));
        assertThat(units(a).compareTo(units(b))).isEqualTo(Long.compare(a, b));
        assertThat(units(a).isPositive()).isEqualTo(a > 0);
    }

    @Property
    void what_is_shown_reads_as_the_same_amount(@ForAll @LongRange(min = -MOST_UNITS, max = MOST_UNITS) long a) {
        assertThat(Money.of(units(a).toString())).isEqualTo(units(a));
    }
}
