package dev.berth.rest.catalog;

import static dev.berth.rest.request.FieldType.flag;
import static dev.berth.rest.request.FieldType.text;

import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.PlainText;
import dev.berth.rest.request.ApiRequest;
import dev.berth.rest.request.FieldType;
import dev.berth.rest.request.Fields;
import dev.berth.rest.request.Value;
import org.jspecify.annotations.Nullable;

/**
 * The body of a change of an operating system or a location, in which all that is read of it may be sent back.
 *
 * @param <K> what it is found by
 */
record UpdateEntryRequest<K>(
        @Nullable K key, @Nullable String name, @Nullable Boolean retired) {
    static <K> UpdateEntryRequest<K> read(ApiRequest request, String keyField, FieldType<K> keyType) {
        Fields body = request.body();
        Value<K> key = body.optional(keyField, keyType);
        Value<String> name = body.optional("name", text(PlainText::requireName));
        Value<Boolean> retired = body.optional("retired", flag());
        request.requireValid();
        return new UpdateEntryRequest<>(key.orNull(), name.orNull(), retired.orNull());
    }

    /** Refuses a key in the body that is not the one in the path; null is as good as the same. */
    static void requireSame(String field, Object inPath, @Nullable Object inBody) {
        if (inBody != null && !inBody.equals(inPath)) {
            throw DomainException.invalid(field, "immutable", "Cannot be changed. Add another entry instead.");
        }
    }
}
