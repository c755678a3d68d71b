package dev.berth.bootstrap;

import dev.berth.application.server.service.LifecycleSettings;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * How Berth works; application.yml says from which variables.
 *
 * @param simulatedBootTime how long simulated machines boot
 * @param stopGrace how long a guest is given to shut down by itself
 * @param addressQuarantine how long a deleted server's address is given to nobody
 * @param lease how long a replica counts as alive without a word
 * @param workers how many operations one replica works on at once
 * @param drainTime how long a replica that is told to stop goes on serving, so that load balancers notice first
 * @param usageInterval how often the servers' usage is sampled
 * @param tokenUseInterval how often the last uses of tokens are written down
 * @param billing what customers pay for
 */
@ConfigurationProperties("berth")
record BerthSettings(
        @Bindable(defaultValue = "2s") Duration simulatedBootTime,
        @Bindable(defaultValue = "60s") Duration stopGrace,
        @Bindable(defaultValue = "5m") Duration addressQuarantine,
        @Bindable(defaultValue = "10s") Duration lease,
        @Bindable(defaultValue = "8") int workers,
        @Bindable(defaultValue = "0s") Duration drainTime,
        @Bindable(defaultValue = "15s") Duration usageInterval,
        @Bindable(defaultValue = "60s") Duration tokenUseInterval,
        Billing billing) {

    /**
     * What customers pay for.
     *
     * @param minimumHours how many hours of all its servers an account's balance must cover at a create
     * @param graceHours how many hours an account can be without credit before its servers are suspended
     * @param interval how often it is looked for hours that have ended, and for servers to suspend or to resume
     */
    @ConfigurationProperties("billing")
    record Billing(
            @Bindable(defaultValue = "24") int minimumHours,
            @Bindable(defaultValue = "24") int graceHours,
            @Bindable(defaultValue = "15s") Duration interval) {

        Duration grace() {
            return Duration.ofHours(graceHours);
        }
    }

    LifecycleSettings lifecycle() {
        return new LifecycleSettings(billing.minimumHours(), stopGrace, addressQuarantine);
    }
}
