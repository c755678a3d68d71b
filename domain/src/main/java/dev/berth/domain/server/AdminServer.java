package dev.berth.domain.server;

import java.util.List;

/**
 * A server as operators see it.
 *
 * @param details what its account sees of it
 * @param holds who holds it and why, by their kinds
 */
public record AdminServer(ServerDetails details, List<Hold> holds) {
    public AdminServer {
        holds = List.copyOf(holds);
    }

    public Server server() {
        return details.server();
    }
}
