package dev.berth.application.testing;

import dev.berth.application.placement.port.out.AddressRepository;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.placement.Ipv4Range;
import dev.berth.domain.placement.Ipv6Prefix;
import dev.berth.domain.server.ServerId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

final class InMemoryAddresses implements AddressRepository {
    private final InMemoryTransactions transactions;
    private final InMemoryTable<String, Address> addresses;
    private final InMemoryTable<String, Ipv6Prefix> prefixes;

    private record Address(
            String text, LocationCode location, @Nullable ServerId server, Instant quarantinedUntil) {}

    InMemoryAddresses(InMemoryTransactions transactions) {
        this.transactions = transactions;
        addresses = new InMemoryTable<>(transactions);
        prefixes = new InMemoryTable<>(transactions);
    }

    @Override
    public void insert(LocationCode location, Ipv4Range range) {
        range.addresses()
                .filter(text -> addresses.get(text).isEmpty())
                .forEach(text -> addresses.put(text, new Address(text, location, null, Instant.EPOCH)));
    }

    @Override
    public void insert(LocationCode location, Ipv6Prefix prefix) {
        prefixes.put(location.value(), prefix);
    }

    @Override
    public Optional<String> claimIpv4(LocationCode location, ServerId server, RandomGenerator random, Instant now) {
        return transactions.statement(() -> {
            List<Address> free = addresses.rows().stream()
                    .filter(address -> address.location().equals(location))
                    .filter(address -> address.server() == null)
                    .filter(address -> !address.quarantinedUntil().isAfter(now))
                    .toList();
            if (free.isEmpty()) {
                return Optional.empty();
            }
            Address chosen = free.get(random.nextInt(free.size()));
            addresses.put(chosen.text(), new Address(chosen.text(), location, server, Instant.EPOCH));
            return Optional.of(chosen.text());
        });
    }

    @Override
    public void releaseIpv4(ServerId server, Instant quarantineUntil) {
        transactions.statement(() -> addresses
                .first(address -> server.equals(address.server()))
                .map(address -> {
                    addresses.put(
                            address.text(), new Address(address.text(), address.location(), null, quarantineUntil));
                    return address;
                }));
    }

    @Override
    public Optional<Ipv6Prefix> ipv6Prefix(LocationCode location) {
        return prefixes.get(location.value());
    }
}
