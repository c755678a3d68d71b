package dev.berth.persistence;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a query. Only those that are asked for stand in the statement, so that each combination has a plan of
 * its own.
 */
public final class Conditions {
    private final List<String> terms = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    /** A condition with one value, such as {@code "id = ?"}; none when there is no value. */
    public Conditions and(String term, @Nullable Object value) {
        if (value != null) {
            terms.add(term);
            values.add(value);
        }
        return this;
    }

    /** The clause, beginning with a blank; empty when there is no condition. */
    public String where() {
        return terms.isEmpty() ? "" : " WHERE " + String.join(" AND ", terms);
    }

    /** The values, in the order of the clause. */
    public Object[] arguments() {
        return values.toArray();
    }
}
