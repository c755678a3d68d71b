package dev.berth.domain.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.domain.account.Money;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.FieldViolation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanTest {
    private static final Resources ONE = new Resources(1, 1, 1);

    @ParameterizedTest
    @CsvSource({"0, 0", "0, 5", "0.0150, 10", "5, 5", "1000000000, 1000000000"})
    void the_monthly_price_is_at_least_the_hourly_one(String hourly, String monthly) {
        assertThatNoException()
                .isThrownBy(() -> plan("S", ONE, 1, hourly, monthly).requireValid());
    }

    @ParameterizedTest
    @CsvSource({
        "5, 4.9999,              price_monthly",
        "0.0001, 0,              price_monthly",
        "-0.0001, 1,             price_hourly",
        "1000000000.0001, 2,     price_hourly",
        "1, 1000000000.0001,     price_monthly",
        "-2, -1,                 price_hourly"
    })
    void other_prices_are_refused(String hourly, String monthly, String field) {
        assertThat(refusal(() -> plan("S", ONE, 1, hourly, monthly).requireValid()))
                .isEqualTo(field);
    }

    @Test
    void figures_are_from_one_to_a_thousand_millions() {
        Resources most = new Resources(1_000_000_000, 1_000_000_000, 1_000_000_000);
        assertThatNoException()
                .isThrownBy(() -> plan("S", most, 1_000_000_000, "1", "1").requireValid());
        assertThat(refusal(() -> plan("S", new Resources(0, 1, 1), 1, "1", "1").requireValid()))
                .isEqualTo("vcpus");
        assertThat(refusal(() -> plan("S", new Resources(1, 1_000_000_001, 1), 1, "1", "1")
                        .requireValid()))
                .isEqualTo("memory");
        assertThat(refusal(() -> plan("S", new Resources(1, 1, 0), 1, "1", "1").requireValid()))
                .isEqualTo("storage");
        assertThat(refusal(() -> plan("S", ONE, 0, "1", "1").requireValid())).isEqualTo("bandwidth");
        assertThat(refusal(() -> Resources.requireFigure("memory", Long.MAX_VALUE)))
                .isEqualTo("memory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\u0000", "a\nb"})
    void a_name_is_shown_to_people(String name) {
        assertThat(refusal(() -> plan(name, ONE, 1, "1", "1").requireValid())).isEqualTo("name");
        Plan plan = plan("S", ONE, 1, "1", "1");
        assertThat(refusal(() -> plan.update(name, null, null, null))).isEqualTo("name");
    }

    @Test
    void what_is_not_named_in_an_update_stays_whatever_it_is() {
        Plan plan = plan("S", new Resources(0, 1, 1), 0, "5", "1"); // such as it could be added long ago
        assertThat(plan.update(null, null, null, null)).isEqualTo(plan);
        Plan retired = plan.update(null, null, null, true);
        assertThat(retired.retired()).isTrue();
        assertThat(retired.priceMonthly()).isEqualTo(Money.of("1"));
        assertThat(retired.update("M", null, null, false))
                .isEqualTo(
                        new Plan(plan.id(), "M", plan.resources(), 0, plan.priceHourly(), plan.priceMonthly(), false));
        Plan dear = plan("S", ONE, 1, "1", "2000000000");
        assertThat(dear.update(null, Money.of("6"), null, null).priceHourly()).isEqualTo(Money.of("6"));
    }

    @ParameterizedTest
    @CsvSource({
        "6, , price_hourly",
        ", 0.5, price_monthly",
        "6, 5.5, price_monthly",
        "-1, , price_hourly",
        "-1, 5, price_hourly",
        ", 1000000000.0001, price_monthly"
    })
    void a_price_that_is_changed_is_the_one_that_is_refused(
            @Nullable String hourly, @Nullable String monthly, String field) {
        Plan plan = plan("S", ONE, 1, "1", "5");
        assertThat(refusal(() -> plan.update(null, money(hourly), money(monthly), null)))
                .isEqualTo(field);
    }

    private static @Nullable Money money(@Nullable String decimal) {
        return decimal == null ? null : Money.of(decimal);
    }

    private static Plan plan(String name, Resources resources, long bandwidth, String hourly, String monthly) {
        return new Plan(new PlanId(1), name, resources, bandwidth, Money.of(hourly), Money.of(monthly), false);
    }

    /** The one field that is refused. */
    private static String refusal(Runnable change) {
        DomainException refused = catchThrowableOfType(DomainException.class, change::run);
        assertThat(refused.violations()).hasSize(1);
        FieldViolation violation = refused.violations().get(0);
        return violation.field();
    }
}
