package dev.berth.persistence.placement;

import dev.berth.application.placement.port.out.AddressRepository;
import dev.berth.application.port.out.Transactions;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import dev.berth.domain.placement.Ipv4Range;
import dev.berth.domain.placement.Ipv6Prefix;
import dev.berth.domain.server.ServerId;
import dev.berth.persistence.Sql;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

@Singleton
final class JdbcAddressRepository implements AddressRepository {
    private static final int CANDIDATES = 8;
    private static final int ROUNDS = 50;

    private final Sql sql;
    private final Transactions transactions;

    JdbcAddressRepository(Sql sql, Transactions transactions) {
        this.sql = sql;
        this.transactions = transactions;
    }

    @Override
    public void insert(LocationCode location, Ipv4Range range) {
        List<@Nullable Object[]> rows = range.addresses()
                .map(address -> new @Nullable Object[] {location.value(), address})
                .toList();
        transactions.unhurried(() ->
                sql.batch("INSERT INTO addresses (location, address) VALUES (?, ?) ON CONFLICT DO NOTHING", rows));
    }

    @Override
    public void insert(LocationCode location, Ipv6Prefix prefix) {
        transactions.required(() -> {
            int known = sql.update(
                    "UPDATE ipv6_prefixes SET prefix = ? WHERE location = ?", prefix.toString(), location.value());
            return known == 1
                    ? known
                    : sql.update(
                            "INSERT INTO ipv6_prefixes (location, prefix) VALUES (?, ?)",
                            location.value(),
                            prefix.toString());
        });
    }

    @Override
    public Optional<String> claimIpv4(LocationCode location, ServerId server, RandomGenerator random, Instant now) {
        long from = somewhere(location, random);
        for (int round = 0; round < ROUNDS; round++) {
            List<Free> candidates = free(location, from, now);
            if (candidates.isEmpty() && from == 0) {
                return Optional.empty();
            }
            for (Free candidate : candidates) {
                if (take(candidate, server, now)) {
                    return Optional.of(candidate.address);
                }
            }
            // all lost to others, or none left up to the end
            from = candidates.size() == CANDIDATES ? candidates.get(CANDIDATES - 1).id + 1 : 0;
        }
        throw new DomainException(
                ErrorCode.UNAVAILABLE,
                "Too many servers are being created at this moment. Try again in a few seconds.");
    }

    @Override
    public void releaseIpv4(ServerId server, Instant quarantineUntil) {
        sql.update(
                "UPDATE addresses SET server_id = NULL, quarantined_until = ? WHERE server_id = ?",
                quarantineUntil,
                server.value());
    }

    @Override
    public Optional<Ipv6Prefix> ipv6Prefix(LocationCode location) {
        return sql.first(
                "SELECT prefix FROM ipv6_prefixes WHERE location = ?",
                row -> Ipv6Prefix.parse(row.text("prefix")),
                location.value());
    }

    /** An id at random among those that are free or in quarantine; 0 when none is. */
    private long somewhere(LocationCode location, RandomGenerator random) {
        return sql.only(
                """
                SELECT MIN(id) AS lowest, MAX(id) AS highest FROM addresses
                WHERE location = ? AND server_id IS NULL""",
                row -> {
                    long lowest = row.number("lowest");
                    return lowest == 0 ? 0 : random.nextLong(lowest, row.number("highest") + 1);
                },
                location.value());
    }

    private List<Free> free(LocationCode location, long from, Instant now) {
        return sql.list(
                """
                SELECT id, address FROM addresses
                WHERE location = ? AND server_id IS NULL AND id >= ?
                  AND (quarantined_until IS NULL OR quarantined_until <= ?)
                ORDER BY location, server_id, id LIMIT ?""", row -> new Free(row.number("id"), row.text("address")), location.value(), from, now, CANDIDATES);
    }

    private boolean take(Free candidate, ServerId server, Instant now) {
        return sql.update("""
                        UPDATE addresses SET server_id = ?, quarantined_until = NULL
                        WHERE id = ? AND server_id IS NULL
                          AND (quarantined_until IS NULL OR quarantined_until <= ?)""", server.value(), candidate.id, now) == 1;
    }

    private record Free(long id, String address) {}
}
