package dev.berth.rest.request;

import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.http.annotation.Filter;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.body.ByteBody;
import io.micronaut.http.body.CloseableAvailableByteBody;
import io.micronaut.http.body.CloseableByteBody;
import io.micronaut.http.exceptions.ContentLengthExceededException;
import io.micronaut.http.exceptions.HttpStatusException;
import io.micronaut.http.filter.ServerFilterPhase;
import io.micronaut.web.router.RouteAttributes;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Gathers the body of a request that has passed {@link SecurityFilter}, without a thread while it comes in. */
@ServerFilter(Filter.MATCH_ALL_PATTERN)
final class BodyFilter implements Ordered {
    static final int MAX_BYTES = 64 * 1024;

    private static final String ATTRIBUTE = "berth.body";

    @RequestFilter
    CompletionStage<HttpRequest<?>> gather(ServerHttpRequest<?> request) {
        if (!isWanted(request)) {
            return CompletableFuture.completedStage(request);
        }
        if (request.byteBody().expectedLength().orElse(0) > MAX_BYTES) {
            throw tooLarge();
        }
        CloseableByteBody body = request.byteBody().split(ByteBody.SplitBackpressureMode.FASTEST);
        return body.buffer().handle((buffered, failure) -> {
            request.setAttribute(ATTRIBUTE, bytes(buffered, failure));
            return request;
        });
    }

    /** What was sent; nothing when the route takes no body. */
    static byte[] of(HttpRequest<?> request) {
        return request.getAttribute(ATTRIBUTE, byte[].class).orElseGet(() -> new byte[0]);
    }

    /** Bodies of GET and DELETE are ignored. */
    private static boolean isWanted(HttpRequest<?> request) {
        return switch (request.getMethod()) {
            case POST, PUT, PATCH -> RouteAttributes.getRouteMatch(request).isPresent();
            default -> false;
        };
    }

    private static byte[] bytes(@Nullable CloseableAvailableByteBody buffered, @Nullable Throwable failure) {
        if (buffered == null) {
            throw failed(failure);
        }
        try (buffered) {
            byte[] bytes = buffered.toByteArray();
            if (bytes.length > MAX_BYTES) {
                throw tooLarge();
            }
            return bytes;
        }
    }

    private static HttpStatusException failed(@Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof ContentLengthExceededException
                ? tooLarge()
                : new HttpStatusException(HttpStatus.BAD_REQUEST, "The body could not be read to its end.");
    }

    private static HttpStatusException tooLarge() {
        return new HttpStatusException(
                HttpStatus.REQUEST_ENTITY_TOO_LARGE, "The body may have at most %d bytes.".formatted(MAX_BYTES));
    }

    @Override
    public int getOrder() {
        return ServerFilterPhase.SECURITY.after();
    }
}
