package dev.berth.persistence.server;

import dev.berth.domain.server.ServerId;
import dev.berth.domain.server.UsageRecord;
import dev.berth.persistence.Row;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Rows of {@code server_usage}. */
final class UsageRow {
    /** The columns of a record that is joined as {@code u} to a server that may have none. */
    static final String JOINED =
            "u.cpu_percent, u.memory_used, u.disk_used, u.traffic_counter, u.month_traffic, u.sampled_at";

    private UsageRow() {}

    /** The arguments of a statement that ends with the id of the server. */
    static @Nullable Object[] of(UsageRecord usage) {
        return new @Nullable Object[] {
            usage.cpuPercent(),
            usage.memoryUsed(),
            usage.diskUsed(),
            usage.trafficCounter(),
            usage.monthTraffic(),
            usage.sampledAt(),
            usage.serverId().value()
        };
    }

    /** The record of a row that has the {@link #JOINED} columns and the server's {@code id}. */
    static @Nullable UsageRecord joined(Row row) throws SQLException {
        Instant sampledAt = row.nullableTime("sampled_at");
        return sampledAt == null
                ? null
                : new UsageRecord(
                        new ServerId(row.number("id")),
                        row.decimal("cpu_percent"),
                        row.number("memory_used"),
                        row.number("disk_used"),
                        row.number("traffic_counter"),
                        row.number("month_traffic"),
                        sampledAt);
    }
}
