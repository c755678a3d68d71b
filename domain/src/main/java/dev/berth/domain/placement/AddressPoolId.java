package dev.berth.domain.placement;

/** The id of an {@link AddressPool}. */
public record AddressPoolId(long value) {
    @Override
    public String toString() {
        return Long.toString(value);
    }
}
