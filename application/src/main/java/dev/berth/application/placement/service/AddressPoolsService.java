package dev.berth.application.placement.service;

import dev.berth.application.audit.service.AuditTrail;
import dev.berth.application.catalog.port.out.CatalogRepository;
import dev.berth.application.placement.port.in.AddressPools;
import dev.berth.application.placement.port.out.AddressRepository;
import dev.berth.application.port.out.Transactions;
import dev.berth.domain.audit.Actor;
import dev.berth.domain.audit.AuditAction;
import dev.berth.domain.audit.Changes;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import dev.berth.domain.placement.AddressBlock;
import dev.berth.domain.placement.AddressPool;
import dev.berth.domain.placement.AddressPoolDetails;
import dev.berth.domain.placement.AddressPoolDetails.Usage;
import dev.berth.domain.placement.Ipv4Range;
import dev.berth.domain.placement.Ipv6Prefix;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gives locations addresses, each of them once. */
public final class AddressPoolsService implements AddressPools {
    private final Transactions transactions;
    private final AddressRepository addresses;
    private final CatalogRepository catalog;
    private final AuditTrail audit;
    private final Clock clock;

    /** @param catalog as it is stored: what was added on another replica can be used at once */
    public AddressPoolsService(
            Transactions transactions,
            AddressRepository addresses,
            CatalogRepository catalog,
            AuditTrail audit,
            Clock clock) {
        this.transactions = transactions;
        this.addresses = addresses;
        this.catalog = catalog;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public List<AddressPoolDetails> list() {
        return addresses.poolDetails(clock.instant());
    }

    /** Unhurried, because a pool may be 65,000 rows. */
    @Override
    public AddressPoolDetails create(Actor actor, LocationCode location, AddressBlock block) {
        Locations.refusal(catalog, location).ifPresent(violation -> {
            throw DomainException.invalid(List.of(violation));
        });
        return transactions.unhurried(() -> {
            AddressPool pool = insert(location, block);
            Changes changes = new Changes().to("location", location).to("cidr", block);
            audit.add(actor, AuditAction.ADDRESS_POOL_CREATE, pool.id(), changes);
            return new AddressPoolDetails(pool, usage(block));
        });
    }

    /**
     * Two that overlap and are added together: of IPv4 addresses each is a row that only one of them can store. Of an
     * IPv6 prefix nothing is, so those are added one after the other.
     */
    private AddressPool insert(LocationCode location, AddressBlock block) {
        if (block instanceof Ipv6Prefix) {
            addresses.lockPools();
        }
        overlapping(block).ifPresent(other -> {
            throw taken(other);
        });
        return addresses
                .insert(location, block, clock.instant())
                .orElseThrow(
                        () -> overlapping(block).map(AddressPoolsService::taken).orElseThrow());
    }

    private Optional<AddressPool> overlapping(AddressBlock block) {
        return addresses.pools().stream()
                .filter(pool -> pool.block().overlaps(block))
                .findFirst();
    }

    private static @Nullable Usage usage(AddressBlock block) {
        return block instanceof Ipv4Range range ? new Usage(range.size(), 0, 0) : null;
    }

    private static DomainException taken(AddressPool other) {
        return new DomainException(
                ErrorCode.ALREADY_EXISTS,
                "Addresses of it are in the pool %s of %s. Use a network that no other overlaps."
                        .formatted(other.block(), other.location()),
                Map.of(
                        "cidr",
                        other.block().toString(),
                        "location",
                        other.location().value()));
    }
}
