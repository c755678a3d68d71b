package dev.berth.rest.error;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.berth.domain.error.FieldViolation;
import dev.berth.rest.request.Representation;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A problem document.
 *
 * @param details figures that belong to the refusal, as further members
 */
@Representation
record Problem(
        String type,
        String title,
        int status,
        String detail,
        String instance,
        String code,
        String requestId,
        boolean retryable,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Violation> errors,
        @JsonAnyGetter Map<String, Object> details) {

    static final String MEDIA_TYPE = "application/problem+json";

    @Representation
    record Violation(String field, String code, String message) {
        static Violation of(FieldViolation violation) {
            return new Violation(violation.field(), violation.code(), violation.message());
        }
    }
}
