package dev.berth.bootstrap;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for what happens in the background. */
final class Await {
    private static final Duration AT_MOST = Duration.ofSeconds(30);

    private Await() {}

    static void until(String what, BooleanSupplier condition) {
        until(what, condition::getAsBoolean, Boolean::booleanValue);
    }

    static <T> T until(String what, Supplier<T> value, Predicate<T> condition) {
        return until(what, AT_MOST, value, condition);
    }

    static <T> T until(String what, Duration atMost, Supplier<T> value, Predicate<T> condition) {
        long end = System.nanoTime() + atMost.toNanos();
        T last = value.get();
        while (!condition.test(last)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within %s: %s; last: %s".formatted(atMost, what, last));
            }
            pause(Duration.ofMillis(20));
            last = value.get();
        }
        return last;
    }

    static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
