package dev.berth.rest.placement;

import dev.berth.application.placement.port.in.Hosts;
import dev.berth.application.placement.port.in.RegisterHostCommand;
import dev.berth.domain.account.Scope;
import dev.berth.domain.audit.Actor;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.error.ErrorCode;
import dev.berth.domain.placement.HostDetails;
import dev.berth.domain.placement.HostFilter;
import dev.berth.domain.placement.HostId;
import dev.berth.rest.request.Answers;
import dev.berth.rest.request.ApiRequest;
import dev.berth.rest.request.Paging;
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
import java.util.function.BiFunction;

/** The operator's side: hosts. */
@Controller("/api/v1/admin/hosts")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
@ExecuteOn(TaskExecutors.BLOCKING)
final class AdminHostController {
    private final Hosts hosts;

    AdminHostController(Hosts hosts) {
        this.hosts = hosts;
    }

    @Get
    @RequiresScope(Scope.ADMIN)
    HttpResponse<?> list(ApiRequest request) {
        Value<LocationCode> location = request.query().optional("location", LocationCode::new);
        HostFilter filter = new HostFilter(location.orNull());
        Paging paging = Paging.read(request, filter);
        request.requireValid();
        return paging.answer(
                hosts.page(filter, paging.wantedOrFirst()),
                details -> details.host().id().value(),
                HostResponse::of);
    }

    @Post
    @RequiresScope(Scope.ADMIN)
    HttpResponse<?> register(ApiRequest request) {
        RegisterHostCommand command = RegisterHostRequest.read(request);
        request.requireJsonAccepted();
        return Answers.created(HostResponse.of(hosts.register(request.actor(), command)));
    }

    @Get("/{id:[^/]+}")
    @RequiresScope(Scope.ADMIN)
    HttpResponse<?> get(ApiRequest request, String id) {
        request.requireValid();
        HostDetails host = hosts.get(host(request, id));
        request.requireJsonAccepted();
        return Answers.ok(HostResponse.of(host));
    }

    @Post("/{id:[^/]+}/drain")
    @RequiresScope(Scope.ADMIN)
    HttpResponse<?> drain(ApiRequest request, String id) {
        return change(request, id, hosts::drain);
    }

    @Post("/{id:[^/]+}/activate")
    @RequiresScope(Scope.ADMIN)
    HttpResponse<?> activate(ApiRequest request, String id) {
        return change(request, id, hosts::activate);
    }

    private static HttpResponse<?> change(
            ApiRequest request, String id, BiFunction<Actor, HostId, HostDetails> change) {
        request.requireNoBody();
        request.requireValid();
        HostId host = host(request, id);
        request.requireJsonAccepted();
        return Answers.ok(HostResponse.of(change.apply(request.actor(), host)));
    }

    private static HostId host(ApiRequest request, String id) {
        return new HostId(request.id(id, ErrorCode.HOST_NOT_FOUND));
    }
}
