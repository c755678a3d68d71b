package dev.berth.application.server.port.in;

import dev.berth.domain.operation.Operation;
import dev.berth.domain.server.AdminServer;
import org.jspecify.annotations.Nullable;

/**
 * An operator's change, as it was committed.
 *
 * @param server the server after it
 * @param operation what has begun with it; null when nothing has, or not yet
 */
public record AdminServerChange(
        AdminServer server, @Nullable Operation operation) {}
