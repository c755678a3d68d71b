package dev.berth.domain.account;

import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import java.util.Map;

/** The id of an {@link Account}. */
public record AccountId(long value) {
    /** The refusal of an account that is not there. */
    public DomainException notFound() {
        return new DomainException(
                ErrorCode.ACCOUNT_NOT_FOUND, "There is no account %d.".formatted(value), Map.of("account_id", value));
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
