package dev.berth.bootstrap;

import dev.berth.rest.request.RequestIdSource;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
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
    Clock clock() {
        return Clock.tick(Clock.systemUTC(), Duration.ofNanos(1_000));
    }

    @Singleton
    RandomGenerator random() {
        return new SecureRandom();
    }

    @Singleton
    RequestIdSource requestIds() {
        return () -> UUID.randomUUID().toString();
    }

    @Singleton
    dev.berth.grpc.request.RequestIdSource callIds() {
        return () -> UUID.randomUUID().toString();
    }
}
