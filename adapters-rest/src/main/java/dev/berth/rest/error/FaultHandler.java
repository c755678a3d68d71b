package dev.berth.rest.error;

import dev.berth.rest.request.RequestIds;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers what nobody has foreseen. */
@Singleton
final class FaultHandler implements ExceptionHandler<Throwable, HttpResponse<?>> {
    private static final Logger LOG = LoggerFactory.getLogger(FaultHandler.class);

    private final Problems problems;
    private final RequestIds requestIds;

    FaultHandler(Problems problems, RequestIds requestIds) {
        this.problems = problems;
        this.requestIds = requestIds;
    }

    @Override
    @SuppressWarnings("rawtypes") // as the interface has it
    public HttpResponse<?> handle(HttpRequest request, Throwable fault) {
        LOG.error("Request {} failed", requestIds.of(request), fault);
        return problems.internal(request);
    }
}
