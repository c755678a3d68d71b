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
        long began = System.nanoTime();
        while (true) {
            // known before it looks: a look that itself took too long has not seen how things are at the end
            boolean last = System.nanoTime() - began > atMost.toNanos();
            T seen = value.get();
            if (condition.test(seen)) {
                return seen;
            }
            if (last) {
                throw new AssertionError("not within %s: %s; last: %s".formatted(atMost, what, seen));
            }
            pause(Duration.ofMillis(20));
        }
    }

    static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
