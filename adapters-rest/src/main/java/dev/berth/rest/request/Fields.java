package dev.berth.rest.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;

/** The fields of a body. Every field that is wrong is noted, the unknown ones too. */
public final class Fields {
    private final ObjectNode object;
    private final Violations violations;
    private final Set<String> read = new HashSet<>();

    Fields(ObjectNode object, Violations violations) {
        this.object = object;
        this.violations = violations;
    }

    /** A field that has to be there. */
    public <T> Value<T> required(String name, FieldType<T> type) {
        read.add(name);
        if (!object.has(name)) {
            violations.add(name, "required", "Must be sent.");
            return Value.none();
        }
        return present(name, type);
    }

    /** A field that may be left out, but not be null. */
    public <T> Value<T> optional(String name, FieldType<T> type) {
        read.add(name);
        return object.has(name) ? present(name, type) : Value.none();
    }

    /** A field that may be left out; null means the same. */
    public <T> Value<T> nullable(String name, FieldType<T> type) {
        read.add(name);
        return object.hasNonNull(name) ? present(name, type) : Value.none();
    }

    void refuseUnread() {
        object.fieldNames().forEachRemaining(name -> {
            if (!read.contains(name)) {
                violations.add(name, "unknown_field", "There is no such field here.");
            }
        });
    }

    private <T> Value<T> present(String name, FieldType<T> type) {
        JsonNode node = object.get(name);
        if (node.isNull()) {
            violations.add(name, "invalid_type", "Must not be null.");
            return Value.none();
        }
        return violations.check(name, () -> type.read(node));
    }
}
