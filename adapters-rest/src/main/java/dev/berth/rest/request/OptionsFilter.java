package dev.berth.rest.request;

import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Filter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import io.micronaut.http.server.annotation.PreMatching;
import org.jspecify.annotations.Nullable;

/** Answers OPTIONS of a known path with 204 and its methods; Micronaut's own filter would answer 200. */
@ServerFilter(Filter.MATCH_ALL_PATTERN)
final class OptionsFilter implements Ordered {

    /** A CORS preflight, which Micronaut answers with 200. */
    @PreMatching
    @ResponseFilter
    void answerPreflight(HttpRequest<?> request, MutableHttpResponse<?> response) {
        if (request.getMethod() == HttpMethod.OPTIONS && response.code() == HttpStatus.OK.getCode()) {
            response.status(HttpStatus.NO_CONTENT);
        }
    }

    @ResponseFilter
    @Nullable
    MutableHttpResponse<?> answer(HttpRequest<?> request, MutableHttpResponse<?> response) {
        if (request.getMethod() != HttpMethod.OPTIONS || response.code() != HttpStatus.METHOD_NOT_ALLOWED.getCode()) {
            return null;
        }
        String allow = response.getHeaders().get(HttpHeaders.ALLOW);
        return allow == null ? null : HttpResponse.noContent().header(HttpHeaders.ALLOW, allow);
    }

    @Override
    public int getOrder() {
        return ServerFilterPhase.FIRST.after();
    }
}
