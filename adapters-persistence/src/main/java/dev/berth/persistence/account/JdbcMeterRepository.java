package dev.berth.persistence.account;

import dev.berth.application.account.port.out.MeterRepository;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.Meter;
import dev.berth.domain.server.ServerId;
import dev.berth.persistence.Row;
import dev.berth.persistence.Sql;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

@Singleton
final class JdbcMeterRepository implements MeterRepository {
    private final Sql sql;

    JdbcMeterRepository(Sql sql) {
        this.sql = sql;
    }

    @Override
    public int insertMissing() {
        return sql.update("""
                INSERT INTO meters (server_id, account_id, price_hourly, price_monthly, started_at, booked_hours, due_at)
                SELECT s.id, s.account_id, s.price_hourly, s.price_monthly, s.created_at, 0,
                  s.created_at + INTERVAL '1' HOUR
                FROM servers s
                WHERE s.deleted = FALSE AND s.first_active_at IS NOT NULL
                  AND NOT EXISTS (SELECT 1 FROM meters m WHERE m.server_id = s.id)
                ON CONFLICT DO NOTHING""");
    }

    @Override
    public void insert(Meter meter) {
        sql.update(
                """
                INSERT INTO meters (server_id, account_id, price_hourly, price_monthly, started_at, booked_hours, due_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)""",
                meter.serverId().value(),
                meter.accountId().value(),
                meter.priceHourly().amount(),
                meter.priceMonthly().amount(),
                meter.startedAt(),
                meter.bookedHours(),
                meter.dueAt());
    }

    @Override
    public Optional<Meter> lock(ServerId server) {
        return sql.first(
                "SELECT * FROM meters WHERE server_id = ? FOR UPDATE", JdbcMeterRepository::meter, server.value());
    }

    @Override
    public void save(Meter meter) {
        sql.update(
                "UPDATE meters SET booked_hours = ?, due_at = ? WHERE server_id = ?",
                meter.bookedHours(),
                meter.dueAt(),
                meter.serverId().value());
    }

    @Override
    public List<Due> due(Instant now, @Nullable Meter after, int limit) {
        Instant afterTime = after == null ? Instant.EPOCH : after.dueAt();
        return sql.list(
                // not the server's last change: that is the end of its delete, which may come hours later
                """
                SELECT m.*, CASE WHEN s.deleted = TRUE THEN COALESCE(
                  (SELECT MAX(o.created_at) FROM operations o WHERE o.server_id = s.id AND o.kind = 'DELETE'),
                  s.updated_at) END AS deleted_at
                FROM meters m JOIN servers s ON s.id = m.server_id
                WHERE m.due_at <= ? AND (m.due_at, m.server_id) > (?, ?)
                ORDER BY m.due_at, m.server_id LIMIT ?""",
                row -> new Due(meter(row), row.nullableTime("deleted_at")),
                now,
                afterTime,
                after == null ? 0 : after.serverId().value(),
                limit);
    }

    @Override
    public List<Advance> advance(List<Advance> advances) {
        int[] stored = sql.batch(
                """
                UPDATE meters SET booked_hours = ?, due_at = ?
                WHERE server_id = ? AND booked_hours = ? AND due_at IS NOT NULL""", advances.stream().map(JdbcMeterRepository::arguments).toList());
        return IntStream.range(0, stored.length)
                .filter(i -> stored[i] == 1)
                .mapToObj(advances::get)
                .toList();
    }

    private static @Nullable Object[] arguments(Advance advance) {
        return new @Nullable Object[] {
            advance.after().bookedHours(),
            advance.after().dueAt(),
            advance.before().serverId().value(),
            advance.before().bookedHours()
        };
    }

    private static Meter meter(Row row) throws SQLException {
        return new Meter(
                new ServerId(row.number("server_id")),
                new AccountId(row.number("account_id")),
                row.money("price_hourly"),
                row.money("price_monthly"),
                row.time("started_at"),
                row.number("booked_hours"),
                row.nullableTime("due_at"));
    }
}
