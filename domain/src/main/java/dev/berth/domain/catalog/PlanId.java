package dev.berth.domain.catalog;

/** The id of a {@link Plan}. */
public record PlanId(long value) {
    @Override
    public String toString() {
        return Long.toString(value);
    }
}
