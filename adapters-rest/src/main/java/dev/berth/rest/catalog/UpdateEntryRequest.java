package dev.berth.rest.catalog;

import static dev.berth.rest.request.FieldType.flag;
import static dev.berth.rest.request.FieldType.text;

import dev.berth.domain.error.PlainText;
import dev.berth.rest.request.ApiRequest;
import dev.berth.rest.request.FieldType;
import dev.berth.rest.request.Fields;
import dev.berth.rest.request.Value;
import org.jspecify.annotations.Nullable;

/** The body of a change of an operating system or a location, in which all that is read of it may be sent back. */
record UpdateEntryRequest(@Nullable String name, @Nullable Boolean retired) {
    static UpdateEntryRequest read(ApiRequest request, String keyField, FieldType<?> keyType, String keyInPath) {
        Fields body = request.body();
        body.optional(keyField, same(keyType, keyInPath));
        Value<String> name = body.optional("name", text(PlainText::requireName));
        Value<Boolean> retired = body.optional("retired", flag());
        request.requireValid();
        return new UpdateEntryRequest(name.orNull(), retired.orNull());
    }

    /** A key in the body that has to be the one in the path. */
    static <K> FieldType<K> same(FieldType<K> keyType, String inPath) {
        return node -> {
            K key = keyType.read(node);
            if (!key.toString().equals(inPath)) {
                throw FieldType.refused("immutable", "Cannot be changed. Add another entry instead.");
            }
            return key;
        };
    }
}
