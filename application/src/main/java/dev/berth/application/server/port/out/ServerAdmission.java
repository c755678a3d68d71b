package dev.berth.application.server.port.out;

import dev.berth.domain.error.DomainException;
import dev.berth.domain.operation.Operation;
import dev.berth.domain.server.Server;
import java.util.List;

/** Takes in new servers: reservation, address, credit, server and operation, all or nothing for each. */
public interface ServerAdmission {
    /**
     * Admits each draft or says why not. Several may share a commit; one that is refused does not touch the others.
     *
     * @return one outcome for each draft, in order
     */
    List<Outcome> admit(List<ServerDraft> drafts);

    /** What became of a draft. */
    sealed interface Outcome {}

    /** It was committed. */
    record Admitted(Server server, Operation operation) implements Outcome {}

    /** It was refused: {@code QUOTA_EXCEEDED}, {@code INSUFFICIENT_CREDIT} or {@code NO_CAPACITY}, in this order. */
    record Refused(DomainException reason) implements Outcome {}
}
