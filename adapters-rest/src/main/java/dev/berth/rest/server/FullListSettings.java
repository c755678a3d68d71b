package dev.berth.rest.server;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * Bounds of the lists without pages.
 *
 * @param maxConcurrent how many may be under way at once
 * @param maxDuration how long one may take
 */
@ConfigurationProperties("berth.rest.full-lists")
record FullListSettings(
        @Bindable(defaultValue = "16") int maxConcurrent,
        @Bindable(defaultValue = "10m") Duration maxDuration) {}
