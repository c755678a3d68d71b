package dev.berth.grpc.operation;

import com.google.protobuf.Any;
import com.google.protobuf.Empty;
import dev.berth.domain.operation.Operation;
import dev.berth.domain.operation.OperationKind;
import dev.berth.domain.operation.OperationStatus;
import dev.berth.grpc.error.Refusals;
import dev.berth.grpc.request.Times;
import dev.berth.proto.v1.OperationMetadata;
import dev.berth.proto.v1.OperationMetadata.Kind;
import dev.berth.proto.v1.OperationMetadata.State;
import dev.berth.proto.v1.Server;
import java.util.function.Supplier;

/** Operations as {@code google.longrunning} writes them. */
public final class OperationMessages {
    static final String COLLECTION = "operations/";

    private OperationMessages() {}

    /** One that was accepted just now. */
    public static com.google.longrunning.Operation accepted(Operation operation) {
        return of(operation, () -> {
            throw new IllegalStateException("accepted, and has ended");
        });
    }

    /** One in any state; the server is asked for only when it is the response. */
    static com.google.longrunning.Operation of(Operation operation, Supplier<Server> server) {
        var message = com.google.longrunning.Operation.newBuilder()
                .setName(COLLECTION + operation.id())
                .setMetadata(Any.pack(metadata(operation)))
                .setDone(operation.status().hasEnded());
        switch (operation.status()) {
            case PENDING, RUNNING -> {}
            case SUCCEEDED ->
                message.setResponse(
                        Any.pack(operation.kind() == OperationKind.DELETE ? Empty.getDefaultInstance() : server.get()));
            case FAILED -> {
                var failure = operation.failure();
                if (failure == null) {
                    throw new IllegalStateException("operation " + operation.id() + " failed without a reason");
                }
                message.setError(Refusals.of(failure));
            }
            case SUPERSEDED -> message.setError(Refusals.ofSuperseded());
        }
        return message.build();
    }

    private static OperationMetadata metadata(Operation operation) {
        OperationMetadata.Builder metadata = OperationMetadata.newBuilder()
                .setServerId(operation.serverId().value())
                .setKind(kind(operation.kind()))
                .setState(state(operation.status()))
                .setProgressPercent(operation.progress())
                .setCreateTime(Times.of(operation.createdAt()));
        var startedAt = operation.startedAt();
        if (startedAt != null) {
            metadata.setStartTime(Times.of(startedAt));
        }
        var finishedAt = operation.finishedAt();
        if (finishedAt != null) {
            metadata.setFinishTime(Times.of(finishedAt));
        }
        return metadata.build();
    }

    private static Kind kind(OperationKind kind) {
        return switch (kind) {
            case PROVISION -> Kind.KIND_PROVISION;
            case START -> Kind.KIND_START;
            case STOP -> Kind.KIND_STOP;
            case REBOOT -> Kind.KIND_REBOOT;
            case SUSPEND -> Kind.KIND_SUSPEND;
            case RESUME -> Kind.KIND_RESUME;
            case RESET -> Kind.KIND_RESET;
            case DELETE -> Kind.KIND_DELETE;
        };
    }

    private static State state(OperationStatus status) {
        return switch (status) {
            case PENDING -> State.STATE_PENDING;
            case RUNNING -> State.STATE_RUNNING;
            case SUCCEEDED -> State.STATE_SUCCEEDED;
            case FAILED -> State.STATE_FAILED;
            case SUPERSEDED -> State.STATE_SUPERSEDED;
        };
    }
}
