package dev.berth.rest.error;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.exceptions.HttpStatusException;
import io.micronaut.http.server.exceptions.NotAllowedException;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Turns every error that Micronaut answers by itself into a problem document. */
@Singleton
final class ProblemResponseProcessor implements ErrorResponseProcessor<Object> {
    private final Problems problems;

    ProblemResponseProcessor(Problems problems) {
        this.problems = problems;
    }

    @Override
    @SuppressWarnings("unchecked") // a response's type says what its body is, and there is one body for all
    public MutableHttpResponse<Object> processResponse(ErrorContext context, MutableHttpResponse<?> response) {
        if (context.getRootCause().orElse(null) instanceof NotAllowedException refusal) {
            TreeSet<String> methods = new TreeSet<>(refusal.getAllowedMethods());
            methods.add(HttpMethod.OPTIONS.name()); // has no route of its own
            response.getHeaders().set(HttpHeaders.ALLOW, String.join(", ", methods));
        }
        return (MutableHttpResponse<Object>) problems.of(context.getRequest(), response, detail(context));
    }

    /** Only what this module itself has written: Micronaut's own messages speak of its insides. */
    private static @Nullable String detail(ErrorContext context) {
        return context.getRootCause()
                .filter(cause -> cause.getClass() == HttpStatusException.class)
                .map(Throwable::getMessage)
                .orElse(null);
    }
}
