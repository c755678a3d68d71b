package dev.berth.rest.catalog;

import dev.berth.application.catalog.port.in.Catalog;
import dev.berth.application.catalog.port.in.PlanOffer;
import dev.berth.domain.catalog.PlanId;
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

/** The plans on offer. */
@Controller("/api/v1/plans")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
@ExecuteOn(TaskExecutors.BLOCKING)
final class PlanController {
    private final Catalog catalog;

    PlanController(Catalog catalog) {
        this.catalog = catalog;
    }

    @Get
    @AnyToken
    HttpResponse<?> list(ApiRequest request) {
        request.requireValid();
        request.requireJsonAccepted();
        return Answers.collection(catalog.plans(), PlanResponse::of);
    }

    @Get("/{id:[^/]+}")
    @AnyToken
    HttpResponse<?> get(ApiRequest request, String id) {
        request.requireValid();
        PlanOffer plan = catalog.plan(new PlanId(request.id(id, ErrorCode.PLAN_NOT_FOUND)));
        request.requireJsonAccepted();
        return Answers.ok(PlanResponse.of(plan));
    }
}
