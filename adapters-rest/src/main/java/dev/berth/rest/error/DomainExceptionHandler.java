package dev.berth.rest.error;

import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCategory;
import dev.berth.rest.request.RequestIds;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers refusals. */
@Singleton
final class DomainExceptionHandler implements ExceptionHandler<DomainException, HttpResponse<?>> {
    private static final Logger LOG = LoggerFactory.getLogger(DomainExceptionHandler.class);

    private final Problems problems;
    private final RequestIds requestIds;

    DomainExceptionHandler(Problems problems, RequestIds requestIds) {
        this.problems = problems;
        this.requestIds = requestIds;
    }

    @Override
    @SuppressWarnings("rawtypes") // as the interface has it
    public HttpResponse<?> handle(HttpRequest request, DomainException refusal) {
        if (refusal.code().category() == ErrorCategory.INTERNAL) {
            LOG.error("Request {} failed", requestIds.of(request), refusal);
        }
        return problems.of(request, refusal);
    }
}
