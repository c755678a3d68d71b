package dev.berth.rest.request;

import dev.berth.domain.account.Caller;
import dev.berth.domain.audit.Actor;
import io.micronaut.http.HttpRequest;
import java.net.InetAddress;

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

    /** A caller with where it calls from. */
    static Actor actor(Caller caller, HttpRequest<?> request, String requestId) {
        InetAddress address = request.getRemoteAddress().getAddress();
        return new Actor(caller.token(), caller.name(), address == null ? null : address.getHostAddress(), requestId);
    }
}
