package dev.berth.application.server.port.out;

import dev.berth.domain.operation.Operation;
import dev.berth.domain.server.Server;
import java.util.List;
import java.util.Optional;

/** Takes in new servers: reservation, address, quota, credit, server and operation, all or nothing for each. */
public interface ServerAdmission {
    /**
     * Admits the drafts for which there is quota, credit, a host and addresses at this moment; whoever wants to know
     * what was missing has to look. Several may share a commit; one that is not admitted does not touch the others.
     *
     * @return for each draft, in order, what was committed; empty when it was not admitted and nothing has changed
     */
    List<Optional<Admitted>> admit(List<ServerDraft> drafts);

    /**
     * What was committed.
     *
     * @param server in the middle of its provisioning
     * @param operation its provisioning
     */
    record Admitted(Server server, Operation operation) {}
}
