package dev.berth.rest.server;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.berth.application.server.port.in.AdminServerChange;
import dev.berth.domain.operation.Operation;
import dev.berth.rest.request.Representation;
import org.jspecify.annotations.Nullable;

/** A server after an operator's change. */
@Representation
record AdminServerChangeResponse(
        @JsonUnwrapped AdminServerResponse server, @Nullable Long operationId) {

    static AdminServerChangeResponse of(AdminServerChange change) {
        Operation operation = change.operation();
        return new AdminServerChangeResponse(
                AdminServerResponse.of(change.server()),
                operation == null ? null : operation.id().value());
    }
}
