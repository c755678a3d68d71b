package dev.berth.rest.server;

import dev.berth.application.server.port.in.AdminServerChange;
import dev.berth.application.server.port.in.ServersAdministration;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.Scope;
import dev.berth.domain.error.ErrorCode;
import dev.berth.domain.operation.Operation;
import dev.berth.domain.placement.HostId;
import dev.berth.domain.server.AdminServer;
import dev.berth.domain.server.AdminServerFilter;
import dev.berth.domain.server.ServerId;
import dev.berth.domain.server.ServerStatus;
import dev.berth.rest.request.Answers;
import dev.berth.rest.request.ApiRequest;
import dev.berth.rest.request.Paging;
import dev.berth.rest.request.Query;
import dev.berth.rest.request.RequiresScope;
import dev.berth.rest.request.Value;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** The operator's side: all accounts' servers. */
@Controller("/api/v1/admin/servers")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
@ExecuteOn(TaskExecutors.BLOCKING)
final class AdminServerController {
    private final ServersAdministration servers;

    AdminServerController(ServersAdministration servers) {
        this.servers = servers;
    }

    @Get
    @RequiresScope(Scope.ADMIN)
    HttpResponse<?> list(ApiRequest request) {
        Query query = request.query();
        Value<AccountId> account = query.id("account_id", AccountId::new);
        Value<HostId> host = query.id("host_id", HostId::new);
        Value<ServerStatus> status = query.optional("status", ServerStatus::ofWireName);
        AdminServerFilter filter = new AdminServerFilter(account.orNull(), host.orNull(), status.orNull());
        Paging paging = Paging.read(request, filter);
        request.requireValid();
        return paging.answer(
                servers.page(filter, paging.wantedOrFirst()),
                server -> server.server().id().value(),
                AdminServerResponse::of);
    }

    @Get("/{id:[^/]+}")
    @RequiresScope(Scope.ADMIN)
    HttpResponse<?> get(ApiRequest request, String id) {
        request.requireValid();
        AdminServer server = servers.get(server(request, id));
        request.requireJsonAccepted();
        return Answers.ok(AdminServerResponse.of(server));
    }

    @Post("/{id:[^/]+}/suspend")
    @RequiresScope(Scope.ADMIN)
    HttpResponse<?> suspend(ApiRequest request, String id) {
        String reason = SuspendServerRequest.read(request);
        ServerId server = server(request, id);
        request.requireJsonAccepted();
        return answer(servers.suspend(request.actor(), server, reason));
    }

    @Post("/{id:[^/]+}/unsuspend")
    @RequiresScope(Scope.ADMIN)
    HttpResponse<?> unsuspend(ApiRequest request, String id) {
        ServerId server = serverWithoutBody(request, id);
        return answer(servers.unsuspend(request.actor(), server));
    }

    @Post("/{id:[^/]+}/reset")
    @RequiresScope(Scope.ADMIN)
    HttpResponse<?> reset(ApiRequest request, String id) {
        ServerId server = serverWithoutBody(request, id);
        return answer(servers.reset(request.actor(), server));
    }

    private static HttpResponse<?> answer(AdminServerChange change) {
        var answer = Answers.ok(AdminServerChangeResponse.of(change));
        Operation operation = change.operation();
        return operation == null ? answer : Answers.following(operation, answer);
    }

    private static ServerId serverWithoutBody(ApiRequest request, String id) {
        request.requireNoBody();
        request.requireValid();
        ServerId server = server(request, id);
        request.requireJsonAccepted();
        return server;
    }

    private static ServerId server(ApiRequest request, String id) {
        return new ServerId(request.id(id, ErrorCode.SERVER_NOT_FOUND));
    }
}
