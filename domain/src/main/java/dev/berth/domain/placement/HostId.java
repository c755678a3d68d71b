package dev.berth.domain.placement;

import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import java.util.Map;

/** The id of a {@link Host}. */
public record HostId(long value) {
    /** The refusal of a host that is not there. */
    public DomainException notFound() {
        return new DomainException(
                ErrorCode.HOST_NOT_FOUND, "There is no host %d.".formatted(value), Map.of("host_id", value));
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
