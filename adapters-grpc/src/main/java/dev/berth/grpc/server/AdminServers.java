package dev.berth.grpc.server;

import dev.berth.application.server.port.in.AdminServerChange;
import dev.berth.application.server.port.in.ServersAdministration;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.placement.HostId;
import dev.berth.domain.server.AdminServerFilter;
import dev.berth.domain.server.Hold;
import dev.berth.domain.server.HoldKind;
import dev.berth.domain.server.ServerId;
import dev.berth.domain.server.ServerStatus;
import dev.berth.grpc.operation.OperationMessages;
import dev.berth.grpc.request.Callers;
import dev.berth.grpc.request.Fields;
import dev.berth.grpc.request.Paging;
import dev.berth.grpc.request.Times;
import dev.berth.grpc.request.Value;
import dev.berth.proto.v1.AdminServer;
import dev.berth.proto.v1.AdminServiceGetServerRequest;
import dev.berth.proto.v1.AdminServiceListServersRequest;
import dev.berth.proto.v1.AdminServiceListServersResponse;
import dev.berth.proto.v1.ResetServerRequest;
import dev.berth.proto.v1.SuspendServerRequest;
import dev.berth.proto.v1.UnsuspendServerRequest;
import jakarta.inject.Singleton;

/** The part of {@code berth.v1.AdminService} that is about servers. */
@Singleton
public final class AdminServers {
    private final ServersAdministration servers;

    AdminServers(ServersAdministration servers) {
        this.servers = servers;
    }

    /** Answers {@code ListServers}. */
    public AdminServiceListServersResponse list(AdminServiceListServersRequest request) {
        Fields fields = Fields.ofRequest();
        Value<AccountId> account = fields.optionalId("account_id", request.getAccountId(), AccountId::new);
        Value<HostId> host = fields.optionalId("host_id", request.getHostId(), HostId::new);
        Value<ServerStatus> status = fields.check("state", () -> States.parse(request.getState()));
        AdminServerFilter filter = new AdminServerFilter(account.orNull(), host.orNull(), status.orNull());
        Paging paging = Paging.read(fields, request.getPageSize(), request.getPageToken(), filter);
        fields.requireValid();
        var page = servers.page(filter, paging.wanted());
        return AdminServiceListServersResponse.newBuilder()
                .addAllServers(page.items().stream().map(AdminServers::of).toList())
                .setNextPageToken(paging.next(page, found -> found.server().id().value()))
                .setTotalSize(Paging.total(page))
                .build();
    }

    /** Answers {@code GetServer}. */
    public AdminServer get(AdminServiceGetServerRequest request) {
        return of(servers.get(server(request.getId())));
    }

    /** Answers {@code SuspendServer}. */
    public dev.berth.proto.v1.AdminServerChange suspend(SuspendServerRequest request) {
        Fields fields = Fields.ofRequest();
        Value<ServerId> server = fields.id("id", request.getId(), ServerId::new);
        Value<String> reason = fields.text("reason", request.getReason(), Hold::requireReason);
        fields.requireValid();
        return of(servers.suspend(Callers.actor(), server.get(), reason.get()));
    }

    /** Answers {@code UnsuspendServer}. */
    public dev.berth.proto.v1.AdminServerChange unsuspend(UnsuspendServerRequest request) {
        return of(servers.unsuspend(Callers.actor(), server(request.getId())));
    }

    /** Answers {@code ResetServer}. */
    public dev.berth.proto.v1.AdminServerChange reset(ResetServerRequest request) {
        return of(servers.reset(Callers.actor(), server(request.getId())));
    }

    private static ServerId server(long id) {
        Fields fields = Fields.ofRequest();
        Value<ServerId> server = fields.id("id", id, ServerId::new);
        fields.requireValid();
        return server.get();
    }

    private static dev.berth.proto.v1.AdminServerChange of(AdminServerChange change) {
        var message = dev.berth.proto.v1.AdminServerChange.newBuilder().setServer(of(change.server()));
        var operation = change.operation();
        if (operation != null) {
            message.setOperation(OperationMessages.accepted(operation));
        }
        return message.build();
    }

    private static AdminServer of(dev.berth.domain.server.AdminServer found) {
        return AdminServer.newBuilder()
                .setServer(ServerMessages.of(found.details()))
                .setAccountId(found.server().accountId().value())
                .setHostId(found.server().hostId().value())
                .addAllHolds(found.holds().stream().map(AdminServers::of).toList())
                .build();
    }

    private static dev.berth.proto.v1.Hold of(Hold hold) {
        return dev.berth.proto.v1.Hold.newBuilder()
                .setKind(kind(hold.kind()))
                .setActor(hold.actor())
                .setReason(hold.reason())
                .setCreateTime(Times.of(hold.since()))
                .build();
    }

    private static dev.berth.proto.v1.Hold.Kind kind(HoldKind kind) {
        return switch (kind) {
            case OPERATOR -> dev.berth.proto.v1.Hold.Kind.KIND_OPERATOR;
            case BILLING -> dev.berth.proto.v1.Hold.Kind.KIND_BILLING;
        };
    }
}
