package dev.berth.domain.server;

import dev.berth.domain.catalog.OperatingSystem;
import dev.berth.domain.catalog.Plan;

/**
 * A server with what it refers to, as lists show it.
 *
 * @param server the server
 * @param plan its plan
 * @param os its operating system
 */
public record ServerSummary(Server server, Plan plan, OperatingSystem os) {}
