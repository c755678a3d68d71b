package dev.berth.rest.request;

import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Filter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import io.micronaut.http.server.annotation.PreMatching;

/** Sends every answer with the id of its request. */
@ServerFilter(Filter.MATCH_ALL_PATTERN)
final class RequestIdFilter implements Ordered {
    private final RequestIds requestIds;

    RequestIdFilter(RequestIds requestIds) {
        this.requestIds = requestIds;
    }

    /** What is answered before there is a route, such as a CORS preflight. */
    @PreMatching
    @ResponseFilter
    void addRequestIdEarly(HttpRequest<?> request, MutableHttpResponse<?> response) {
        addRequestId(request, response);
    }

    @ResponseFilter
    void addRequestId(HttpRequest<?> request, MutableHttpResponse<?> response) {
        response.getHeaders().set(RequestIds.HEADER, requestIds.of(request));
    }

    @Override
    public int getOrder() {
        return ServerFilterPhase.FIRST.order();
    }
}
