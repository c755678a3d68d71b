package dev.berth.rest;

import dev.berth.application.port.in.Page;
import dev.berth.application.port.in.PageRequest;
import dev.berth.application.server.port.in.AcceptedOperation;
import dev.berth.application.server.port.in.CreateServerCommand;
import dev.berth.application.server.port.in.CreatedServer;
import dev.berth.application.server.port.in.ServerLifecycle;
import dev.berth.application.server.port.in.ServerQueries;
import dev.berth.application.server.port.in.UpdateServerCommand;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.operation.OperationKind;
import dev.berth.domain.server.ResourceUsage;
import dev.berth.domain.server.Server;
import dev.berth.domain.server.ServerDetails;
import dev.berth.domain.server.ServerFilter;
import dev.berth.domain.server.ServerId;
import dev.berth.domain.server.ServerRef;
import dev.berth.domain.server.ServerStatus;
import dev.berth.domain.server.ServerSummary;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Server 12345 is there, in a status that can be set; lists are as long as wanted. Records what it was asked. */
final class FakeServers implements ServerQueries, ServerLifecycle {
    static final long KNOWN = 12345;

    final List<Object> changes = new ArrayList<>();
    ServerStatus status = ServerStatus.ACTIVE;
    long total = 2;

    @Nullable
    RuntimeException failure;

    @Nullable
    ServerFilter filter;

    @Nullable
    PageRequest page;

    @Nullable
    Supplier<Iterator<List<ServerSummary>>> all;

    @Override
    public ServerDetails get(ServerRef server) {
        return new ServerDetails(find(server), new ResourceUsage(23.5, 2048, 35, 450));
    }

    @Override
    public Page<ServerSummary> page(AccountId account, ServerFilter wanted, PageRequest request) {
        failIfAsked();
        filter = wanted;
        page = request;
        long last = Math.min(total, request.after() + request.limit());
        List<ServerSummary> servers = LongStream.rangeClosed(request.after() + 1, last)
                .mapToObj(id -> Samples.server(id, ServerStatus.ACTIVE))
                .toList();
        return new Page<>(servers, request.total() == null ? total : request.total(), last < total);
    }

    @Override
    public Iterator<List<ServerSummary>> all(AccountId account, ServerFilter wanted) {
        failIfAsked();
        filter = wanted;
        return all == null ? batches(total, 2000) : all.get();
    }

    @Override
    public CreatedServer create(CreateServerCommand command) {
        failIfAsked();
        changes.add(command);
        return new CreatedServer(
                Samples.server(KNOWN, ServerStatus.PROVISIONING), Samples.operation(99, OperationKind.PROVISION));
    }

    @Override
    public AcceptedOperation start(ServerRef server) {
        return begin(server, OperationKind.START);
    }

    @Override
    public AcceptedOperation stop(ServerRef server) {
        return begin(server, OperationKind.STOP);
    }

    @Override
    public AcceptedOperation reboot(ServerRef server) {
        return begin(server, OperationKind.REBOOT);
    }

    @Override
    public AcceptedOperation delete(ServerRef server) {
        return begin(server, OperationKind.DELETE);
    }

    @Override
    public ServerDetails update(UpdateServerCommand command) {
        ServerDetails details = get(command.server());
        changes.add(command);
        return details;
    }

    static Iterator<List<ServerSummary>> batches(long rows, int size) {
        return LongStream.range(0, (rows + size - 1) / size)
                .mapToObj(batch -> LongStream.rangeClosed(batch * size + 1, Math.min(rows, (batch + 1) * size))
                        .mapToObj(id -> Samples.server(id, ServerStatus.ACTIVE))
                        .toList())
                .iterator();
    }

    private AcceptedOperation begin(ServerRef ref, OperationKind kind) {
        Server server = find(ref).server();
        var operation = Samples.operation(99, kind);
        Server begun = server.begin(kind, operation.id(), server.updatedAt());
        changes.add(kind);
        return new AcceptedOperation(begun, operation);
    }

    private ServerSummary find(ServerRef server) {
        failIfAsked();
        if (!server.equals(new ServerRef(Samples.ACCOUNT, new ServerId(KNOWN)))) {
            throw server.server().notFound();
        }
        return Samples.server(KNOWN, status);
    }

    private void failIfAsked() {
        if (failure != null) {
            throw failure;
        }
    }

    void reset() {
        changes.clear();
        status = ServerStatus.ACTIVE;
        total = 2;
        failure = null;
        filter = null;
        page = null;
        all = null;
    }

    void refuse(DomainException refusal) {
        failure = refusal;
    }
}
