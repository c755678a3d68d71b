package dev.berth.rest.catalog;

import dev.berth.application.catalog.port.in.Catalog;
import dev.berth.domain.catalog.Location;
import dev.berth.domain.catalog.LocationCode;
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

/** The locations on offer. */
@Controller("/api/v1/locations")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
@ExecuteOn(TaskExecutors.BLOCKING)
final class LocationController {
    private final Catalog catalog;

    LocationController(Catalog catalog) {
        this.catalog = catalog;
    }

    @Get
    @AnyToken
    HttpResponse<?> list(ApiRequest request) {
        request.requireValid();
        request.requireJsonAccepted();
        return Answers.collection(catalog.locations(), LocationResponse::of);
    }

    @Get("/{code:[^/]+}")
    @AnyToken
    HttpResponse<?> get(ApiRequest request, String code) {
        request.requireValid();
        Location location = catalog.location(LocationCode.ofWanted(code));
        request.requireJsonAccepted();
        return Answers.ok(LocationResponse.of(location));
    }
}
