package dev.berth.domain.server;

/**
 * What a server uses, as last sampled.
 *
 * @param cpuPercent of all its vCPUs, 0 to 100, to a tenth
 * @param memoryUsed MiB
 * @param diskUsed GB
 * @param bandwidthUsed GB this calendar month (UTC)
 */
public record ResourceUsage(double cpuPercent, long memoryUsed, long diskUsed, long bandwidthUsed) {
    /** Before the first sample. */
    public static final ResourceUsage NONE = new ResourceUsage(0.0, 0, 0, 0);

    /** What remains while the server is off: a disk and its traffic, no CPU and no memory. */
    public ResourceUsage whileOff() {
        return new ResourceUsage(0.0, 0, diskUsed, bandwidthUsed);
    }
}
