package dev.berth.application.operation.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryDelaysTest {
    private static final Duration SOON = Duration.ofMillis(200);
    private static final Duration SELDOM = Duration.ofSeconds(5);

    private final RetryDelays delays = new RetryDelays(new Random(42));

    @Test
    void what_is_under_way_is_looked_at_soon_then_ever_less_often_and_never_later_than_in_5_seconds() {
        Duration before = Duration.ZERO;
        for (int attempts = 0; attempts < 100; attempts++) {
            Duration look = delays.look(attempts);
            assertThat(look).isBetween(SOON, SELDOM).isGreaterThanOrEqualTo(before);
            before = look;
        }
        assertThat(delays.look(0)).isEqualTo(SOON);
        assertThat(before).isEqualTo(SELDOM);
    }

    @Test
    void a_retry_comes_within_the_upper_half_of_a_doubling_time() {
        for (int attempts = 0; attempts < 100; attempts++) {
            long full = Math.min((long) (500 * Math.pow(2, attempts)), RetryDelays.LONG.toMillis());
            assertThat(delays.retry(attempts).toMillis()).isBetween(full / 2, full);
        }
    }

    @Test
    void no_number_of_attempts_overflows() {
        for (int attempts : new int[] {1_000, 1_000_000, Integer.MAX_VALUE}) {
            assertThat(delays.look(attempts)).isEqualTo(SELDOM);
            assertThat(delays.retry(attempts)).isBetween(RetryDelays.LONG.dividedBy(2), RetryDelays.LONG);
        }
    }

    @Test
    void many_do_not_come_back_together() {
        assertThat(new Random(1)
                        .ints(50)
                        .mapToObj(seed -> new RetryDelays(new Random(seed)).retry(3))
                        .distinct())
                .hasSizeGreaterThan(40);
    }
}
