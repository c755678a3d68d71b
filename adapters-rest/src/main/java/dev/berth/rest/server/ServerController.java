package dev.berth.rest.server;

import dev.berth.application.port.in.PageRequest;
import dev.berth.application.server.port.in.AcceptedOperation;
import dev.berth.application.server.port.in.CreateServerCommand;
import dev.berth.application.server.port.in.CreatedServer;
import dev.berth.application.server.port.in.ServerLifecycle;
import dev.berth.application.server.port.in.ServerQueries;
import dev.berth.domain.account.Scope;
import dev.berth.domain.error.ErrorCode;
import dev.berth.domain.server.ServerDetails;
import dev.berth.domain.server.ServerFilter;
import dev.berth.domain.server.ServerId;
import dev.berth.domain.server.ServerRef;
import dev.berth.rest.request.Answers;
import dev.berth.rest.request.ApiRequest;
import dev.berth.rest.request.RequiresScope;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.exceptions.HttpStatusException;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.function.Function;

/** The nine documented endpoints. Media types are open here: 415 and 406 have their place in the order of checks. */
@Controller(ServerController.PATH)
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
@ExecuteOn(TaskExecutors.BLOCKING)
final class ServerController {
    static final String PATH = "/api/v1/servers";

    private final ServerQueries queries;
    private final ServerLifecycle lifecycle;
    private final FullLists fullLists;

    ServerController(ServerQueries queries, ServerLifecycle lifecycle, FullLists fullLists) {
        this.queries = queries;
        this.lifecycle = lifecycle;
        this.fullLists = fullLists;
    }

    @Get
    @RequiresScope(Scope.SERVERS_READ)
    HttpResponse<?> list(ApiRequest request) {
        ListServersRequest wanted = ListServersRequest.read(request);
        PageRequest page = wanted.paging().wanted();
        return page == null
                ? all(request, wanted.filter())
                : wanted.paging()
                        .answer(
                                queries.page(request.account(), wanted.filter(), page),
                                server -> server.server().id().value(),
                                ServerResponse::of);
    }

    @Post
    @RequiresScope(Scope.SERVERS_WRITE)
    HttpResponse<?> create(ApiRequest request) {
        CreateServerCommand command = CreateServerRequest.read(request);
        request.requireJsonAccepted();
        CreatedServer created = lifecycle.create(command);
        String location = "%s/%s/".formatted(PATH, created.server().server().id());
        return Answers.following(
                created.operation(),
                Answers.created(CreatedServerResponse.of(created)).header(HttpHeaders.LOCATION, location));
    }

    @Get("/{id:[^/]+}")
    @RequiresScope(Scope.SERVERS_READ)
    HttpResponse<?> get(ApiRequest request, String id) {
        request.requireValid();
        ServerDetails details = queries.get(server(request, id));
        request.requireJsonAccepted();
        return Answers.ok(ServerDetailsResponse.of(details));
    }

    @Put("/{id:[^/]+}")
    @RequiresScope(Scope.SERVERS_WRITE)
    HttpResponse<?> replace(ApiRequest request, String id) {
        return update(request, id, UpdateServerRequest.readAll(request));
    }

    @Patch("/{id:[^/]+}")
    @RequiresScope(Scope.SERVERS_WRITE)
    HttpResponse<?> patch(ApiRequest request, String id) {
        return update(request, id, UpdateServerRequest.readSome(request));
    }

    @Delete("/{id:[^/]+}")
    @RequiresScope(Scope.SERVERS_WRITE)
    HttpResponse<?> delete(ApiRequest request, String id) {
        request.requireValid();
        AcceptedOperation accepted = lifecycle.delete(server(request, id));
        return Answers.following(accepted.operation(), HttpResponse.noContent());
    }

    @Post("/{id:[^/]+}/start")
    @RequiresScope(Scope.SERVERS_POWER)
    HttpResponse<?> start(ApiRequest request, String id) {
        return power(request, id, lifecycle::start);
    }

    @Post("/{id:[^/]+}/stop")
    @RequiresScope(Scope.SERVERS_POWER)
    HttpResponse<?> stop(ApiRequest request, String id) {
        return power(request, id, lifecycle::stop);
    }

    @Post("/{id:[^/]+}/reboot")
    @RequiresScope(Scope.SERVERS_POWER)
    HttpResponse<?> reboot(ApiRequest request, String id) {
        return power(request, id, lifecycle::reboot);
    }

    private HttpResponse<?> all(ApiRequest request, ServerFilter filter) {
        FullList list = fullLists.open(request.requestId(), () -> queries.all(request.account(), filter));
        try {
            request.requireJsonAccepted();
        } catch (HttpStatusException e) {
            list.close();
            throw e;
        }
        if (request.isHead()) {
            list.close();
            return Answers.head();
        }
        return Answers.ok(list);
    }

    private HttpResponse<?> update(ApiRequest request, String id, UpdateServerRequest changes) {
        ServerRef server = server(request, id);
        request.requireJsonAccepted();
        return Answers.ok(ServerDetailsResponse.of(lifecycle.update(changes.toCommand(server))));
    }

    private static HttpResponse<?> power(ApiRequest request, String id, Function<ServerRef, AcceptedOperation> change) {
        request.requireNoBody();
        request.requireValid();
        ServerRef server = server(request, id);
        request.requireJsonAccepted();
        AcceptedOperation accepted = change.apply(server);
        return Answers.following(accepted.operation(), Answers.ok(PowerResponse.of(accepted)));
    }

    private static ServerRef server(ApiRequest request, String id) {
        return new ServerRef(request.account(), new ServerId(request.id(id, ErrorCode.SERVER_NOT_FOUND)));
    }
}
