package dev.berth.rest.placement;

import static dev.berth.rest.request.FieldType.text;

import dev.berth.application.placement.port.in.AddressPools;
import dev.berth.domain.account.Scope;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.placement.AddressBlock;
import dev.berth.domain.placement.AddressPoolDetails;
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
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** The operator's side: pools of addresses. */
@Controller("/api/v1/admin/address-pools")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
@ExecuteOn(TaskExecutors.BLOCKING)
final class AdminAddressPoolController {
    private final AddressPools pools;

    AdminAddressPoolController(AddressPools pools) {
        this.pools = pools;
    }

    @Get
    @RequiresScope(Scope.ADMIN)
    HttpResponse<?> list(ApiRequest request) {
        request.requireValid();
        request.requireJsonAccepted();
        return Answers.collection(pools.list(), AddressPoolResponse::of);
    }

    @Post
    @RequiresScope(Scope.ADMIN)
    HttpResponse<?> create(ApiRequest request) {
        Fields body = request.body();
        Value<LocationCode> location = body.required("location", text(LocationCode::new));
        Value<AddressBlock> cidr = body.required("cidr", text(AddressBlock::ofNew));
        request.requireValid();
        request.requireJsonAccepted();
        AddressPoolDetails pool = pools.create(request.actor(), location.get(), cidr.get());
        return Answers.created(AddressPoolResponse.of(pool));
    }
}
