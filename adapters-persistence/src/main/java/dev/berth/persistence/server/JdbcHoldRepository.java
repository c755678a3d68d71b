package dev.berth.persistence.server;

import dev.berth.application.server.port.out.HoldRepository;
import dev.berth.domain.server.Hold;
import dev.berth.domain.server.HoldKind;
import dev.berth.domain.server.ServerId;
import dev.berth.persistence.Row;
import dev.berth.persistence.Sql;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

@Singleton
final class JdbcHoldRepository implements HoldRepository {
    private final Sql sql;

    JdbcHoldRepository(Sql sql) {
        this.sql = sql;
    }

    @Override
    public void insert(ServerId server, Hold hold) {
        sql.update(
                "INSERT INTO server_holds (server_id, kind, actor, reason, created_at) VALUES (?, ?, ?, ?, ?)",
                server.value(),
                hold.kind(),
                hold.actor(),
                hold.reason(),
                hold.since());
    }

    @Override
    public void remove(ServerId server, HoldKind kind) {
        sql.update("DELETE FROM server_holds WHERE server_id = ? AND kind = ?", server.value(), kind);
    }

    @Override
    public Map<ServerId, List<Hold>> of(Collection<ServerId> servers) {
        if (servers.isEmpty()) {
            return Map.of();
        }
        Object[] ids = Sql.padded(servers.stream().map(ServerId::value).toList());
        return sql
                .list("SELECT * FROM server_holds WHERE server_id IN (" + Sql.marks(ids) + ")", HeldRow::toDomain, ids)
                .stream()
                .sorted(Comparator.comparing(row -> row.hold.kind()))
                .collect(
                        Collectors.groupingBy(HeldRow::server, Collectors.mapping(HeldRow::hold, Collectors.toList())));
    }

    private record HeldRow(ServerId server, Hold hold) {
        static HeldRow toDomain(Row row) throws SQLException {
            return new HeldRow(
                    new ServerId(row.number("server_id")),
                    new Hold(
                            row.constant(HoldKind.class, "kind"),
                            row.text("actor"),
                            row.text("reason"),
                            row.time("created_at")));
        }
    }
}
