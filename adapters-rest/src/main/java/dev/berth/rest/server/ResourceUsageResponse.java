package dev.berth.rest.server;

import dev.berth.domain.server.ResourceUsage;
import dev.berth.rest.request.Representation;

/** What a server uses. */
@Representation
record ResourceUsageResponse(double cpuPercent, long memoryUsed, long diskUsed, long bandwidthUsed) {
    static ResourceUsageResponse of(ResourceUsage usage) {
        return new ResourceUsageResponse(
                usage.cpuPercent(), usage.memoryUsed(), usage.diskUsed(), usage.bandwidthUsed());
    }
}
