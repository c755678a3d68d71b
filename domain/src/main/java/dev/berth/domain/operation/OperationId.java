package dev.berth.domain.operation;

import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import java.util.Map;

/** The id of an {@link Operation}. */
public record OperationId(long value) {
    /** The refusal of an operation that is not there for the account. */
    public DomainException notFound() {
        return new DomainException(
                ErrorCode.OPERATION_NOT_FOUND,
                "There is no operation %d. It may be too old, or belong to another account.".formatted(value),
                Map.of("operation_id", value));
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
