package dev.berth.rest.request;

import dev.berth.domain.operation.Operation;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.util.List;
import java.util.function.Function;

/** Successful answers in JSON: routes leave their media type open, so that errors can ignore {@code Accept}. */
public final class Answers {
    private static final String OPERATION_LOCATION = "Operation-Location";

    private Answers() {}

    /** 200 with this body. */
    public static MutableHttpResponse<?> ok(Object body) {
        return HttpResponse.ok(body).contentType(MediaType.APPLICATION_JSON_TYPE);
    }

    /** 200 with a list that is short enough to be answered whole. */
    public static <T> MutableHttpResponse<?> collection(List<T> items, Function<T, ?> item) {
        return ok(new CollectionResponse(
                items.size(), items.stream().<Object>map(item).toList()));
    }

    /** 200 without a body, for HEAD. */
    public static MutableHttpResponse<?> head() {
        return HttpResponse.ok().contentType(MediaType.APPLICATION_JSON_TYPE);
    }

    /** 201 with this body. */
    public static MutableHttpResponse<?> created(Object body) {
        return HttpResponse.created(body).contentType(MediaType.APPLICATION_JSON_TYPE);
    }

    /** The same answer, with where to follow the operation. */
    public static MutableHttpResponse<?> following(Operation operation, MutableHttpResponse<?> answer) {
        return answer.header(OPERATION_LOCATION, "/api/v1/operations/%s/".formatted(operation.id()));
    }
}
