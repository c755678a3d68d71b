package dev.berth.rest.catalog;

import static dev.berth.rest.request.FieldType.flag;
import static dev.berth.rest.request.FieldType.text;

import dev.berth.application.catalog.port.in.Catalog;
import dev.berth.application.catalog.port.in.CatalogAdministration;
import dev.berth.domain.account.Scope;
import dev.berth.domain.catalog.Location;
import dev.berth.domain.catalog.LocationCode;
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

/** The operator's side: all locations. */
@Controller("/api/v1/admin/locations")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
@ExecuteOn(TaskExecutors.BLOCKING)
final class AdminLocationController {
    private final Catalog catalog;
    private final CatalogAdministration administration;

    AdminLocationController(Catalog catalog, CatalogAdministration administration) {
        this.catalog = catalog;
        this.administration = administration;
    }

    @Get
    @RequiresScope(Scope.ADMIN)
    HttpResponse<?> list(ApiRequest request) {
        request.requireValid();
        request.requireJsonAccepted();
        return Answers.collection(administration.allLocations(), AdminLocationResponse::of);
    }

    @Post
    @RequiresScope(Scope.ADMIN)
    HttpResponse<?> create(ApiRequest request) {
        Fields body = request.body();
        Value<LocationCode> code = body.required("code", text(LocationCode::ofNew));
        Value<String> name = body.required("name", text(PlainText::requireName));
        Value<Boolean> retired = body.nullable("retired", flag());
        request.requireValid();
        request.requireJsonAccepted();
        Location location = new Location(code.get(), name.get(), retired.orElse(false));
        return Answers.created(AdminLocationResponse.of(administration.createLocation(request.actor(), location)));
    }

    @Get("/{code:[^/]+}")
    @RequiresScope(Scope.ADMIN)
    HttpResponse<?> get(ApiRequest request, String code) {
        request.requireValid();
        Location location = catalog.location(LocationCode.ofWanted(code));
        request.requireJsonAccepted();
        return Answers.ok(AdminLocationResponse.of(location));
    }

    @Patch("/{code:[^/]+}")
    @RequiresScope(Scope.ADMIN)
    HttpResponse<?> update(ApiRequest request, String code) {
        UpdateEntryRequest changes = UpdateEntryRequest.read(request, "code", text(sent -> sent), code);
        LocationCode location = LocationCode.ofWanted(code);
        request.requireJsonAccepted();
        return Answers.ok(AdminLocationResponse.of(
                administration.updateLocation(request.actor(), location, changes.name(), changes.retired())));
    }
}
