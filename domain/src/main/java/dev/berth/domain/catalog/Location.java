package dev.berth.domain.catalog;

import dev.berth.domain.error.PlainText;
import org.jspecify.annotations.Nullable;

/**
 * A data centre.
 *
 * @param code its code
 * @param name what customers see
 * @param retired its servers stay, new ones are refused
 */
public record Location(LocationCode code, String name, boolean retired) {
    /** Checks one that is to be added. */
    public void requireValid() {
        PlainText.requireName(name);
    }

    /** Checks what is to be changed, and changes it; null leaves a field as it is. */
    public Location update(@Nullable String newName, @Nullable Boolean isRetired) {
        return new Location(
                code, newName == null ? name : PlainText.requireName(newName), isRetired == null ? retired : isRetired);
    }
}
