package dev.berth.grpc.request;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Message;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which fields of a resource a client wants to change. */
public final class UpdateMask {
    private static final String ALL = "*";

    private final Set<String> paths;
    private final boolean replaces;

    private UpdateMask(Set<String> paths, boolean replaces) {
        this.paths = paths;
        this.replaces = replaces;
    }

    /**
     * Reads a mask, and notes what is wrong with it.
     *
     * @param mask an empty one stands for the fields that are sent
     * @param sent the resource as the client sends it
     * @param changeable what {@code *} stands for, beside the fields that are sent
     */
    public static UpdateMask read(Fields fields, FieldMask mask, Message sent, Set<String> changeable) {
        List<String> named = mask.getPathsList();
        boolean replaces = named.contains(ALL);
        Set<String> paths = new TreeSet<>();
        if (named.isEmpty() || replaces) {
            sent.getAllFields().keySet().forEach(field -> paths.add(field.getName()));
        }
        if (replaces) {
            paths.addAll(changeable);
            if (named.size() > 1) {
                fields.refuse("update_mask", "invalid_value", "Must be \"*\" alone, or not have it.");
            }
        } else {
            named.forEach(path -> {
                if (!isKnown(sent.getDescriptorForType(), path)) {
                    fields.refuse("update_mask", "unknown_field", "There is no field \"%s\".".formatted(path));
                }
                paths.add(path);
            });
        }
        return new UpdateMask(paths, replaces);
    }

    /** Whether the client speaks of this field. */
    public boolean has(String field) {
        return paths.contains(field);
    }

    /** Those of these fields that the client speaks of. */
    public Set<String> of(Set<String> fields) {
        Set<String> common = new TreeSet<>(paths);
        common.retainAll(fields);
        return common;
    }

    /** Notes that a field is missing that a client has to send who replaces all of them. */
    public void requireSent(Fields fields, String field, boolean isSent) {
        if (replaces && !isSent) {
            fields.refuse(field, "required", "Must be set: the mask \"*\" replaces all fields.");
        }
    }

    private static boolean isKnown(@Nullable Descriptor message, String path) {
        int dot = path.indexOf('.');
        FieldDescriptor field =
                message == null ? null : message.findFieldByName(dot < 0 ? path : path.substring(0, dot));
        if (field == null || dot < 0) {
            return field != null;
        }
        return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                && isKnown(field.getMessageType(), path.substring(dot + 1));
    }
}
