package dev.berth.persistence.server;

import dev.berth.application.port.out.Transactions;
import dev.berth.application.server.port.out.UsageRepository;
import dev.berth.domain.placement.HostId;
import dev.berth.domain.server.ServerId;
import dev.berth.domain.server.ServerStatus;
import dev.berth.domain.server.UsageRecord;
import dev.berth.persistence.Sql;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.IntStream;

@Singleton
final class JdbcUsageRepository implements UsageRepository {
    private final Sql sql;
    private final Transactions transactions;

    JdbcUsageRepository(Sql sql, Transactions transactions) {
        this.sql = sql;
        this.transactions = transactions;
    }

    @Override
    public List<SampledMachine> running(long afterServerId, int limit) {
        return sql.list(
                "SELECT s.id, s.machine, s.host_id, " + UsageRow.JOINED + """
                         FROM reservations r JOIN servers s ON s.id = r.server_id
                        LEFT JOIN server_usage u ON u.server_id = s.id
                        WHERE s.status = ? AND r.server_id > ? ORDER BY r.server_id LIMIT ?""",
                row -> new SampledMachine(
                        new ServerId(row.number("id")),
                        row.uuid("machine"),
                        new HostId(row.number("host_id")),
                        UsageRow.joined(row)),
                ServerStatus.ACTIVE,
                afterServerId,
                limit);
    }

    @Override
    public void save(List<UsageRecord> records) {
        transactions.unhurried(() -> {
            int[] updated = sql.batch("""
                    UPDATE server_usage SET cpu_percent = ?, memory_used = ?, disk_used = ?, traffic_counter = ?,
                      month_traffic = ?, sampled_at = ?
                    WHERE server_id = ?""", records.stream().map(UsageRow::of).toList());
            return sql.batch(
                    """
                    INSERT INTO server_usage (cpu_percent, memory_used, disk_used, traffic_counter, month_traffic,
                      sampled_at, server_id)
                    VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""",
                    IntStream.range(0, updated.length)
                            .filter(i -> updated[i] == 0)
                            .mapToObj(i -> UsageRow.of(records.get(i)))
                            .toList());
        });
    }
}
