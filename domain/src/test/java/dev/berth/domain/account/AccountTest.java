package dev.berth.domain.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

@SuppressWarnings("MemberName")
class AccountTest {
    private static final Money PRICE = Money.of("0.0150");
    private static final Money UNIT = Money.of("0.0001");

    private static Account account(Money balance, Money hourlyCost, int servers, int maxServers) {
        return new Account(
                new AccountId(1), "Customer", balance, hourlyCost, servers, maxServers, Instant.EPOCH, null, null);
    }

    @Test
    void the_balance_has_to_cover_the_minimum_hours_of_all_servers_to_the_last_unit() {
        Money required = Money.of("0.84"); // (0.02 + 0.015) * 24
        account(required, Money.of("0.0200"), 1, 10).requireRoomFor(PRICE, 24);
        DomainException refused = catchThrowableOfType(
                DomainException.class,
                () -> account(required.minus(UNIT), Money.of("0.0200"), 1, 10).requireRoomFor(PRICE, 24));
        assertThat(refused.code()).isEqualTo(ErrorCode.INSUFFICIENT_CREDIT);
        assertThat(refused.details()).containsEntry("balance", "0.8399").containsEntry("required", "0.8400");
    }

    @Test
    void the_quota_is_looked_at_before_the_credit() {
        DomainException refused = catchThrowableOfType(
                DomainException.class,
                () -> account(Money.ZERO, Money.ZERO, 3, 3).requireRoomFor(PRICE, 24));
        assertThat(refused.code()).isEqualTo(ErrorCode.QUOTA_EXCEEDED);
        assertThat(refused.details()).containsEntry("used", 3).containsEntry("max", 3);
    }

