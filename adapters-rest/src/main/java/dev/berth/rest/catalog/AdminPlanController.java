package dev.berth.rest.catalog;

import dev.berth.application.catalog.port.in.Catalog;
import dev.berth.application.catalog.port.in.CatalogAdministration;
import dev.berth.application.catalog.port.in.PlanOffer;
import dev.berth.domain.account.Scope;
import dev.berth.domain.catalog.Plan;
import dev.berth.domain.catalog.PlanId;
import dev.berth.domain.error.ErrorCode;
import dev.berth.rest.request.Answers;
import dev.berth.rest.request.ApiRequest;
import dev.berth.rest.request.RequiresScope;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** The operator's side: all plans. */
@Controller("/api/v1/admin/plans")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
@ExecuteOn(TaskExecutors.BLOCKING)
final class AdminPlanController {
    private final Catalog catalog;
    private final CatalogAdministration administration;

    AdminPlanController(Catalog catalog, CatalogAdministration administration) {
        this.catalog = catalog;
        this.administration = administration;
    }

    @Get
    @RequiresScope(Scope.ADMIN)
    HttpResponse<?> list(ApiRequest request) {
        request.requireValid();
        request.requireJsonAccepted();
        return Answers.collection(administration.allPlans(), AdminPlanResponse::of);
    }

    @Post
    @RequiresScope(Scope.ADMIN)
    HttpResponse<?> create(ApiRequest request) {
        Plan plan = CreatePlanRequest.read(request);
        request.requireJsonAccepted();
        return Answers.created(AdminPlanResponse.of(administration.createPlan(request.actor(), plan)));
    }

    @Get("/{id:[^/]+}")
    @RequiresScope(Scope.ADMIN)
    HttpResponse<?> get(ApiRequest request, String id) {
        request.requireValid();
        PlanOffer plan = catalog.plan(plan(request, id));
        request.requireJsonAccepted();
        return Answers.ok(AdminPlanResponse.of(plan));
    }

    @Patch("/{id:[^/]+}")
    @RequiresScope(Scope.ADMIN)
    HttpResponse<?> update(ApiRequest request, String id) {
        UpdatePlanRequest changes = UpdatePlanRequest.read(request, id);
        PlanId plan = plan(request, id);
        request.requireJsonAccepted();
        return Answers.ok(AdminPlanResponse.of(administration.updatePlan(request.actor(), changes.toCommand(plan))));
    }

    private static PlanId plan(ApiRequest request, String id) {
        return new PlanId(request.id(id, ErrorCode.PLAN_NOT_FOUND));
    }
}
