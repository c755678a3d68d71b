package dev.berth.application.server.port.in;

import dev.berth.domain.operation.Operation;
import dev.berth.domain.server.Server;

/**
 * A change that was accepted, as it was committed.
 *
 * @param server the server, in the status that the change gives it while it runs
 * @param operation the change
 */
public record AcceptedOperation(Server server, Operation operation) {}
