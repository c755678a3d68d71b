package dev.berth.persistence.server;

import dev.berth.application.server.port.out.ServerRepository;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.placement.HostId;
import dev.berth.domain.server.AdminServerFilter;
import dev.berth.domain.server.ResourceUsage;
import dev.berth.domain.server.Server;
import dev.berth.domain.server.ServerDetails;
import dev.berth.domain.server.ServerFilter;
import dev.berth.domain.server.ServerId;
import dev.berth.domain.server.ServerRef;
import dev.berth.domain.server.ServerSummary;
import dev.berth.domain.server.UsageRecord;
import dev.berth.persistence.Conditions;
import dev.berth.persistence.Row;
import dev.berth.persistence.Sql;
import dev.berth.persistence.catalog.OperatingSystemRow;
import dev.berth.persistence.catalog.PlanRow;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

@Singleton
final class JdbcServerRepository implements ServerRepository {
    private static final String SUMMARY_COLUMNS = "s.*, " + PlanRow.JOINED + ", " + OperatingSystemRow.JOINED;

    private static final String SUMMARY_TABLES =
            " FROM servers s JOIN plans p ON p.id = s.plan_id JOIN operating_systems o ON o.id = s.os_id";

    private static final String DETAILS = "SELECT " + SUMMARY_COLUMNS + ", " + UsageRow.JOINED + SUMMARY_TABLES
            + " LEFT JOIN server_usage u ON u.server_id = s.id";

    /** Not through the servers themselves, whose deleted rows stay: a list of all would read its way through them. */
    private static final String RESERVED = " JOIN reservations r ON r.server_id = s.id";

    private final Sql sql;

    JdbcServerRepository(Sql sql) {
        this.sql = sql;
    }

    @Override
    public ServerId nextId() {
        return sql.only("SELECT nextval('server_ids') AS id", row -> new ServerId(row.number("id")));
    }

    @Override
    public void insert(Server server) {
        sql.update(ServerRow.INSERT, ServerRow.of(server));
    }

    @Override
    public void save(Server server) {
        sql.update(ServerRow.UPDATE, ServerRow.changes(server));
    }

    @Override
    public Optional<Server> lock(ServerRef server) {
        return sql.first(
                "SELECT * FROM servers WHERE id = ? AND account_id = ? FOR UPDATE",
                ServerRow::toDomain,
                server.server().value(),
                server.account().value());
    }

    @Override
    public Optional<Server> lock(ServerId server) {
        return sql.first("SELECT * FROM servers WHERE id = ? FOR UPDATE", ServerRow::toDomain, server.value());
    }

    @Override
    public Optional<ServerDetails> find(ServerRef server, Instant now) {
        return sql.first(
                DETAILS + " WHERE s.id = ? AND s.account_id = ? AND s.deleted = FALSE",
                row -> details(row, now),
                server.server().value(),
                server.account().value());
    }

    @Override
    public List<ServerSummary> page(AccountId account, ServerFilter filter, long afterId, int limit) {
        Conditions visible = visible(account, filter).and("s.id > ?", afterId);
        // by all columns of the index, or H2 reads and sorts the rest of the list for every page
        return sql.list(
                "SELECT " + SUMMARY_COLUMNS + SUMMARY_TABLES + visible.where()
                        + " ORDER BY s.account_id, s.deleted, s.id LIMIT " + limit,
                JdbcServerRepository::summary,
                visible.arguments());
    }

    @Override
    public long count(AccountId account, ServerFilter filter) {
        Conditions visible = visible(account, filter);
        return sql.only(
                "SELECT COUNT(*) AS total FROM servers s" + visible.where(),
                row -> row.number("total"),
                visible.arguments());
    }

    @Override
    public Optional<ServerDetails> find(ServerId server, Instant now) {
        return sql.first(DETAILS + " WHERE s.id = ? AND s.deleted = FALSE", row -> details(row, now), server.value());
    }

    @Override
    public List<ServerDetails> page(AdminServerFilter filter, long afterId, int limit, Instant now) {
        Conditions visible = visible(filter).and("r.server_id > ?", afterId);
        return sql.list(
                DETAILS + RESERVED + visible.where() + " ORDER BY r.server_id LIMIT " + limit,
                row -> details(row, now),
                visible.arguments());
    }

    @Override
    public long count(AdminServerFilter filter) {
        Conditions visible = visible(filter);
        return sql.only(
                "SELECT COUNT(*) AS total FROM servers s" + RESERVED + visible.where(),
                row -> row.number("total"),
                visible.arguments());
    }

    private static ServerDetails details(Row row, Instant now) throws SQLException {
        ServerSummary summary = summary(row);
        UsageRecord usage = UsageRow.joined(row);
        return new ServerDetails(
                summary,
                usage == null
                        ? ResourceUsage.NONE
                        : usage.shown(summary.server().status(), now));
    }

    private static ServerSummary summary(Row row) throws SQLException {
        return new ServerSummary(ServerRow.toDomain(row), PlanRow.joined(row), OperatingSystemRow.joined(row));
    }

    private static Conditions visible(AdminServerFilter filter) {
        AccountId account = filter.account();
        HostId host = filter.host();
        return new Conditions()
                .and("s.account_id = ?", account == null ? null : account.value())
                .and("s.deleted = ?", false)
                .and("r.host_id = ?", host == null ? null : host.value())
                .and("s.status = ?", filter.status());
    }

    private static Conditions visible(AccountId account, ServerFilter filter) {
        LocationCode location = filter.location();
        return new Conditions()
                .and("s.account_id = ?", account.value())
                .and("s.deleted = ?", false)
                .and("s.status = ?", filter.status())
                .and("s.location = ?", location == null ? null : location.value());
    }
}
