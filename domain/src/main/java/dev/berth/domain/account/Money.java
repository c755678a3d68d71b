package dev.berth.domain.account;

import dev.berth.domain.error.DomainException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Pattern;

/**
 * An amount in the installation's one currency, exact to the ten-thousandth, never a float.
 *
 * @param amount always of scale 4, at most 15 digits before the point
 */
public record Money(BigDecimal amount) implements Comparable<Money> {
    private static final int SCALE = 4;
    private static final BigDecimal LIMIT = BigDecimal.TEN.pow(15);
    private static final Pattern WIRE = Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1,4})?");

    /** Nothing. */
    public static final Money ZERO = new Money(BigDecimal.ZERO); // after LIMIT, which its constructor reads

    public Money {
        amount = amount.setScale(SCALE, RoundingMode.UNNECESSARY);
        if (amount.abs().compareTo(LIMIT) >= 0) {
            throw new ArithmeticException("amount out of range: " + amount);
        }
    }

    /** Reads a decimal such as {@code 12.5}: no exponent, at most 4 decimal places. */
    public static Money of(String decimal) {
        if (!WIRE.matcher(decimal).matches()) {
            throw DomainException.invalid(
                    "amount",
                    "invalid_format",
                    "Must be a decimal string with at most 15 digits before and 4 after the point, such as \"12.50\".");
        }
        return new Money(new BigDecimal(decimal));
    }

    public Money plus(Money other) {
        return new Money(amount.add(other.amount));
    }

    /** Whether the sum is not too large to be written. */
    public boolean canAdd(Money other) {
        return amount.add(other.amount).abs().compareTo(LIMIT) < 0;
    }

    public Money minus(Money other) {
        return new Money(amount.subtract(other.amount));
    }

    public Money negate() {
        return new Money(amount.negate());
    }

    /** Whether this is more than nothing. */
    public boolean isPositive() {
        return amount.signum() > 0;
    }

    @Override
    public int compareTo(Money other) {
        return amount.compareTo(other.amount);
    }

    /** As clients see it, with four decimal places: {@code 12.5000}. */
    @Override
    public String toString() {
        return amount.toPlainString();
    }
}
