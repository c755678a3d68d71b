package dev.berth.application.server.service;

import java.time.Duration;

/**
 * What an installation can choose about the lifecycle.
 *
 * @param minimumHours how many hours of all its servers an account's balance must cover at a create
 * @param stopGrace how long a guest is given to shut down by itself before its power is cut
 * @param addressQuarantine how long the address of a deleted server is given to nobody; longer than a lease and a
 *     hypervisor call together
 */
public record LifecycleSettings(int minimumHours, Duration stopGrace, Duration addressQuarantine) {
    public static final LifecycleSettings DEFAULT =
            new LifecycleSettings(24, Duration.ofSeconds(60), Duration.ofMinutes(5));
}
