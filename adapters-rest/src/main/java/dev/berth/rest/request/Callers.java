package dev.berth.rest.request;

import dev.berth.domain.account.Caller;
import io.micronaut.http.HttpRequest;

/** Where {@link SecurityFilter} leaves who is asking. */
final class Callers {
    private static final String ATTRIBUTE = "berth.caller";

    private Callers() {}

    static void set(HttpRequest<?> request, Caller caller) {
        request.setAttribute(ATTRIBUTE, caller);
    }

    /** Fails for a route that the filter did not guard: better no answer than one to anybody. */
    static Caller of(HttpRequest<?> request) {
        return request.getAttribute(ATTRIBUTE, Caller.class)
                .orElseThrow(() -> new IllegalStateException("not authenticated: " + request.getPath()));
    }
}
