package dev.berth.rest.placement;

import dev.berth.domain.placement.AddressPool;
import dev.berth.domain.placement.AddressPoolDetails;
import dev.berth.domain.placement.AddressPoolDetails.Usage;
import dev.berth.rest.request.Representation;
import dev.berth.rest.request.Times;
import org.jspecify.annotations.Nullable;

/** A pool of addresses. Those of an IPv6 prefix are not counted. */
@Representation
record AddressPoolResponse(
        long id,
        String location,
        String cidr,
        int version,
        @Nullable Long addresses,
        @Nullable Long used,
        @Nullable Long free,
        @Nullable Long quarantined,
        String createdAt) {
    static AddressPoolResponse of(AddressPoolDetails details) {
        AddressPool pool = details.pool();
        Usage usage = details.usage();
        return new AddressPoolResponse(
                pool.id().value(),
                pool.location().value(),
                pool.block().toString(),
                pool.block().version(),
                usage == null ? null : (Long) usage.addresses(),
                usage == null ? null : (Long) usage.used(),
                usage == null ? null : (Long) usage.free(),
                usage == null ? null : (Long) usage.quarantined(),
                Times.format(pool.createdAt()));
    }
}
