package dev.berth.rest.request;

import io.micronaut.http.HttpParameters;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The parameters of a query. What is unknown, empty or repeated is refused: a filter must not be ignored silently. */
public final class Query {
    private final HttpParameters parameters;
    private final Violations violations;
    private final Set<String> read = new HashSet<>();

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

    void refuseUnread() {
        parameters.names().stream()
                .filter(name -> !read.contains(name))
                .sorted()
                .forEach(name -> violations.add(name, "unknown_parameter", "There is no such query parameter here."));
    }
}