    @Test
    void a_quota_lowered_below_what_is_there_refuses_too() {
        assertThatExceptionOfType(DomainException.class)
                .isThrownBy(() -> account(Money.of("100"), Money.ZERO, 5, 3).requireRoomFor(PRICE, 24))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(ErrorCode.QUOTA_EXCEEDED));
    }

    @Test
    void what_costs_nothing_needs_no_credit() {
        assertThatCode(() -> account(Money.ZERO, Money.ZERO, 0, 1).requireRoomFor(Money.ZERO, 24))
                .doesNotThrowAnyException();
    }

    @Test
    void more_than_any_balance_can_be_is_refused_for_want_of_credit() {
        Money most = Money.of("999999999999999.9999");
        DomainException refused = catchThrowableOfType(
                DomainException.class,
                () -> account(most, Money.of("1000000000"), 1, 10).requireRoomFor(Money.of("1000000000"), 1_000_000));
        assertThat(refused.code()).isEqualTo(ErrorCode.INSUFFICIENT_CREDIT);
        assertThat(refused.details()).containsEntry("required", "2000000000000000.0000");
        assertThat(refused.detail()).contains("A balance of 2000000000000000.0000 is needed");
    }

    @Property
    void exactly_enough_is_accepted_and_one_unit_less_is_refused(
            @ForAll @IntRange(max = 1_000_000) int cost,
            @ForAll @IntRange(max = 1_000_000) int price,
            @ForAll @IntRange(min = 0, max = 1_000) int hours) {
        Money hourlyCost = new Money(BigDecimal.valueOf(cost, 4));
        Money hourlyPrice = new Money(BigDecimal.valueOf(price, 4));
        Money required = new Money(BigDecimal.valueOf(((long) cost + price) * hours, 4));
        account(required, hourlyCost, 0, 1).requireRoomFor(hourlyPrice, hours);
        assertThatExceptionOfType(DomainException.class)
                .isThrownBy(
                        () -> account(required.minus(UNIT), hourlyCost, 0, 1).requireRoomFor(hourlyPrice, hours));
    }

    @Test
    void credit_is_exhausted_from_the_booking_that_leaves_nothing_until_one_that_leaves_something() {
        Instant first = Instant.parse("2026-01-10T14:30:00Z");
        Instant later = first.plusSeconds(1);
        Account some = account(Money.of("1"), Money.ZERO, 0, 1);
        assertThat(some.book(Money.of("-0.9999"), first).exhaustedAt()).isNull();
        Account none = some.book(Money.of("-1"), first);
        assertThat(none.balance()).isEqualTo(Money.ZERO);
        assertThat(none.exhaustedAt()).isEqualTo(first);
        Account less = none.book(Money.of("-5"), later);
        assertThat(less.exhaustedAt()).isEqualTo(first);
        assertThat(less.book(Money.of("5"), later).exhaustedAt()).isEqualTo(first);
        assertThat(less.book(Money.of("5.0001"), later).exhaustedAt()).isNull();
    }

    @Test
    void it_is_exhausted_since_whatever_time_is_not_before_its_credit_was_used_up() {
        Instant usedUp = Instant.parse("2026-01-10T14:30:00Z");
        Account some = account(Money.of("1"), Money.ZERO, 0, 1);
        Account none = some.book(Money.of("-1"), usedUp);
        assertThat(none.isExhaustedSince(usedUp)).isTrue();
        assertThat(none.isExhaustedSince(usedUp.plusNanos(1))).isTrue();
        assertThat(none.isExhaustedSince(usedUp.minusNanos(1))).isFalse();
        assertThat(some.isExhaustedSince(usedUp)).isFalse();
        assertThat(account(Money.ZERO, Money.ZERO, 0, 1).isExhaustedSince(usedUp))
                .as("nothing was charged yet")
                .isFalse();
    }

    @Test
    void credit_that_was_added_by_a_berth_that_knows_no_exhaustion_counts() {
        Instant usedUp = Instant.parse("2026-01-10T14:30:00Z");
        Account account = account(Money.ZERO, Money.ZERO, 0, 1);
        Account addedTo = new Account(
                account.id(), account.name(), Money.of("0.0001"), Money.ZERO, 0, 1, account.createdAt(), null, usedUp);
        assertThat(addedTo.isExhaustedSince(usedUp)).isFalse();
        Instant usedUpAgain = usedUp.plusSeconds(1);
        assertThat(addedTo.book(Money.of("-0.0001"), usedUpAgain).exhaustedAt()).isEqualTo(usedUpAgain);
    }

    @Test
    void a_quota_is_0_or_more() {
        assertThat(Account.requireMaxServers(0)).isZero();
        assertThat(Account.requireMaxServers(Integer.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
        for (long other : new long[] {-1, 1L << 31, -3_000_000_000L, Long.MIN_VALUE}) {
            assertThatExceptionOfType(DomainException.class)
                    .isThrownBy(() -> Account.requireMaxServers(other))
                    .withMessage("max_servers: Must be 0 to 2147483647.");
        }
    }

    @Test
    void a_token_is_good_until_just_before_it_ends() {
        Instant end = Instant.parse("2026-01-10T14:30:00Z");
        ApiToken token = new ApiToken(
                new TokenId(1), new AccountId(1), "t", Scope.customerScopes(), end, null, null, Instant.EPOCH);
        assertThat(token.isValidAt(end.minusNanos(1))).isTrue();
        assertThat(token.isValidAt(end)).isFalse();
        ApiToken forEver =
                new ApiToken(new TokenId(1), null, "t", Scope.customerScopes(), null, null, null, Instant.EPOCH);
        assertThat(forEver.isValidAt(Instant.MAX)).isTrue();
    }

    @Test
    void a_closed_account_gets_nothing_and_cannot_be_closed_again() {
        Account closed = new Account(
                new AccountId(1), "Customer", Money.of("100"), Money.ZERO, 0, 5, Instant.EPOCH, Instant.EPOCH, null);
        assertThat(closed.status()).isEqualTo(AccountStatus.CLOSED);
        for (ThrowingCallable change : List.<ThrowingCallable>of(
                closed::requireOpen, closed::requireCanClose, () -> closed.requireRoomFor(Money.ZERO, 24))) {
            assertThat(catchThrowableOfType(DomainException.class, change).code())
                    .isEqualTo(ErrorCode.ACCOUNT_CLOSED);
        }
    }

    @Test
    void an_account_with_servers_is_not_closed() {
        Account account = account(Money.ZERO, Money.ZERO, 2, 5);
        DomainException refused = catchThrowableOfType(DomainException.class, account::requireCanClose);
        assertThat(refused.code()).isEqualTo(ErrorCode.ACCOUNT_HAS_SERVERS);
        assertThat(refused.details()).containsEntry("used", 2);
    }
}
