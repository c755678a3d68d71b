package dev.berth.domain.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.server.ServerId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@SuppressWarnings("MemberName")
class MeterTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Instant START = Instant.parse("2026-01-10T14:30:00.123456Z");
    private static final String HOURLY = "0.0150";
    private static final String MONTHLY = "10";

    private static Meter meter(Instant start, String hourly, String monthly, long bookedHours) {
        return new Meter(
                new ServerId(17),
                new AccountId(3),
                Money.of(hourly),
                Money.of(monthly),
                start,
                bookedHours,
                start.plus(HOUR.multipliedBy(bookedHours + 1)));
    }

    private static Meter meter(long bookedHours) {
        return meter(START, HOURLY, MONTHLY, bookedHours);
    }

    /** Hour by hour, as the contract has it. */
    private static Money naive(Meter meter, long fromHour, long toHour) {
        Map<YearMonth, BigDecimal> months = new HashMap<>();
        BigDecimal before = BigDecimal.ZERO;
        for (long hour = 0; hour < toHour; hour++) {
            if (hour == fromHour) {
                before = sum(months);
            }
            YearMonth month = YearMonth.from(
                    meter.startedAt().plus(HOUR.multipliedBy(hour)).atOffset(ZoneOffset.UTC));
            months.merge(
                    month,
                    meter.priceHourly().amount().min(meter.priceMonthly().amount()),
                    (sum, price) -> sum.add(meter.priceHourly().amount())
                            .min(meter.priceMonthly().amount()));
        }
        return new Money(fromHour >= toHour ? BigDecimal.ZERO : sum(months).subtract(before));
    }

    private static BigDecimal sum(Map<YearMonth, BigDecimal> months) {
        return months.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Beginnings that lie around the ends of months, those of leap years among them. */
    @Provide
    Arbitrary<Instant> starts() {
        Arbitrary<Instant> months = Arbitraries.of(
                        "2024-02-28T23:00:00Z",
                        "2024-03-01T00:00:00Z",
                        "2026-02-28T23:00:00Z",
                        "2026-01-01T00:00:00Z",
                        "2027-12-31T23:00:00Z",
                        "2100-02-28T23:00:00Z",
                        "2026-04-15T12:00:00Z")
                .map(Instant::parse);
        Arbitrary<Long> micros =
                Arbitraries.longs().between(-7_200_000_000L, 7_200_000_000L).edgeCases(cases -> cases.add(0L));
        return months.flatMap(month -> micros.map(time -> month.plusNanos(time * 1_000)));
    }

    @Property(tries = 400)
    void hours_cost_what_a_loop_over_them_says(
            @ForAll("starts") Instant start,
            @ForAll @LongRange(max = 100_000) long hourly,
            @ForAll @LongRange(max = 20_000_000) long monthly,
            @ForAll @IntRange(max = 9_000) int fromHour,
            @ForAll @IntRange(max = 3_000) int hours) {
        Meter meter = meter(start, money(hourly), money(monthly), 0);
        assertThat(meter.cost(fromHour, fromHour + hours)).isEqualTo(naive(meter, fromHour, fromHour + hours));
    }

    @Property(tries = 400)
    void hours_cost_the_same_however_they_are_divided(
            @ForAll("starts") Instant start,
            @ForAll @IntRange(max = 5_000) int first,
            @ForAll @IntRange(max = 5_000) int second) {
        Meter meter = meter(start, HOURLY, MONTHLY, 0);
        assertThat(meter.cost(0, first).plus(meter.cost(first, first + second)))
                .isEqualTo(meter.cost(0, first + second));
    }

    @Property(tries = 200)
    void a_month_costs_at_most_its_price_and_a_further_hour_never_less_than_nothing(
            @ForAll("starts") Instant start, @ForAll @IntRange(max = 2_000) int hour) {
        Meter meter = meter(start, HOURLY, MONTHLY, 0);
        assertThat(meter.cost(hour, hour + 1)).isBetween(Money.ZERO, Money.of(HOURLY));
        assertThat(meter.cost(hour, hour + 600)).isBetween(Money.ZERO, Money.of("20"));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-01T00:00:00Z, 744, 10.0000", // 667 hours reach the cap
        "2026-01-01T00:00:00Z, 666,  9.9900",
        "2026-01-01T00:00:00Z, 667, 10.0000",
        "2026-01-01T00:00:00Z, 745, 10.0150",
        "2026-02-01T00:00:00Z, 672, 10.0000",
        "2024-02-29T23:59:59Z,   1,  0.0150",
        "2026-01-31T23:30:00Z,   1,  0.0150", // the hour that is in two months is in the first
        "2026-01-31T23:30:00Z, 668, 10.0150",
        "2026-01-31T23:30:00Z, 672, 10.0150",
        "2026-01-31T23:30:00Z, 673, 10.0150",
        "2026-01-31T23:30:00Z, 674, 10.0300",
        "2026-01-01T00:00:00Z, 8760, 120.0000"
    })
    void the_cap_is_of_the_month_that_an_hour_begins_in(Instant start, long hours, String cost) {
        assertThat(meter(start, HOURLY, MONTHLY, 0).cost(0, hours)).hasToString(cost);
    }

    @ParameterizedTest
    @CsvSource({"0, 10, 5000, 0.0000", "1, 0, 5000, 0.0000", "2, 1.5, 1, 1.5000", "2, 1.5, 2, 1.5000"})
    void prices_of_nothing_and_a_cap_below_one_hour_are_prices(String hourly, String monthly, long hours, String cost) {
        assertThat(meter(Instant.parse("2026-07-01T00:00:00Z"), hourly, monthly, 0)
                        .cost(0, Math.min(hours, 700)))
                .hasToString(cost);
    }

    @Test
    void the_highest_prices_do_not_overflow_below_the_cap() {
        Meter meter = meter(START, "999999999999999.9999", "999999999999999.9999", 0);
        assertThat(meter.cost(0, 100)).isEqualTo(Money.of("999999999999999.9999"));
    }

    @ParameterizedTest
    @CsvSource({"PT59M59.999999S, 0", "PT1H, 1", "PT1H59M, 1", "PT3H, 3", "PT720H, 720"})
    void an_hour_is_booked_when_it_has_ended(Duration time, long booked) {
        Instant now = START.plus(time);
        Meter after = meter(0).bookEnded(now);
        assertThat(after.bookedHours()).isEqualTo(booked);
        assertThat(after.dueAt())
                .isEqualTo(START.plus(HOUR.multipliedBy(booked + 1)))
                .isAfter(now);
    }

    @Test
    void a_clock_that_was_set_back_books_nothing_and_takes_nothing_back() {
        Meter meter = meter(5);
        assertThat(meter.bookEnded(START.plus(HOUR.multipliedBy(5)))).isEqualTo(meter);
        assertThat(meter.bookEnded(START.minus(HOUR))).isEqualTo(meter);
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0, 1",
        "PT-2H, 0, 1",
        "PT-0.000001S, 0, 1",
        "PT1S, 0, 1",
        "PT1H, 0, 1",
        "PT1H0.000001S, 0, 2",
        "PT3H30M, 3, 4",
        "PT3H30M, 0, 4",
        "PT3H, 3, 3",
        "PT1H, 6, 6"
    })
    void at_the_end_every_hour_that_has_begun_is_booked(Duration time, long booked, long hours) {
        Meter after = meter(booked).end(START.plus(time));
        assertThat(after.bookedHours()).isEqualTo(hours);
        assertThat(after.dueAt()).isNull();
        assertThat(after.bookEnded(START.plus(Duration.ofDays(99)))).isEqualTo(after);
    }

    @Test
    void what_is_charged_are_the_hours_between_two_states() {
        Meter before = meter(2);
        Booking booking = before.bookEnded(START.plus(Duration.ofHours(5)))
                .chargeSince(before)
                .orElseThrow();
        assertThat(booking)
                .isEqualTo(new Booking(
                        EntryKind.USAGE,
                        new ServerId(17),
                        Money.of("-0.0450"),
                        "berth:usage:17:2",
                        "3 hours of server 17"));
        assertThat(before.bookEnded(START.plus(Duration.ofHours(3))).chargeSince(before))
                .hasValueSatisfying(one -> assertThat(one.description()).isEqualTo("1 hour of server 17"));
    }

    @Test
    void hours_that_cost_nothing_are_not_charged() {
        Meter atTheCap = meter(Instant.parse("2026-01-01T00:00:00Z"), HOURLY, MONTHLY, 700);
        assertThat(atTheCap.bookEnded(Instant.parse("2026-01-31T00:00:00Z")).chargeSince(atTheCap))
                .isEmpty();
        assertThat(meter(1).chargeSince(meter(1))).isEmpty();
    }

    private static String money(long tenThousandths) {
        return new Money(BigDecimal.valueOf(tenThousandths, 4)).toString();
    }
}
