package dev.berth.application.testing;

import dev.berth.application.placement.port.out.AddressRepository;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.placement.AddressBlock;
import dev.berth.domain.placement.AddressPool;
import dev.berth.domain.placement.AddressPoolDetails;
import dev.berth.domain.placement.AddressPoolDetails.Usage;
import dev.berth.domain.placement.AddressPoolId;
import dev.berth.domain.placement.Ipv4Range;
import dev.berth.domain.placement.Ipv6Prefix;
import dev.berth.domain.server.ServerId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

final class InMemoryAddresses implements AddressRepository {
    private final InMemoryTransactions transactions;
    private final InMemoryTable<Long, AddressPool> pools;
    private final InMemoryTable<String, Address> addresses;
    private final InMemoryTable<String, Ipv6Prefix> prefixes;
    private final AtomicLong lastId = new AtomicLong();

    private record Address(
            String text,
            AddressPoolId pool,
            LocationCode location,
            @Nullable ServerId server,
            Instant quarantinedUntil) {
        boolean isFree(Instant now) {
            return server == null && !quarantinedUntil.isAfter(now);
        }

        boolean isQuarantined(Instant now) {
            return server == null && quarantinedUntil.isAfter(now);
        }

        Address with(@Nullable ServerId owner, Instant quarantine) {
            return new Address(text, pool, location, owner, quarantine);
        }
    }

    InMemoryAddresses(InMemoryTransactions transactions) {
        this.transactions = transactions;
        pools = new InMemoryTable<>(transactions);
        addresses = new InMemoryTable<>(transactions);
        prefixes = new InMemoryTable<>(transactions);
    }

    @Override
    public Optional<AddressPool> insert(LocationCode location, AddressBlock block, Instant now) {
        return transactions.statement(() -> {
            if (isTaken(block)) {
                return Optional.empty();
            }
            AddressPool pool = new AddressPool(new AddressPoolId(lastId.incrementAndGet()), location, block, now);
            pools.put(pool.id().value(), pool);
            if (block instanceof Ipv4Range range) {
                range.addresses()
                        .forEach(text ->
                                addresses.put(text, new Address(text, pool.id(), location, null, Instant.EPOCH)));
            } else if (block instanceof Ipv6Prefix prefix) {
                prefixes.put(location.value(), prefix);
            }
            return Optional.of(pool);
        });
    }

    private boolean isTaken(AddressBlock block) {
        return pools.first(pool -> pool.block().equals(block)).isPresent()
                || (block instanceof Ipv4Range range
                        && range.addresses()
                                .anyMatch(text -> addresses.get(text).isPresent()));
    }

    @Override
    public List<AddressPool> pools() {
        return List.copyOf(pools.rows());
    }

    @Override
    public List<AddressPoolDetails> poolDetails(Instant now) {
        return transactions.statement(() -> pools.rows().stream()
                .map(pool -> new AddressPoolDetails(pool, usage(pool, now)))
                .toList());
    }

    @Override
    public void lockPools() {
        // a transaction here has the whole store to itself
    }

    @Override
    public Set<LocationCode> withFreeAddresses(Instant now) {
        return transactions.statement(() -> addresses.rows().stream()
                .filter(address -> address.isFree(now))
                .map(Address::location)
                .filter(location -> ipv6Prefix(location).isPresent())
                .collect(Collectors.toSet()));
    }

    @Override
    public Optional<String> claimIpv4(LocationCode location, ServerId server, RandomGenerator random, Instant now) {
        return transactions.statement(() -> {
            List<Address> free = addresses.rows().stream()
                    .filter(address -> address.location().equals(location))
                    .filter(address -> address.isFree(now))
                    .toList();
            if (free.isEmpty()) {
                return Optional.empty();
            }
            Address chosen = free.get(random.nextInt(free.size()));
            addresses.put(chosen.text(), chosen.with(server, Instant.EPOCH));
            return Optional.of(chosen.text());
        });
    }

    @Override
    public void releaseIpv4(ServerId server, Instant quarantineUntil) {
        transactions.statement(() -> addresses
                .first(address -> server.equals(address.server()))
                .map(address -> {
                    addresses.put(address.text(), address.with(null, quarantineUntil));
                    return address;
                }));
    }

    @Override
    public Optional<Ipv6Prefix> ipv6Prefix(LocationCode location) {
        return prefixes.get(location.value());
    }

    private @Nullable Usage usage(AddressPool pool, Instant now) {
        if (!(pool.block() instanceof Ipv4Range range)) {
            return null;
        }
        List<Address> all = addresses.rows().stream()
                .filter(address -> address.pool().equals(pool.id()))
                .toList();
        return new Usage(
                range.size(),
                all.stream().filter(address -> address.server() != null).count(),
                all.stream().filter(address -> address.isQuarantined(now)).count());
    }
}
