package dev.berth.grpc.operation;

import com.google.longrunning.GetOperationRequest;
import com.google.longrunning.OperationsGrpc;
import com.google.longrunning.WaitOperationRequest;
import dev.berth.application.operation.port.in.OperationQueries;
import dev.berth.application.server.port.in.ServerQueries;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import dev.berth.domain.operation.Operation;
import dev.berth.domain.operation.OperationId;
import dev.berth.domain.server.ServerRef;
import dev.berth.grpc.request.Callers;
import dev.berth.grpc.request.Fields;
import dev.berth.grpc.request.Replies;
import dev.berth.grpc.request.StrictMessages;
import dev.berth.grpc.request.Value;
import dev.berth.grpc.server.ServerMessages;
import dev.berth.proto.v1.Server;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;

/** {@code google.longrunning.Operations}: to get one, and to wait for its end. Berth serves no other method of it. */
@Singleton
final class OperationEndpoint implements OperationsGrpc.AsyncService, BindableService {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    private static final int NANOS = 1_000_000_000;

    private final OperationQueries operations;
    private final ServerQueries servers;
    private final Executor calls;

    OperationEndpoint(OperationQueries operations, ServerQueries servers, @Named("grpc") ExecutorService calls) {
        this.operations = operations;
        this.servers = servers;
        this.calls = calls;
    }

    @Override
    public ServerServiceDefinition bindService() {
        return StrictMessages.of(OperationsGrpc.bindService(this));
    }

    @Override
    public void getOperation(GetOperationRequest request, StreamObserver<com.google.longrunning.Operation> observer) {
        Fields fields = Fields.ofRequest();
        Value<OperationId> id = OperationNames.read(fields, request.getName());
        fields.requireValid();
        Replies.send(observer, message(operations.get(Callers.account(), id.get())));
    }

    /** No thread waits. The deadline is not looked at here: when it is over the call is cancelled. */
    @Override
    public void waitOperation(WaitOperationRequest request, StreamObserver<com.google.longrunning.Operation> observer) {
        Fields fields = Fields.ofRequest();
        Value<OperationId> id = OperationNames.read(fields, request.getName());
        Value<Duration> timeout = fields.check("timeout", () -> timeout(request));
        fields.requireValid();
        CompletableFuture<Operation> operation =
                operations.await(Callers.account(), id.get(), timeout.get()).toCompletableFuture();
        ServerCallStreamObserver<com.google.longrunning.Operation> call =
                (ServerCallStreamObserver<com.google.longrunning.Operation>) observer;
        call.setOnCancelHandler(() -> operation.cancel(false));
        var ignored = operation.thenApplyAsync(this::message, calls).whenComplete((answer, failure) -> {
            if (failure == null) {
                Replies.send(call, answer);
            } else if (!call.isCancelled()) {
                call.onError(failure);
            }
        });
    }

    private static Duration timeout(WaitOperationRequest request) {
        if (!request.hasTimeout()) {
            return LONGEST_WAIT;
        }
        long seconds = request.getTimeout().getSeconds();
        int nanos = request.getTimeout().getNanos();
        if (seconds < 0 || nanos < 0 || nanos >= NANOS) {
            throw Fields.refused("out_of_range", "Must be 0 seconds or more, with 0 to 999999999 nanoseconds.");
        }
        return seconds >= LONGEST_WAIT.toSeconds() ? LONGEST_WAIT : Duration.ofSeconds(seconds, nanos);
    }

    private com.google.longrunning.Operation message(Operation operation) {
        return OperationMessages.of(operation, () -> server(operation));
    }

    /** The server as it is now; of one that was deleted since, only its id. */
    private Server server(Operation operation) {
        AccountId account = operation.accountId();
        try {
            return ServerMessages.of(servers.get(new ServerRef(account, operation.serverId())));
        } catch (DomainException e) {
            if (e.code() != ErrorCode.SERVER_NOT_FOUND) {
                throw e;
            }
            return Server.newBuilder().setId(operation.serverId().value()).build();
        }
    }
}
