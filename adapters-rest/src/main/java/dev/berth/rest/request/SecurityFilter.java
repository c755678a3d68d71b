package dev.berth.rest.request;

import dev.berth.application.account.port.in.Authentication;
import dev.berth.application.audit.port.in.AuditLog;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.Caller;
import dev.berth.domain.account.Scope;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import io.micronaut.core.annotation.AnnotationMetadata;
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

    /** The header with which an operator acts for an account. */
    private static final String ACCOUNT = "Berth-Account";

    /** As much of a request's line as the audit log needs. */
    private static final int LINE = 200;

    private final Authentication authentication;
    private final AuditLog auditLog;
    private final RequestIds requestIds;

    SecurityFilter(Authentication authentication, AuditLog auditLog, RequestIds requestIds) {
        this.authentication = authentication;
        this.auditLog = auditLog;
        this.requestIds = requestIds;
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
        RouteAttributes.getRouteMatch(request).ifPresent(route -> admit(request, caller, route));
    }

    private void admit(HttpRequest<?> request, Caller sender, RouteMatch<?> route) {
        Optional<AccountId> account = accountToActFor(request, sender);
        Caller caller = account.map(id -> authentication.actFor(sender, id)).orElse(sender);
        Optional<Scope> need = need(route);
        need.ifPresent(caller::require);
        Callers.set(request, caller);
        if (account.isPresent() && isChange(request) && !need.equals(Optional.of(Scope.ADMIN))) {
            auditLog.acting(Callers.actor(caller, request, requestIds.of(request)), account.get(), line(request));
        }
    }

    private static boolean isChange(HttpRequest<?> request) {
        return request.getMethod() != HttpMethod.GET && request.getMethod() != HttpMethod.HEAD;
    }

    private static String line(HttpRequest<?> request) {
        String line = request.getMethodName() + " " + request.getPath();
        return line.length() <= LINE ? line : line.substring(0, LINE);
    }

    private static Optional<AccountId> accountToActFor(HttpRequest<?> request, Caller sender) {
        List<String> sent = request.getHeaders().getAll(ACCOUNT);
        if (sent.isEmpty()) {
            return Optional.empty();
        }
        sender.require(Scope.ADMIN);
        Optional<Long> id = sent.size() == 1 ? Ids.parse(sent.get(0).strip()) : Optional.empty();
        if (id.isEmpty()) {
            throw DomainException.invalid(
                    ACCOUNT, "invalid_format", "Must be sent once, with the id of the account to act for.");
        }
        return id.map(AccountId::new);
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

    /** The scope that a route needs; empty when any valid token will do. */
    private static Optional<Scope> need(RouteMatch<?> route) {
        AnnotationMetadata annotations = route.getAnnotationMetadata();
        Optional<Scope> scope = annotations.enumValue(RequiresScope.class, Scope.class);
        if (scope.isEmpty() && !annotations.hasAnnotation(AnyToken.class)) {
            throw new IllegalStateException("no scope on " + route);
        }
        return scope;
    }

    @Override
    public int getOrder() {
        return ServerFilterPhase.SECURITY.order();
    }
}
