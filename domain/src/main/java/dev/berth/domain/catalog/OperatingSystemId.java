package dev.berth.domain.catalog;

/** The id of an {@link OperatingSystem}. */
public record OperatingSystemId(long value) {
    @Override
    public String toString() {
        return Long.toString(value);
    }
}
