package dev.berth.domain.placement;

/** The id of a {@link Host}. */
public record HostId(long value) {
    @Override
    public String toString() {
        return Long.toString(value);
    }
}
