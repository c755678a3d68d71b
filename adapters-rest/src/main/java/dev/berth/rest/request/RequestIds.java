package dev.berth.rest.request;

import dev.berth.application.port.in.RequestIdSource;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;

/** Gives every request one id, for the answer, the problem document and the log. */
@Singleton
public final class RequestIds {
    /** The header that carries the id, both ways. */
    public static final String HEADER = "X-Request-Id";

    private static final String ATTRIBUTE = "berth.request-id";

    private final RequestIdSource source;

    RequestIds(RequestIdSource source) {
        this.source = source;
    }

    /** The id of this request: its caller's own where that is well-formed, else a new one. */
    public String of(HttpRequest<?> request) {
        return request.getAttribute(ATTRIBUTE, String.class).orElseGet(() -> {
            String id = source.idFor(request.getHeaders().get(HEADER));
            request.setAttribute(ATTRIBUTE, id);
            return id;
        });
    }
}
