package dev.berth.rest.error;

import java.util.Arrays;
import java.util.Locale;

/** The refusals of HTTP itself, which the use cases know nothing of. */
enum HttpProblem {
    ROUTE_NOT_FOUND(404, "There is nothing at this path."),
    METHOD_NOT_ALLOWED(405, "This path does not know the method. The Allow header lists those that it knows."),
    NOT_ACCEPTABLE(406, "The answer is application/json, which the Accept header excludes."),
    REQUEST_TOO_LARGE(413, "The request is too large."),
    UNSUPPORTED_MEDIA_TYPE(415, "The body must be application/json."),
    MALFORMED_REQUEST(400, "The request is malformed."),
    INTERNAL(500, "Something went wrong on our side. Tell the operator the request_id."),
    UNAVAILABLE(503, "Berth cannot answer at the moment.");

    private final int status;
    private final String detail;

    HttpProblem(int status, String detail) {
        this.status = status;
        this.detail = detail;
    }

    static HttpProblem of(int status) {
        return Arrays.stream(values())
                .filter(problem -> problem.status == status)
                .findFirst()
                .orElse(status < 500 ? MALFORMED_REQUEST : INTERNAL);
    }

    String detail() {
        return detail;
    }

    boolean retryable() {
        return this == UNAVAILABLE;
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
