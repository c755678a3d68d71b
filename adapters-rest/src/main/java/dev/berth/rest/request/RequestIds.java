package dev.berth.rest.request;

import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;

/** Gives every request one id, for the answer, the problem document and the log. */
@Singleton
public final class RequestIds {
    /** The header that carries the id, both ways. */
    public static final String HEADER = "X-Request-Id";

    private static final String ATTRIBUTE = "berth.request-id";
    private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final RequestIdSource source;

    RequestIds(RequestIdSource source) {
        this.source = source;
    }

    /** The id of this request: its caller's own where that is well-formed, else a new one. */
    public String of(HttpRequest<?> request) {
        return request.getAttribute(ATTRIBUTE, String.class).orElseGet(() -> {
            String id = sentWith(request);
            request.setAttribute(ATTRIBUTE, id);
            return id;
        });
    }

    private String sentWith(HttpRequest<?> request) {
        String sent = request.getHeaders().get(HEADER);
        return sent != null && ACCEPTED.matcher(sent).matches() ? sent : source.next();
    }
}
