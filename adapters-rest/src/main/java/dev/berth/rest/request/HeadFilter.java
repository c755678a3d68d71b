package dev.berth.rest.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Filter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import io.micronaut.web.router.RouteAttributes;

/** Answers HEAD with the length that GET would have: without one, Micronaut closes the connection. */
@ServerFilter(Filter.MATCH_ALL_PATTERN)
final class HeadFilter implements Ordered {
    private final ObjectMapper mapper;

    HeadFilter(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    @ResponseFilter
    void addLength(HttpRequest<?> request, MutableHttpResponse<?> response) throws JsonProcessingException {
        Object body = RouteAttributes.getHeadBody(response).orElse(null);
        if (request.getMethod() == HttpMethod.HEAD && body != null) {
            response.contentLength(mapper.writeValueAsBytes(body).length);
        }
    }

    @Override
    public int getOrder() {
        return ServerFilterPhase.LAST.order();
    }
}
