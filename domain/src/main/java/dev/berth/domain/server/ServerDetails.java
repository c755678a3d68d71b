package dev.berth.domain.server;

/**
 * A server with what it refers to and what it uses.
 *
 * @param summary the server, its plan, its operating system
 * @param usage as last sampled
 */
public record ServerDetails(ServerSummary summary, ResourceUsage usage) {
    public Server server() {
        return summary.server();
    }
}
