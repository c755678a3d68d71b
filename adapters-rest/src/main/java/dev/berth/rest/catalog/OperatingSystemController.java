package dev.berth.rest.catalog;

import dev.berth.application.catalog.port.in.Catalog;
import dev.berth.domain.catalog.OperatingSystem;
import dev.berth.domain.catalog.OperatingSystemId;
import dev.berth.domain.error.ErrorCode;
import dev.berth.rest.request.Answers;
import dev.berth.rest.request.AnyToken;
import dev.berth.rest.request.ApiRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** The operating systems on offer. */
@Controller("/api/v1/operating-systems")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
@ExecuteOn(TaskExecutors.BLOCKING)
final class OperatingSystemController {
    private final Catalog catalog;

    OperatingSystemController(Catalog catalog) {
        this.catalog = catalog;
    }

    @Get
    @AnyToken
    HttpResponse<?> list(ApiRequest request) {
        request.requireValid();
        request.requireJsonAccepted();
        return Answers.collection(catalog.operatingSystems(), OperatingSystemResponse::of);
    }

    @Get("/{id:[^/]+}")
    @AnyToken
    HttpResponse<?> get(ApiRequest request, String id) {
        request.requireValid();
        OperatingSystem os =
                catalog.operatingSystem(new OperatingSystemId(request.id(id, ErrorCode.OPERATING_SYSTEM_NOT_FOUND)));
        request.requireJsonAccepted();
        return Answers.ok(OperatingSystemResponse.of(os));
    }
}
