package dev.berth.rest.error;

import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCategory;
import dev.berth.domain.error.ErrorCode;
import dev.berth.rest.request.RequestIds;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes problem documents. */
@Singleton
final class Problems {
    private static final MediaType PROBLEM = MediaType.of(Problem.MEDIA_TYPE);

    private final RequestIds requestIds;

    Problems(RequestIds requestIds) {
        this.requestIds = requestIds;
    }

    /** A refusal by the domain. */
    MutableHttpResponse<?> of(HttpRequest<?> request, DomainException refusal) {
        ErrorCode code = refusal.code();
        if (code.category() == ErrorCategory.INTERNAL) {
            return internal(request);
        }
        HttpStatus status = status(code.category());
        MutableHttpResponse<?> response = HttpResponse.status(status);
        int retryAfter = retryAfterSeconds(code.category());
        if (retryAfter > 0) {
            response.header(HttpHeaders.RETRY_AFTER, Integer.toString(retryAfter));
        }
        if (status == HttpStatus.UNAUTHORIZED) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, challenge(request));
        }
        return write(
                request,
                response,
                refusal.detail(),
                code.wireName(),
                code.retryable(),
                errors(refusal),
                details(refusal));
    }

    /** An answer that has a status already and needs a document. */
    MutableHttpResponse<?> of(HttpRequest<?> request, MutableHttpResponse<?> response, @Nullable String detail) {
        HttpProblem problem = HttpProblem.of(response.code());
        return write(
                request,
                response,
                detail == null ? problem.detail() : detail,
                problem.wireName(),
                problem.retryable(),
                null,
                Map.of());
    }

    /** A fault of Berth's own: callers learn its request id and nothing else. */
    MutableHttpResponse<?> internal(HttpRequest<?> request) {
        return of(request, HttpResponse.serverError(), null);
    }

    private MutableHttpResponse<?> write(
            HttpRequest<?> request,
            MutableHttpResponse<?> response,
            String detail,
            String code,
            boolean retryable,
            @Nullable List<Problem.Violation> errors,
            Map<String, Object> details) {
        String requestId = requestIds.of(request);
        // here too: what Netty cannot parse passes no filter
        response.getHeaders().set(RequestIds.HEADER, requestId);
        return response.contentType(PROBLEM)
                .body(new Problem(
                        "urn:berth:error:" + code,
                        title(code),
                        response.code(),
                        detail,
                        request.getPath(),
                        code,
                        requestId,
                        retryable,
                        errors,
                        details));
    }

    private static HttpStatus status(ErrorCategory category) {
        return switch (category) {
            case INVALID_ARGUMENT, WRONG_STATUS, OPERATION_IN_PROGRESS -> HttpStatus.BAD_REQUEST;
            case UNAUTHENTICATED -> HttpStatus.UNAUTHORIZED;
            case INSUFFICIENT_CREDIT -> HttpStatus.PAYMENT_REQUIRED;
            case PERMISSION_DENIED -> HttpStatus.FORBIDDEN;
            case NOT_FOUND -> HttpStatus.NOT_FOUND;
            case ALREADY_EXISTS -> HttpStatus.CONFLICT;
            case NO_CAPACITY, UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
            case INTERNAL -> HttpStatus.INTERNAL_SERVER_ERROR;
        };
    }

    /** After how long another try is worth it; 0 when it is not. */
    private static int retryAfterSeconds(ErrorCategory category) {
        return switch (category) {
            case OPERATION_IN_PROGRESS, UNAVAILABLE -> 2;
            case NO_CAPACITY -> 30;
            case INVALID_ARGUMENT,
                    UNAUTHENTICATED,
                    INSUFFICIENT_CREDIT,
                    PERMISSION_DENIED,
                    NOT_FOUND,
                    WRONG_STATUS,
                    ALREADY_EXISTS,
                    INTERNAL -> 0;
        };
    }

    /** RFC 6750: no error code for a request that has sent no token. */
    private static String challenge(HttpRequest<?> request) {
        return request.getHeaders().contains(HttpHeaders.AUTHORIZATION) ? "Bearer error=\"invalid_token\"" : "Bearer";
    }

    private static @Nullable List<Problem.Violation> errors(DomainException refusal) {
        return refusal.code() == ErrorCode.INVALID_REQUEST
                ? refusal.violations().stream().map(Problem.Violation::of).toList()
                : null;
    }

    private static Map<String, Object> details(DomainException refusal) {
        Map<String, Object> members = new TreeMap<>();
        refusal.details().forEach((name, value) -> members.put(member(name), value));
        return members;
    }

    /** {@code status} is the document's own member. */
    private static String member(String detail) {
        return detail.equals("status") ? "server_status" : detail;
    }

    private static String title(String code) {
        String words = code.replace('_', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
