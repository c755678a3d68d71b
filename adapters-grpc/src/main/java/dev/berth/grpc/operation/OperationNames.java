package dev.berth.grpc.operation;

import dev.berth.domain.operation.OperationId;
import dev.berth.grpc.request.Fields;
import dev.berth.grpc.request.Value;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of operations: {@code operations/17}. */
final class OperationNames {
    private static final Pattern FORM = Pattern.compile(OperationMessages.COLLECTION + "([1-9][0-9]{0,15})");

    private OperationNames() {}

    /** The operation that a request names. */
    static Value<OperationId> read(Fields fields, String name) {
        Matcher matcher = FORM.matcher(name);
        if (!name.isEmpty() && !matcher.matches()) {
            fields.refuse("name", "invalid_format", "Must be the name of an operation, such as \"operations/17\".");
            return fields.optionalText("name", "", text -> new OperationId(0));
        }
        return fields.id("name", name.isEmpty() ? 0 : Long.parseLong(matcher.group(1)), OperationId::new);
    }
}
