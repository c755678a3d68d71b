package dev.berth.bootstrap;

import dev.berth.application.port.in.RequestIdSource;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Property;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Time, randomness and ids, which everything else is given. */
@Factory
final class BaseFactory {
    /** In microseconds, which is what the databases keep. */
    @Singleton
    Clock clock(@Property(name = TestClock.SETTING, defaultValue = "") String testClock) {
        Clock clock = Clock.tick(Clock.systemUTC(), Duration.ofNanos(1_000));
        return testClock.isEmpty() ? clock : new TestClock(clock, Path.of(testClock));
    }

    @Singleton
    RandomGenerator random() {
        return new SecureRandom();
    }

    @Singleton
    RequestIdSource requestIds() {
        return new RequestIdSource(() -> UUID.randomUUID().toString());
    }
}
