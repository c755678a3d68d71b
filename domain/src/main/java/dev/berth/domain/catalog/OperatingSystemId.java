package dev.berth.domain.catalog;

import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import java.util.Map;

/** The id of an {@link OperatingSystem}. */
public record OperatingSystemId(long value) {
    /** The refusal of one that is not there. */
    public DomainException notFound() {
        return new DomainException(
                ErrorCode.OPERATING_SYSTEM_NOT_FOUND,
                "There is no operating system %d.".formatted(value),
                Map.of("os_id", value));
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
