package dev.berth.domain.server;

/**
 * What a hypervisor says that a machine uses at this moment.
 *
 * @param cpuPercent of all its vCPUs, 0 to 100
 * @param memoryUsed MiB
 * @param diskUsed GB
 * @param trafficCounter bytes in and out since some time of the hypervisor's choosing; may begin again at 0
 */
public record UsageSample(double cpuPercent, long memoryUsed, long diskUsed, long trafficCounter) {}
