package dev.berth.application.operation.port.out;

import dev.berth.domain.operation.Operation;
import dev.berth.domain.server.Server;

/**
 * An operation in the hands of one replica, until its lease ends or somebody raises the server's fence.
 *
 * @param operation as it was claimed
 * @param server as it was claimed; its fence is the claim's
 * @param worker who holds it
 */
public record Claim(Operation operation, Server server, ReplicaId worker) {
    /** The fence under which every effect of this claim is made. */
    public long fence() {
        return server.fence();
    }
}
