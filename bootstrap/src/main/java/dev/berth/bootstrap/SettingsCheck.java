package dev.berth.bootstrap;

import io.micronaut.context.ApplicationContext;
import io.micronaut.core.convert.exceptions.ConversionErrorException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Refuses what an operator has mistyped; Micronaut would quietly take the default. */
final class SettingsCheck {
    private static final int HIGHEST_PORT = 65_535;
    private static final int MOST_HOURS = 1_000_000; // a century, which every database can reckon with

    private static final Map<String, String> DURATIONS = Map.of(
            "berth.drain-time", "BERTH_DRAIN_TIME",
            "berth.simulated-boot-time", "BERTH_SIMULATED_BOOT_TIME",
            "berth.stop-grace", "BERTH_STOP_GRACE");
    private static final Map<String, String> HOURS = Map.of(
            "berth.billing.minimum-hours", "BERTH_BILLING_MINIMUM_HOURS",
            "berth.billing.grace-hours", "BERTH_BILLING_GRACE_HOURS");
    private static final Map<String, String> PORTS = Map.of(
            "micronaut.server.port", "BERTH_HTTP_PORT",
            "grpc.server.port", "BERTH_GRPC_PORT",
            "berth.management.port", "BERTH_MANAGEMENT_PORT");

    private SettingsCheck() {}

    static void requireValid(ApplicationContext settings) {
        require(
                !settings.containsProperty(TestClock.SETTING)
                        || settings.getEnvironment().getActiveNames().contains(TestClock.PROFILE),
                "BERTH_TEST_CLOCK is refused outside of tests: time must not be set for customers who pay by the hour");
        DURATIONS.forEach((property, variable) -> require(
                read(settings, property, Duration.class, time -> !time.isNegative()),
                variable + " must be a time such as 500ms, 60s or 2m"));
        HOURS.forEach((property, variable) -> require(
                read(settings, property, Integer.class, hours -> hours >= 0 && hours <= MOST_HOURS),
                variable + " must be a number of hours from 0 to " + MOST_HOURS));
        PORTS.forEach((property, variable) -> require(
                // -1 is Micronaut's own word for any port that is free
                read(settings, property, Integer.class, port -> port >= -1 && port <= HIGHEST_PORT),
                variable + " must be a port from 0 (any that is free) to " + HIGHEST_PORT));
    }

    private static <T> boolean read(ApplicationContext settings, String property, Class<T> type, Predicate<T> isValid) {
        try {
            Optional<T> value = settings.getProperty(property, type);
            return value.filter(isValid).isPresent();
        } catch (ConversionErrorException e) {
            return false;
        }
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new InvalidSetting(message);
        }
    }
}
