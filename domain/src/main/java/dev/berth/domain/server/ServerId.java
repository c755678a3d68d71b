package dev.berth.domain.server;

import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import java.util.Map;

/** The id of a {@link Server}: positive, at most 2^53 - 1, never used twice. */
public record ServerId(long value) {
    /** The refusal of a server that is not there for the account. */
    public DomainException notFound() {
        return new DomainException(
                ErrorCode.SERVER_NOT_FOUND,
                "There is no server %d. It may have been deleted, or belong to another account.".formatted(value),
                Map.of("server_id", value));
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
