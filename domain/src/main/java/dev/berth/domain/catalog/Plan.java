package dev.berth.domain.catalog;

import dev.berth.domain.account.Money;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.FieldViolation;
import dev.berth.domain.error.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A size of server at a price. Its figures never change; another size is another plan. A server keeps the prices of its
 * create.
 *
 * @param id its id
 * @param name what customers see
 * @param resources what a server of this plan takes on its host
 * @param bandwidth the traffic included, GB a month
 * @param priceHourly for each started hour
 * @param priceMonthly at most this in a calendar month
 * @param retired still shown on old servers, refused for new ones
 */
public record Plan(
        PlanId id,
        String name,
        Resources resources,
        long bandwidth,
        Money priceHourly,
        Money priceMonthly,
        boolean retired) {
    /** So much that nobody pays it, and so little that an account's servers can be summed up. */
    private static final Money HIGHEST_PRICE = Money.of("1000000000");

    /** Checks one of the prices, by itself. */
    public static Money requirePrice(String field, Money price) {
        if (price.compareTo(Money.ZERO) < 0 || price.compareTo(HIGHEST_PRICE) > 0) {
            throw DomainException.invalid(field, "out_of_range", "Must be 0 to %s.".formatted(HIGHEST_PRICE));
        }
        return price;
    }

    /**
     * Checks the monthly price beside the hourly one. A month costs the hours in it, at most the monthly price: one below
     * the hourly price would undo that.
     *
     * @param hourly null when it is not known, or wrong itself
     */
    public static Money requirePriceMonthly(Money monthly, @Nullable Money hourly) {
        requirePrice("price_monthly", monthly);
        if (hourly != null && monthly.compareTo(hourly) < 0) {
            throw DomainException.invalid(
                    "price_monthly",
                    "out_of_range",
                    "Must be at least the hourly price, which is %s: a month has no less than one hour."
                            .formatted(hourly));
        }
        return monthly;
    }

    /** Checks a plan that is to be added. */
    public void requireValid() {
        PlainText.requireName(name);
        resources.requireValid();
        Resources.requireFigure("bandwidth", bandwidth);
        requirePrice("price_hourly", priceHourly);
        requirePriceMonthly(priceMonthly, priceHourly);
    }

    /**
     * Checks what is to be changed, and changes it; null leaves a field as it is.
     *
     * @throws DomainException for a name or a price that a plan cannot have, never for a field that stays
     */
    public Plan update(
            @Nullable String newName,
            @Nullable Money newPriceHourly,
            @Nullable Money newPriceMonthly,
            @Nullable Boolean isRetired) {
        Money hourly = newPriceHourly == null ? priceHourly : requirePrice("price_hourly", newPriceHourly);
        Money monthly = newPriceMonthly == null ? priceMonthly : requirePriceMonthly(newPriceMonthly, hourly);
        if (newPriceHourly != null && hourly.compareTo(monthly) > 0) {
            throw DomainException.invalid(
                    "price_hourly",
                    "out_of_range",
                    "Must be at most the monthly price, which is %s: a month has no less than one hour."
                            .formatted(monthly));
        }
        return new Plan(
                id,
                newName == null ? name : PlainText.requireName(newName),
                resources,
                bandwidth,
                hourly,
                monthly,
                isRetired == null ? retired : isRetired);
    }

    /** Refuses other figures than this plan has; null is as good as the same. */
    public void requireSame(
            @Nullable Long vcpus, @Nullable Long memory, @Nullable Long storage, @Nullable Long otherBandwidth) {
        List<FieldViolation> violations = new ArrayList<>();
        requireSame("vcpus", resources.vcpus(), vcpus, violations);
        requireSame("memory", resources.memory(), memory, violations);
        requireSame("storage", resources.storage(), storage, violations);
        requireSame("bandwidth", bandwidth, otherBandwidth, violations);
        if (!violations.isEmpty()) {
            throw DomainException.invalid(violations);
        }
    }

    private static void requireSame(String field, long figure, @Nullable Long other, List<FieldViolation> violations) {
        if (!Objects.requireNonNullElse(other, figure).equals(figure)) {
            violations.add(new FieldViolation(field, "immutable", "Cannot be changed. Add another plan instead."));
        }
    }
}
