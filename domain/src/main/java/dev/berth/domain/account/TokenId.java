package dev.berth.domain.account;

import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import java.util.Map;

/** The id of an {@link ApiToken}. */
public record TokenId(long value) {
    /** The refusal of a token that is not there for the account. */
    public DomainException notFound() {
        return new DomainException(
                ErrorCode.TOKEN_NOT_FOUND,
                "There is no token %d. It may have been revoked, or belong to another account.".formatted(value),
                Map.of("token_id", value));
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
