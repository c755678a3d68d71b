package dev.berth.rest.request;

import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.bind.binders.TypedRequestArgumentBinder;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Hands {@link ApiRequest} to controllers. */
@Singleton
final class ApiRequestBinder implements TypedRequestArgumentBinder<ApiRequest> {

    private final RequestIds requestIds;

    ApiRequestBinder(RequestIds requestIds) {
        this.requestIds = requestIds;
    }

    @Override
    public Argument<ApiRequest> argumentType() {
        return Argument.of(ApiRequest.class);
    }

    @Override
    public BindingResult<ApiRequest> bind(ArgumentConversionContext<ApiRequest> context, HttpRequest<?> source) {
        ApiRequest request = new ApiRequest(source, requestIds.of(source), Callers.of(source), BodyFilter.of(source));
        return () -> Optional.of(request);
    }
}
