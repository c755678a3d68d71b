package dev.berth.application.operation.service;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before a step is looked at, or tried, again. */
final class RetryDelays {
    /** For what will not get better soon. */
    static final Duration LONG = Duration.ofSeconds(30);

    private static final Duration FIRST_LOOK = Duration.ofMillis(200);
    private static final Duration LAST_LOOK = Duration.ofSeconds(5);
    private static final double LOOK_GROWTH = 1.3;
    private static final Duration FIRST_RETRY = Duration.ofMillis(500);
    private static final double RETRY_GROWTH = 2;

    private final RandomGenerator random;

    RetryDelays(RandomGenerator random) {
        this.random = random;
    }

    /** What is under way is looked at soon, then less often. */
    Duration look(int attempts) {
        return grown(FIRST_LOOK, LOOK_GROWTH, attempts, LAST_LOOK);
    }

    /** What failed is tried again ever later, with jitter so that many do not come back together. */
    Duration retry(int attempts) {
        Duration delay = grown(FIRST_RETRY, RETRY_GROWTH, attempts, LONG);
        return Duration.ofMillis(Math.round(delay.toMillis() * (0.5 + random.nextDouble() / 2)));
    }

    private static Duration grown(Duration first, double growth, int attempts, Duration limit) {
        double millis = first.toMillis() * Math.pow(growth, attempts);
        return millis < limit.toMillis() ? Duration.ofMillis(Math.round(millis)) : limit;
    }
}
