package dev.berth.application.server.port.in;

import dev.berth.domain.server.ServerDetails;
import dev.berth.domain.server.ServerRef;

/**
 * Changes to servers. Each is durable when it returns, and carried out in the background; each refuses with a
 * {@link dev.berth.domain.error.DomainException} and then has changed nothing.
 */
public interface ServerLifecycle {
    /**
     * Accepts a new server.
     *
     * @throws dev.berth.domain.error.DomainException {@code INVALID_REQUEST} for references that are unknown,
     *     retired or another account's, {@code QUOTA_EXCEEDED}, {@code INSUFFICIENT_CREDIT}, {@code NO_CAPACITY}, in this order
     */
    CreatedServer create(CreateServerCommand command);

    /** Powers a stopped server on. Refuses every other status with the code that belongs to it. */
    AcceptedOperation start(ServerRef server);

    /** Shuts an active server down. Refuses every other status with the code that belongs to it. */
    AcceptedOperation stop(ServerRef server);

    /** Shuts an active server down and powers it on. Refuses every other status with the code that belongs to it. */
    AcceptedOperation reboot(ServerRef server);

    /** Deletes a server in any status, also while another change runs. Gone for its account at once. */
    AcceptedOperation delete(ServerRef server);

    /** Changes the record of a server, in any status; changing nothing is not an error. */
    ServerDetails update(UpdateServerCommand command);
}
