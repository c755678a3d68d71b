package dev.berth.domain.error;

import java.io.Serial;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A request that is refused by a rule. It carries all that a client may know, and nothing that it may not. */
public final class DomainException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final transient Map<String, Object> details;
    private final transient List<FieldViolation> violations;

    private DomainException(
            ErrorCode code, String detail, Map<String, Object> details, List<FieldViolation> violations) {
        super(detail);
        this.code = code;
        this.details = Map.copyOf(details);
        this.violations = List.copyOf(violations);
    }

    public DomainException(ErrorCode code, String detail, Map<String, Object> details) {
        this(code, detail, details, List.of());
    }

    public DomainException(ErrorCode code, String detail) {
        this(code, detail, Map.of(), List.of());
    }

    /** Refuses a request for all of its invalid fields at once. */
    public static DomainException invalid(List<FieldViolation> violations) {
        String detail = violations.stream()
                .map(violation -> violation.field() + ": " + violation.message())
                .collect(Collectors.joining(" "));
        return new DomainException(ErrorCode.INVALID_REQUEST, detail, Map.of(), violations);
    }

    /** Refuses a request for one invalid field. */
    public static DomainException invalid(String field, String code, String message) {
        return invalid(List.of(new FieldViolation(field, code, message)));
    }

    public ErrorCode code() {
        return code;
    }

    /** The sentence for people; safe to show to the client. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    /** Figures that belong to the refusal, such as {@code used} and {@code max} of a quota. */
    public Map<String, Object> details() {
        return details;
    }

    /** The invalid fields; empty unless the code is {@link ErrorCode#INVALID_REQUEST}. */
    public List<FieldViolation> violations() {
        return violations;
    }
}
