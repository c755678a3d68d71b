package dev.berth.domain.account;

/** The id of an {@link ApiToken}. */
public record TokenId(long value) {
    @Override
    public String toString() {
        return Long.toString(value);
    }
}
