package dev.berth.rest.request;

import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import dev.berth.domain.error.FieldViolation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Collects what is wrong with a request, so that its sender is told all of it at once. */
final class Violations {
    /** A body of nothing but unknown fields would have an answer many times its size. */
    private static final int MAX = 100;

    private final List<FieldViolation> found = new ArrayList<>();

    void add(String field, String code, String message) {
        if (found.size() < MAX) {
            found.add(new FieldViolation(writable(field), code, message));
        }
    }

    /** What the domain makes of a field; a refusal is noted under the name that the client sent. */
    <T> Value<T> check(String field, Supplier<T> value) {
        try {
            return Value.of(value.get());
        } catch (DomainException e) {
            if (e.code() != ErrorCode.INVALID_REQUEST) {
                throw e;
            }
            e.violations().forEach(violation -> add(field, violation.code(), violation.message()));
            return Value.none();
        }
    }

    /** The refusal for this and all that was found before. */
    DomainException with(String field, String code, String message) {
        add(field, code, message);
        return DomainException.invalid(found);
    }

    /** A name may have half a surrogate pair, which can be read but not be written. */
    private static String writable(String field) {
        return new String(field.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    void throwIfAny() {
        if (!found.isEmpty()) {
            throw DomainException.invalid(found);
        }
    }
}
