package dev.berth.grpc.catalog;

import com.google.protobuf.FieldMask;
import com.google.protobuf.Message;
import dev.berth.domain.error.PlainText;
import dev.berth.grpc.request.Fields;
import dev.berth.grpc.request.UpdateMask;
import dev.berth.grpc.request.Value;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A change of an operating system or a location that is wanted.
 *
 * @param key what it is found by
 * @param name what customers see; null when that is to stay
 * @param retired whether it is refused for new servers; null when that is to stay
 * @param <K> what it is found by
 */
record UpdateEntry<K>(
        K key, @Nullable String name, @Nullable Boolean retired) {
    /**
     * Reads one.
     *
     * @param resource what the request calls it
     * @param sent it, with its name and whether it is retired, which may be absent
     * @param key reads what it is found by
     */
    static <K> UpdateEntry<K> read(
            String resource,
            Message sent,
            FieldMask updateMask,
            String sentName,
            @Nullable Boolean sentRetired,
            Function<Fields, Value<K>> key) {
        Fields all = Fields.ofRequest();
        Fields fields = all.in(resource, !sent.getAllFields().isEmpty());
        all.requireValid();
        UpdateMask mask = UpdateMask.read(all, updateMask, sent, Set.of(CatalogRequests.NAME, CatalogRequests.RETIRED));
        mask.requireSent(fields, CatalogRequests.RETIRED, sentRetired != null);
        Value<K> read = key.apply(fields);
        Value<String> name = fields.check(
                CatalogRequests.NAME, () -> mask.has(CatalogRequests.NAME) ? PlainText.requireName(sentName) : null);
        all.requireValid();
        return new UpdateEntry<>(
                read.get(),
                name.orNull(),
                mask.has(CatalogRequests.RETIRED) ? (Boolean) Boolean.TRUE.equals(sentRetired) : null);
    }
}
