package dev.berth.grpc.server;

import com.google.longrunning.Operation;
import dev.berth.application.server.port.in.AcceptedOperation;
import dev.berth.application.server.port.in.CreateServerCommand;
import dev.berth.application.server.port.in.ServerLifecycle;
import dev.berth.application.server.port.in.ServerQueries;
import dev.berth.domain.server.ServerId;
import dev.berth.domain.server.ServerRef;
import dev.berth.grpc.operation.OperationMessages;
import dev.berth.grpc.request.Callers;
import dev.berth.grpc.request.Fields;
import dev.berth.grpc.request.Replies;
import dev.berth.grpc.request.StrictMessages;
import dev.berth.grpc.request.Value;
import dev.berth.proto.v1.CreateServerRequest;
import dev.berth.proto.v1.DeleteServerRequest;
import dev.berth.proto.v1.GetServerRequest;
import dev.berth.proto.v1.ListServersRequest;
import dev.berth.proto.v1.ListServersResponse;
import dev.berth.proto.v1.RebootServerRequest;
import dev.berth.proto.v1.Server;
import dev.berth.proto.v1.ServerServiceGrpc;
import dev.berth.proto.v1.StartServerRequest;
import dev.berth.proto.v1.StopServerRequest;
import dev.berth.proto.v1.UpdateServerRequest;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Singleton;

/** {@code berth.v1.ServerService}. */
@Singleton
final class ServerEndpoint implements ServerServiceGrpc.AsyncService, BindableService {
    private final ServerQueries queries;
    private final ServerLifecycle lifecycle;

    ServerEndpoint(ServerQueries queries, ServerLifecycle lifecycle) {
        this.queries = queries;
        this.lifecycle = lifecycle;
    }

    @Override
    public ServerServiceDefinition bindService() {
        return StrictMessages.of(ServerServiceGrpc.bindService(this));
    }

    @Override
    public void listServers(ListServersRequest request, StreamObserver<ListServersResponse> observer) {
        ListServers wanted = ListServers.of(request);
        Replies.send(
                observer,
                wanted.answer(queries.page(
                        Callers.account(), wanted.filter(), wanted.paging().wanted())));
    }

    @Override
    public void getServer(GetServerRequest request, StreamObserver<Server> observer) {
        Replies.send(observer, ServerMessages.of(queries.get(server(request.getId()))));
    }

    @Override
    public void createServer(CreateServerRequest request, StreamObserver<Operation> observer) {
        CreateServerCommand command = CreateServer.of(request, Callers.account());
        var created = Fields.naming(field -> "server." + field, () -> lifecycle.create(command));
        Replies.send(observer, OperationMessages.accepted(created.operation()));
    }

    @Override
    public void updateServer(UpdateServerRequest request, StreamObserver<Server> observer) {
        UpdateServer wanted = UpdateServer.of(request, Callers.account());
        if (!wanted.unchangeable().isEmpty()) {
            wanted.requireUnchanged(queries.get(wanted.command().server()));
        }
        Replies.send(observer, ServerMessages.of(lifecycle.update(wanted.command())));
    }

    @Override
    public void deleteServer(DeleteServerRequest request, StreamObserver<Operation> observer) {
        accept(lifecycle.delete(server(request.getId())), observer);
    }

    @Override
    public void startServer(StartServerRequest request, StreamObserver<Operation> observer) {
        accept(lifecycle.start(server(request.getId())), observer);
    }

    @Override
    public void stopServer(StopServerRequest request, StreamObserver<Operation> observer) {
        accept(lifecycle.stop(server(request.getId())), observer);
    }

    @Override
    public void rebootServer(RebootServerRequest request, StreamObserver<Operation> observer) {
        accept(lifecycle.reboot(server(request.getId())), observer);
    }

    private static void accept(AcceptedOperation accepted, StreamObserver<Operation> observer) {
        Replies.send(observer, OperationMessages.accepted(accepted.operation()));
    }

    private static ServerRef server(long id) {
        Fields fields = Fields.ofRequest();
        Value<ServerId> server = fields.id("id", id, ServerId::new);
        fields.requireValid();
        return new ServerRef(Callers.account(), server.get());
    }
}
