package dev.berth.domain.placement;

/**
 * All that there is to see of a host.
 *
 * @param host the host
 * @param servers how many servers have room reserved on it
 */
public record HostDetails(Host host, long servers) {}
