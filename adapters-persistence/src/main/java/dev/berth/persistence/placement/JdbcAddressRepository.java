package dev.berth.persistence.placement;

import dev.berth.application.placement.port.out.AddressRepository;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import dev.berth.domain.placement.AddressBlock;
import dev.berth.domain.placement.AddressPool;
import dev.berth.domain.placement.AddressPoolDetails;
import dev.berth.domain.placement.AddressPoolDetails.Usage;
import dev.berth.domain.placement.AddressPoolId;
import dev.berth.domain.placement.Ipv4Range;
import dev.berth.domain.placement.Ipv6Prefix;
import dev.berth.domain.server.ServerId;
import dev.berth.persistence.Row;
import dev.berth.persistence.Sql;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

@Singleton
final class JdbcAddressRepository implements AddressRepository {
    private static final int CANDIDATES = 8;
    private static final int ROUNDS = 50;

    private final Sql sql;

    JdbcAddressRepository(Sql sql) {
        this.sql = sql;
    }

    @Override
    public Optional<AddressPool> insert(LocationCode location, AddressBlock block, Instant now) {
        return sql.insertIfAbsent("""
                        INSERT INTO address_pools (location, cidr, created_at) VALUES (?, ?, ?)
                        ON CONFLICT DO NOTHING""", location.value(), block.toString(), now)
                .map(id -> new AddressPool(new AddressPoolId(id), location, block, now))
                .filter(this::insertAddresses);
    }

    private boolean insertAddresses(AddressPool pool) {
        if (pool.block() instanceof Ipv4Range range) {
            return insertRange(pool, range);
        }
        insertPrefix(pool);
        return true;
    }

    private boolean insertRange(AddressPool pool, Ipv4Range range) {
        List<@Nullable Object[]> rows = range.addresses()
                .map(address -> new @Nullable Object[] {
                    pool.location().value(), address, pool.id().value()
                })
                .toList();
        int[] inserted = sql.batch(
                "INSERT INTO addresses (location, address, pool_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", rows);
        return Arrays.stream(inserted).sum() == rows.size();
    }

    private void insertPrefix(AddressPool pool) {
        String prefix = pool.block().toString();
        String location = pool.location().value();
        if (sql.update("UPDATE ipv6_prefixes SET prefix = ? WHERE location = ?", prefix, location) == 0) {
            sql.update("INSERT INTO ipv6_prefixes (location, prefix) VALUES (?, ?)", location, prefix);
        }
    }

    @Override
    public List<AddressPool> pools() {
        return sql.list("SELECT * FROM address_pools ORDER BY id", JdbcAddressRepository::pool);
    }

    @Override
    public List<AddressPoolDetails> poolDetails(Instant now) {
        return sql.list(
                """
                SELECT p.*, a.addresses, a.used, a.quarantined
                FROM address_pools p LEFT JOIN (
                  SELECT pool_id, COUNT(*) AS addresses, COUNT(server_id) AS used,
                    SUM(CASE WHEN server_id IS NULL AND quarantined_until > ? THEN 1 ELSE 0 END) AS quarantined
                  FROM addresses GROUP BY pool_id
                ) a ON a.pool_id = p.id
                ORDER BY p.id""",
                row -> {
                    AddressPool pool = pool(row);
                    return new AddressPoolDetails(
                            pool,
                            pool.block() instanceof Ipv4Range
                                    ? new Usage(row.number("addresses"), row.number("used"), row.number("quarantined"))
                                    : null);
                },
                now);
    }

    /**
     * By the rows that every pool refers to: of two who do this together one sees the other's location, and waits. An
     * update, because no create has to wait for that, as it would for FOR UPDATE.
     */
    @Override
    public void lockPools() {
        sql.update("UPDATE locations SET name = name");
    }

    @Override
    public Set<LocationCode> withFreeAddresses(Instant now) {
        return new HashSet<>(sql.list("""
                SELECT location FROM ipv6_prefixes v WHERE EXISTS (
                  SELECT 1 FROM addresses a WHERE a.location = v.location AND a.server_id IS NULL
                    AND (a.quarantined_until IS NULL OR a.quarantined_until <= ?))""", row -> new LocationCode(row.text("location")), now));
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

    private static AddressPool pool(Row row) throws SQLException {
        return new AddressPool(
                new AddressPoolId(row.number("id")),
                new LocationCode(row.text("location")),
                AddressBlock.parse(row.text("cidr")),
                row.time("created_at"));
    }

    private record Free(long id, String address) {}
}
