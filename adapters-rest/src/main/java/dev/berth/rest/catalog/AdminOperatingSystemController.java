package dev.berth.rest.catalog;

import static dev.berth.rest.request.FieldType.flag;
import static dev.berth.rest.request.FieldType.id;
import static dev.berth.rest.request.FieldType.text;

import dev.berth.application.catalog.port.in.Catalog;
import dev.berth.application.catalog.port.in.CatalogAdministration;
import dev.berth.domain.account.Scope;
import dev.berth.domain.catalog.OperatingSystem;
import dev.berth.domain.catalog.OperatingSystemId;
import dev.berth.domain.error.ErrorCode;
import dev.berth.domain.error.PlainText;
import dev.berth.rest.request.Answers;
import dev.berth.rest.request.ApiRequest;
import dev.berth.rest.request.Fields;
import dev.berth.rest.request.RequiresScope;
import dev.berth.rest.request.Value;
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

/** The operator's side: all operating systems. */
@Controller("/api/v1/admin/operating-systems")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
@ExecuteOn(TaskExecutors.BLOCKING)
final class AdminOperatingSystemController {
    private final Catalog catalog;
    private final CatalogAdministration administration;

    AdminOperatingSystemController(Catalog catalog, CatalogAdministration administration) {
        this.catalog = catalog;
        this.administration = administration;
    }

    @Get
    @RequiresScope(Scope.ADMIN)
    HttpResponse<?> list(ApiRequest request) {
        request.requireValid();
        request.requireJsonAccepted();
        return Answers.collection(administration.allOperatingSystems(), AdminOperatingSystemResponse::of);
    }

    @Post
    @RequiresScope(Scope.ADMIN)
    HttpResponse<?> create(ApiRequest request) {
        Fields body = request.body();
        Value<OperatingSystemId> id = body.required("id", id(OperatingSystemId::new));
        Value<String> name = body.required("name", text(PlainText::requireName));
        Value<Boolean> retired = body.nullable("retired", flag());
        request.requireValid();
        request.requireJsonAccepted();
        OperatingSystem os = new OperatingSystem(id.get(), name.get(), retired.orElse(false));
        return Answers.created(
                AdminOperatingSystemResponse.of(administration.createOperatingSystem(request.actor(), os)));
    }

    @Get("/{id:[^/]+}")
    @RequiresScope(Scope.ADMIN)
    HttpResponse<?> get(ApiRequest request, String id) {
        request.requireValid();
        OperatingSystem os = catalog.operatingSystem(os(request, id));
        request.requireJsonAccepted();
        return Answers.ok(AdminOperatingSystemResponse.of(os));
    }

    @Patch("/{id:[^/]+}")
    @RequiresScope(Scope.ADMIN)
    HttpResponse<?> update(ApiRequest request, String id) {
        UpdateEntryRequest changes = UpdateEntryRequest.read(request, "id", id(OperatingSystemId::new), id);
        OperatingSystemId os = os(request, id);
        request.requireJsonAccepted();
        return Answers.ok(AdminOperatingSystemResponse.of(
                administration.updateOperatingSystem(request.actor(), os, changes.name(), changes.retired())));
    }

    private static OperatingSystemId os(ApiRequest request, String id) {
        return new OperatingSystemId(request.id(id, ErrorCode.OPERATING_SYSTEM_NOT_FOUND));
    }
}
