package dev.berth.grpc.request;

import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import dev.berth.domain.error.FieldViolation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Reads the fields of a message. Every field that is wrong is noted, so that its sender is told all of it at once. */
public final class Fields {
    private static final long MAX_ID = (1L << 53) - 1;

    private final String path;
    private final List<FieldViolation> violations;

    private Fields(String path, List<FieldViolation> violations) {
        this.path = path;
        this.violations = violations;
    }

    /** Those of the request itself. */
    public static Fields ofRequest() {
        return new Fields("", new ArrayList<>());
    }

    /** Those of a message in this one, which has to be there. */
    public Fields in(String name, boolean isSent) {
        if (!isSent) {
            refuse(name, "required", "Must be set.");
        }
        return new Fields(path + name + ".", violations);
    }

    /** A string that has to be there. */
    public <T> Value<T> text(String name, String sent, Function<String, T> parser) {
        if (sent.isEmpty()) {
            refuse(name, "required", "Must be set.");
            return new Value<>(null);
        }
        return check(name, () -> parser.apply(sent));
    }

    /** A string that may be empty, which is as good as absent. */
    public <T> Value<T> optionalText(String name, String sent, Function<String, T> parser) {
        return sent.isEmpty() ? new Value<>(null) : check(name, () -> parser.apply(sent));
    }

    /** An id that has to be there: from 1 to 2^53 - 1. */
    public <T> Value<T> id(String name, long sent, LongFunction<T> wrapper) {
        if (!isId(sent)) {
            refuse(name, sent == 0 ? "required" : "out_of_range", "Must be an id, from 1 to %d.".formatted(MAX_ID));
            return new Value<>(null);
        }
        return new Value<>(wrapper.apply(sent));
    }

    /** Whether this can be an id. */
    static boolean isId(long number) {
        return number >= 1 && number <= MAX_ID;
    }

    /** An id that may be left out, as 0. */
    public <T> Value<T> optionalId(String name, long sent, LongFunction<T> wrapper) {
        return sent == 0 ? new Value<>(null) : id(name, sent, wrapper);
    }

    /** What the domain makes of a field; a refusal is noted under the path that the client knows. */
    public <T> Value<T> check(String name, Supplier<T> value) {
        try {
            return new Value<>(value.get());
        } catch (DomainException e) {
            if (e.code() != ErrorCode.INVALID_REQUEST) {
                throw e;
            }
            e.violations().forEach(violation -> refuse(name, violation.code(), violation.message()));
            return new Value<>(null);
        }
    }

    /** Notes that a field is wrong. */
    public void refuse(String name, String code, String message) {
        violations.add(new FieldViolation(path + name, code, message));
    }

    /** Refuses the request if anything in it is wrong. */
    public void requireValid() {
        if (!violations.isEmpty()) {
            throw DomainException.invalid(violations);
        }
    }

    /** Runs a use case, whose refusals name fields as the domain does, and names them by the client's paths. */
    public static <T> T naming(UnaryOperator<String> paths, Supplier<T> useCase) {
        try {
            return useCase.get();
        } catch (DomainException e) {
            if (e.code() != ErrorCode.INVALID_REQUEST) {
                throw e;
            }
            throw DomainException.invalid(e.violations().stream()
                    .map(violation ->
                            new FieldViolation(paths.apply(violation.field()), violation.code(), violation.message()))
                    .toList());
        }
    }

    /** The refusal of a field; whoever knows the field's name adds it. */
    public static DomainException refused(String code, String message) {
        return DomainException.invalid("", code, message);
    }
}
