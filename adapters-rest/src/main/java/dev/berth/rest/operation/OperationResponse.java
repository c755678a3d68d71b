package dev.berth.rest.operation;

import dev.berth.domain.operation.Operation;
import dev.berth.domain.operation.OperationFailure;
import dev.berth.rest.request.Representation;
import dev.berth.rest.request.Times;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An operation. */
@Representation
record OperationResponse(
        long id,
        long serverId,
        String kind,
        String status,
        int progress,
        @Nullable FailureResponse error,
        String createdAt,
        @Nullable String startedAt,
        @Nullable String finishedAt) {

    static OperationResponse of(Operation operation) {
        return new OperationResponse(
                operation.id().value(),
                operation.serverId().value(),
                operation.kind().wireName(),
                operation.status().wireName(),
                operation.progress(),
                FailureResponse.of(operation.failure()),
                Times.format(operation.createdAt()),
                format(operation.startedAt()),
                format(operation.finishedAt()));
    }

    private static @Nullable String format(@Nullable Instant time) {
        return time == null ? null : Times.format(time);
    }

    /** Why it failed. */
    @Representation
    record FailureResponse(String code, String detail) {
        static @Nullable FailureResponse of(@Nullable OperationFailure failure) {
            return failure == null ? null : new FailureResponse(failure.wireName(), failure.detail());
        }
    }
}
