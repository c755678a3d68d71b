package dev.berth.application.server.port.in;

import dev.berth.domain.operation.Operation;
import dev.berth.domain.server.ServerSummary;

/**
 * A server that was accepted, as it was committed.
 *
 * @param server the server, in status {@code PROVISIONING}
 * @param operation its provisioning
 */
public record CreatedServer(ServerSummary server, Operation operation) {}
