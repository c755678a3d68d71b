package dev.berth.domain.account;

import dev.berth.domain.server.Server;
import dev.berth.domain.server.ServerId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a server costs: every started hour from its creation on, and in a calendar month (UTC) at most the monthly price.
 * Hour {@code k} begins {@code k} hours after the creation and belongs to the month that it begins in.
 *
 * @param serverId whose
 * @param accountId who pays
 * @param priceHourly frozen at the server's creation
 * @param priceMonthly frozen at the server's creation
 * @param startedAt the server's creation
 * @param bookedHours how many hours are in the ledger, the first ones
 * @param dueAt when the first hour that is not booked ends; null once the meter has ended
 */
public record Meter(
        ServerId serverId,
        AccountId accountId,
        Money priceHourly,
        Money priceMonthly,
        Instant startedAt,
        long bookedHours,
        @Nullable Instant dueAt) {

    private static final Duration HOUR = Duration.ofHours(1);

    /** The meter of a server that nothing was booked of. */
    public static Meter of(Server server) {
        return new Meter(
                server.id(),
                server.accountId(),
                server.priceHourly(),
                server.priceMonthly(),
                server.createdAt(),
                0,
                server.createdAt().plus(HOUR));
    }

    /** With all hours booked that have ended by now. A clock that was set back takes none of them back. */
    public Meter bookEnded(Instant now) {
        if (dueAt == null || dueAt.isAfter(now)) {
            return this;
        }
        long ended = sinceStart(now).toHours();
        return with(ended, startOf(ended + 1));
    }

    /** With all hours booked that have begun before now, at least one, and none to come. */
    public Meter end(Instant now) {
        Duration time = sinceStart(now);
        long begun = time.plus(HOUR).minusNanos(1).toHours();
        return with(Math.max(bookedHours, Math.max(1, begun)), null);
    }

    /** What the hours cost that are booked here and were not before; empty when that is nothing. */
    public Optional<Booking> chargeSince(Meter before) {
        Money cost = cost(before.bookedHours, bookedHours);
        return cost.isPositive()
                ? Optional.of(Booking.usage(serverId, before.bookedHours, bookedHours - before.bookedHours, cost))
                : Optional.empty();
    }

    /**
     * What these hours cost beside the ones before them.
     *
     * @param fromHour the first, 0 or more
     * @param toHour the one after the last
     */
    public Money cost(long fromHour, long toHour) {
        BigDecimal cost = BigDecimal.ZERO;
        long hour = fromHour;
        while (hour < toHour) {
            YearMonth month = YearMonth.from(startOf(hour).atOffset(ZoneOffset.UTC));
            long first = Math.max(0, firstHourFrom(month));
            long end = Math.min(toHour, firstHourFrom(month.plusMonths(1)));
            cost = cost.add(inOneMonth(end - first)).subtract(inOneMonth(hour - first));
            hour = end;
        }
        return new Money(cost);
    }

    private BigDecimal inOneMonth(long hours) {
        return priceHourly.amount().multiply(BigDecimal.valueOf(hours)).min(priceMonthly.amount());
    }

    /** The first hour that does not begin before this month. */
    private long firstHourFrom(YearMonth month) {
        Instant begin = month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        return sinceStart(begin).plus(HOUR).minusNanos(1).toHours();
    }

    private Duration sinceStart(Instant time) {
        return Duration.between(startedAt, time);
    }

    private Instant startOf(long hour) {
        return startedAt.plus(HOUR.multipliedBy(hour));
    }

    private Meter with(long hours, @Nullable Instant nextDueAt) {
        return new Meter(serverId, accountId, priceHourly, priceMonthly, startedAt, hours, nextDueAt);
    }
}
