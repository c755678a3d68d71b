package dev.berth.domain.audit;

import org.jspecify.annotations.Nullable;

/**
 * What became of one field.
 *
 * @param field its name, as clients write it
 * @param before what it held; null when it held nothing, or was not there
 * @param after what it holds; null when it holds nothing
 */
public record FieldChange(
        String field, @Nullable String before, @Nullable String after) {}
