package dev.berth.domain.server;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * What was last sampled of a server, and its traffic so far this month.
 *
 * @param serverId whose
 * @param cpuPercent of all its vCPUs, 0 to 100
 * @param memoryUsed MiB
 * @param diskUsed GB
 * @param trafficCounter the machine's own counter of bytes at the last sample; may begin again at 0
 * @param monthTraffic bytes in the month of the last sample
 * @param sampledAt when
 */
public record UsageRecord(
        ServerId serverId,
        double cpuPercent,
        long memoryUsed,
        long diskUsed,
        long trafficCounter,
        long monthTraffic,
        Instant sampledAt) {

    private static final long BYTES_PER_GB = 1_000_000_000L;

    /**
     * The record after one more sample.
     *
     * @param before the record so far; null before the first sample
     */
    public static UsageRecord after(@Nullable UsageRecord before, ServerId serverId, UsageSample sample, Instant now) {
        long traffic = sample.trafficCounter();
        if (before != null) {
            boolean restarted = sample.trafficCounter() < before.trafficCounter;
            traffic = restarted ? sample.trafficCounter() : sample.trafficCounter() - before.trafficCounter;
            if (month(before.sampledAt).equals(month(now))) {
                traffic += before.monthTraffic;
            }
        }
        return new UsageRecord(
                serverId,
                sample.cpuPercent(),
                sample.memoryUsed(),
                sample.diskUsed(),
                sample.trafficCounter(),
                traffic,
                now);
    }

    /** What clients are shown at this time of a server in this status. */
    public ResourceUsage shown(ServerStatus status, Instant now) {
        long bandwidth = month(sampledAt).equals(month(now)) ? monthTraffic / BYTES_PER_GB : 0;
        ResourceUsage usage = new ResourceUsage(Math.round(cpuPercent * 10) / 10.0, memoryUsed, diskUsed, bandwidth);
        return switch (status) {
            case ACTIVE, STOPPING, REBOOTING -> usage;
            case PROVISIONING, STARTING, STOPPED, SUSPENDED, ERROR, DELETING, DELETED -> usage.whileOff();
        };
    }

    private static YearMonth month(Instant time) {
        return YearMonth.from(time.atOffset(ZoneOffset.UTC));
    }
}
