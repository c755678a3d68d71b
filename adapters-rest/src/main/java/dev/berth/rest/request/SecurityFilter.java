package dev.berth.rest.request;

import dev.berth.application.account.port.in.Authentication;
import dev.berth.domain.account.Caller;
import dev.berth.domain.account.Scope;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Filter;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.web.router.RouteAttributes;
import io.micronaut.web.router.RouteMatch;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lets nobody below {@code /api/v1} without a valid token, and nobody to a route without the route's scope. */
@ServerFilter(Filter.MATCH_ALL_PATTERN)
final class SecurityFilter implements Ordered {
    private static final String BASE = "/api/v1";
    private static final Pattern BEARER = Pattern.compile("Bearer +([\\x21-\\x7E]+)", Pattern.CASE_INSENSITIVE);

    private final Authentication authentication;

    SecurityFilter(Authentication authentication) {
        this.authentication = authentication;
    }

    @RequestFilter
    @ExecuteOn(TaskExecutors.BLOCKING)
    void check(HttpRequest<?> request) {
        if (!isGuarded(request)) {
            return;
        }
        Caller caller = authentication.authenticate(secret(request));
        Callers.set(request, caller);
        // no route: the 404 or 405 comes after this filter
        RouteAttributes.getRouteMatch(request).ifPresent(route -> caller.require(scope(route)));
    }

    private static boolean isGuarded(HttpRequest<?> request) {
        String path = request.getPath();
        return request.getMethod() != HttpMethod.OPTIONS && (path.equals(BASE) || path.startsWith(BASE + "/"));
    }

    private static String secret(HttpRequest<?> request) {
        List<String> sent = request.getHeaders().getAll(HttpHeaders.AUTHORIZATION);
        if (sent.size() == 1) {
            Matcher matcher = BEARER.matcher(sent.get(0).strip());
            if (matcher.matches()) {
                return matcher.group(1);
            }
        }
        throw new DomainException(
                ErrorCode.UNAUTHENTICATED, "Send one API token, as the header \"Authorization: Bearer <API token>\".");
    }

    private static Scope scope(RouteMatch<?> route) {
        Optional<Scope> scope = route.getAnnotationMetadata().enumValue(RequiresScope.class, Scope.class);
        return scope.orElseThrow(() -> new IllegalStateException("no scope on " + route));
    }

    @Override
    public int getOrder() {
        return ServerFilterPhase.SECURITY.order();
    }
}
