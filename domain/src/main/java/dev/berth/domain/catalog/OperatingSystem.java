package dev.berth.domain.catalog;

import dev.berth.domain.error.PlainText;
import org.jspecify.annotations.Nullable;

/**
 * An image that a server can be installed with.
 *
 * @param id its id
 * @param name what customers see
 * @param retired still shown on old servers, refused for new ones
 */
public record OperatingSystem(OperatingSystemId id, String name, boolean retired) {
    /** Checks one that is to be added. */
    public void requireValid() {
        PlainText.requireName(name);
    }

    /** Checks what is to be changed, and changes it; null leaves a field as it is. */
    public OperatingSystem update(@Nullable String newName, @Nullable Boolean isRetired) {
        return new OperatingSystem(
                id, newName == null ? name : PlainText.requireName(newName), isRetired == null ? retired : isRetired);
    }
}
