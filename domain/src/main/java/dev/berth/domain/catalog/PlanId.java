package dev.berth.domain.catalog;

import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import java.util.Map;

/** The id of a {@link Plan}. */
public record PlanId(long value) {
    /** The refusal of one that is not there. */
    public DomainException notFound() {
        return new DomainException(
                ErrorCode.PLAN_NOT_FOUND, "There is no plan %d.".formatted(value), Map.of("plan_id", value));
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
