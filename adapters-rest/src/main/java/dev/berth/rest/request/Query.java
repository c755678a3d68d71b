package dev.berth.rest.request;

import io.micronaut.http.HttpParameters;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongFunction;

/** The parameters of a query. What is unknown, empty or repeated is refused: a filter must not be ignored silently. */
public final class Query {
    private final HttpParameters parameters;
    private final Violations violations;
    private final Set<String> read = new LinkedHashSet<>();

    Query(HttpParameters parameters, Violations violations) {
        this.parameters = parameters;
        this.violations = violations;
    }

    /** A parameter, as the domain understands it. */
    public <T> Value<T> optional(String name, Function<String, T> parser) {
        read.add(name);
        List<String> sent = parameters.getAll(name);
        if (sent.isEmpty()) {
            return Value.none();
        }
        if (sent.size() > 1) {
            violations.add(name, "repeated", "Must be sent once.");
            return Value.none();
        }
        if (sent.get(0).isEmpty()) {
            violations.add(name, "required", "Must not be empty. Leave the parameter out instead.");
            return Value.none();
        }
        return violations.check(name, () -> parser.apply(sent.get(0)));
    }

    /** A parameter that holds an id. */
    public <T> Value<T> id(String name, LongFunction<T> wrapper) {
        return optional(
                name,
                text -> wrapper.apply(Ids.parse(text)
                        .orElseThrow(() -> FieldType.refused(
                                "invalid_format", "Must be an id: a whole number from 1 to 9007199254740991."))));
    }

    /** Whether a parameter was sent, be it right or wrong. */
    public boolean has(String name) {
        return parameters.contains(name);
    }

    /** What was sent of the parameters that were read, in the order in which they were. */
    Map<String, String> sent() {
        Map<String, String> sent = new LinkedHashMap<>();
        read.stream()
                .filter(parameters::contains)
                .forEach(name -> sent.put(name, String.valueOf(parameters.get(name))));
        return sent;
    }

    void refuseUnread() {
        parameters.names().stream()
                .filter(name -> !read.contains(name))
                .sorted()
                .forEach(name -> violations.add(name, "unknown_parameter", "There is no such query parameter here."));
    }
}
