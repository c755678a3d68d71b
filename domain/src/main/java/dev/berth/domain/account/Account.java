package dev.berth.domain.account;

import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A customer: owner of servers and tokens, prepaid.
 *
 * @param id its id
 * @param name what the operator calls it
 * @param balance the credit left; the sum of its credit entries
 * @param hourlyCost the sum of the hourly prices of its servers that are neither deleted nor failed in provisioning
 * @param servers how many servers count against the quota
 * @param maxServers how many may
 * @param createdAt when it was created
 * @param closedAt when it was closed, for good; null while it is open
 * @param exhaustedAt since when nothing is left of its credit; null while there is some, and before anything was charged
 */
public record Account(
        AccountId id,
        String name,
        Money balance,
        Money hourlyCost,
        int servers,
        int maxServers,
        Instant createdAt,
        @Nullable Instant closedAt,
        @Nullable Instant exhaustedAt) {

    /** Checks a quota of servers. */
    public static int requireMaxServers(long maxServers) {
        if (maxServers < 0 || maxServers > Integer.MAX_VALUE) {
            throw DomainException.invalid(
                    "max_servers", "out_of_range", "Must be 0 to %d.".formatted(Integer.MAX_VALUE));
        }
        return Math.toIntExact(maxServers);
    }

    /** Whether it can be used. */
    public AccountStatus status() {
        return closedAt == null ? AccountStatus.ACTIVE : AccountStatus.CLOSED;
    }

    /** Refuses what a closed account cannot have any more. */
    public void requireOpen() {
        if (status() == AccountStatus.CLOSED) {
            throw new DomainException(
                    ErrorCode.ACCOUNT_CLOSED,
                    "Account %s is closed, which cannot be undone. Create another.".formatted(id),
                    Map.of("account_id", id.value()));
        }
    }

    /** Refuses to close an account that has servers, or is closed. */
    public void requireCanClose() {
        requireOpen();
        if (servers > 0) {
            throw new DomainException(
                    ErrorCode.ACCOUNT_HAS_SERVERS,
                    "Account %s has %d servers. Delete them first.".formatted(id, servers),
                    Map.of("account_id", id.value(), "used", servers));
        }
    }

    /** A new account, without credit. */
    public static Account open(AccountId id, String name, int maxServers, Instant now) {
        return new Account(id, name, Money.ZERO, Money.ZERO, 0, maxServers, now, null, null);
    }

    /**
     * With this amount booked, which may be negative. Its credit is exhausted from the booking on that leaves nothing
     * until the one that leaves something. Stores write it with one update; this is the same rule. Where a Berth that knows
     * no exhaustion has added credit, the next booking that leaves nothing is the first again.
     */
    public Account book(Money amount, Instant now) {
        Money next = balance.plus(amount);
        Instant since = balance.isPositive() || exhaustedAt == null ? now : exhaustedAt;
        return new Account(
                id, name, next, hourlyCost, servers, maxServers, createdAt, closedAt, next.isPositive() ? null : since);
    }

    /** Whether nothing has been left of its credit since this time, or longer. */
    public boolean isExhaustedSince(Instant time) {
        return !balance.isPositive() && exhaustedAt != null && !exhaustedAt.isAfter(time);
    }

    /**
     * Counted with so much more.
     *
     * @param addedCost to its hourly cost; may be negative
     * @param addedServers to its number of servers; may be negative
     */
    public Account adjust(Money addedCost, int addedServers) {
        return new Account(
                id,
                name,
                balance,
                hourlyCost.plus(addedCost),
                servers + addedServers,
                maxServers,
                createdAt,
                closedAt,
                exhaustedAt);
    }

    /**
     * The credit rule of a create: the balance covers {@code minimumHours} of all servers, the new one included.
     * Stores decide it with one conditional update; this is the same rule, to explain a refusal.
     */
    public void requireRoomFor(Money hourlyPrice, int minimumHours) {
        requireOpen();
        if (servers >= maxServers) {
            throw new DomainException(
                    ErrorCode.QUOTA_EXCEEDED,
                    "The account has %d of at most %d servers. Delete one, or ask the operator for more."
                            .formatted(servers, maxServers),
                    Map.of("used", servers, "max", maxServers));
        }
        // more than Money can be, where prices and hours are high: no balance is as much then
        BigDecimal required = hourlyCost.amount().add(hourlyPrice.amount()).multiply(BigDecimal.valueOf(minimumHours));
        if (balance.amount().compareTo(required) < 0) {
            throw new DomainException(
                    ErrorCode.INSUFFICIENT_CREDIT,
                    "A balance of %s is needed to run this server beside the others for %d hours; it is %s. Add credit."
                            .formatted(required.toPlainString(), minimumHours, balance),
                    Map.of("balance", balance.toString(), "required", required.toPlainString()));
        }
    }
}
