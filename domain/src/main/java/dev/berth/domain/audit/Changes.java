package dev.berth.domain.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Collects what has changed, field by field; what is as it was is left out. */
public final class Changes {
    private final List<FieldChange> found = new ArrayList<>();

    /** A field that may have changed. Secrets do not belong here. */
    public Changes of(String field, @Nullable Object before, @Nullable Object after) {
        String was = before == null ? null : before.toString();
        String is = after == null ? null : after.toString();
        if (!Objects.equals(was, is)) {
            found.add(new FieldChange(field, was, is));
        }
        return this;
    }

    /** A field of something new. */
    public Changes to(String field, @Nullable Object value) {
        return of(field, null, value);
    }

    /** All that has changed, by name. */
    public List<FieldChange> list() {
        return found.stream().sorted(Comparator.comparing(FieldChange::field)).toList();
    }
}
