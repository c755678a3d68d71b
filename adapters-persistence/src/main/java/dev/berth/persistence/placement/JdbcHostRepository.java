package dev.berth.persistence.placement;

import dev.berth.application.placement.port.out.HostRepository;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.catalog.Resources;
import dev.berth.domain.placement.Host;
import dev.berth.domain.placement.HostDetails;
import dev.berth.domain.placement.HostFilter;
import dev.berth.domain.placement.HostId;
import dev.berth.domain.placement.HostStatus;
import dev.berth.domain.placement.HostUri;
import dev.berth.domain.server.ServerId;
import dev.berth.persistence.Conditions;
import dev.berth.persistence.Row;
import dev.berth.persistence.Sql;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

@Singleton
final class JdbcHostRepository implements HostRepository {
    private static final Resources NOTHING = new Resources(0, 0, 0);

    private static final String DETAILS =
            "SELECT hosts.*, (SELECT COUNT(*) FROM reservations r WHERE r.host_id = hosts.id) AS servers FROM hosts";

    private final Sql sql;

    JdbcHostRepository(Sql sql) {
        this.sql = sql;
    }

    @Override
    public Optional<Host> insert(
            String name, LocationCode location, String hypervisor, @Nullable HostUri uri, Resources capacity) {
        return sql.insertIfAbsent(
                        """
                        INSERT INTO hosts (name, location, hypervisor, uri, draining, vcpus, memory, storage, used_vcpus,
                          used_memory, used_storage)
                        VALUES (?, ?, ?, ?, FALSE, ?, ?, ?, 0, 0, 0) ON CONFLICT DO NOTHING""",
                        name,
                        location.value(),
                        hypervisor,
                        uri == null ? null : uri.value(),
                        capacity.vcpus(),
                        capacity.memory(),
                        capacity.storage())
                .map(id -> new Host(
                        new HostId(id), name, location, hypervisor, uri, HostStatus.ACTIVE, capacity, NOTHING));
    }

    @Override
    public Optional<Host> find(HostId host) {
        return sql.first("SELECT * FROM hosts WHERE id = ?", JdbcHostRepository::host, host.value());
    }

    @Override
    public Optional<HostDetails> details(HostId host) {
        return sql.first(DETAILS + " WHERE id = ?", JdbcHostRepository::details, host.value());
    }

    @Override
    public List<HostDetails> page(HostFilter filter, long afterId, int limit) {
        Conditions conditions = conditions(filter).and("id > ?", afterId);
        return sql.list(
                DETAILS + conditions.where() + " ORDER BY id LIMIT " + limit,
                JdbcHostRepository::details,
                conditions.arguments());
    }

    @Override
    public long count(HostFilter filter) {
        Conditions conditions = conditions(filter);
        return sql.only(
                "SELECT COUNT(*) AS total FROM hosts" + conditions.where(),
                row -> row.number("total"),
                conditions.arguments());
    }

    @Override
    public List<Host> all() {
        return sql.list("SELECT * FROM hosts ORDER BY id", JdbcHostRepository::host);
    }

    @Override
    public boolean setStatus(HostId host, HostStatus status) {
        boolean draining = status == HostStatus.DRAINING;
        return sql.update(
                        "UPDATE hosts SET draining = ? WHERE id = ? AND draining <> ?",
                        draining,
                        host.value(),
                        draining)
                == 1;
    }

    @Override
    public List<Host> at(LocationCode location) {
        return sql.list(
                "SELECT * FROM hosts WHERE location = ? ORDER BY id", JdbcHostRepository::host, location.value());
    }

    @Override
    public boolean reserve(ServerId server, HostId host, Resources resources) {
        boolean hasRoom = take(host, resources);
        if (hasRoom) {
            sql.update(
                    "INSERT INTO reservations (server_id, host_id, vcpus, memory, storage) VALUES (?, ?, ?, ?, ?)",
                    server.value(),
                    host.value(),
                    resources.vcpus(),
                    resources.memory(),
                    resources.storage());
        }
        return hasRoom;
    }

    @Override
    public boolean move(ServerId server, HostId host) {
        Optional<Reservation> moved = reservation(server, "FOR UPDATE")
                .filter(held -> lock(held.host, host))
                .filter(held -> take(host, held.resources));
        moved.ifPresent(held -> {
            sql.update("UPDATE reservations SET host_id = ? WHERE server_id = ?", host.value(), server.value());
            giveBack(held);
        });
        return moved.isPresent();
    }

    @Override
    public void release(ServerId server) {
        reservation(server, "")
                .filter(reservation -> sql.update("DELETE FROM reservations WHERE server_id = ?", server.value()) == 1)
                .ifPresent(this::giveBack);
    }

    private Optional<Reservation> reservation(ServerId server, String lock) {
        return sql.first(
                "SELECT * FROM reservations WHERE server_id = ? " + lock,
                JdbcHostRepository::reservation,
                server.value());
    }

    /** Both hosts, in the one order: two servers may want to change places. Not when they are one, or one is missing. */
    private boolean lock(HostId one, HostId other) {
        return sql.list(
                                "SELECT id FROM hosts WHERE id IN (?, ?) ORDER BY id FOR UPDATE",
                                row -> row.number("id"),
                                one.value(),
                                other.value())
                        .size()
                == 2;
    }

    private boolean take(HostId host, Resources resources) {
        return sql.update(
                        """
                        UPDATE hosts SET used_vcpus = used_vcpus + ?, used_memory = used_memory + ?,
                          used_storage = used_storage + ?
                        WHERE id = ? AND draining = FALSE AND used_vcpus + ? <= vcpus AND used_memory + ? <= memory
                          AND used_storage + ? <= storage""",
                        resources.vcpus(),
                        resources.memory(),
                        resources.storage(),
                        host.value(),
                        resources.vcpus(),
                        resources.memory(),
                        resources.storage())
                == 1;
    }

    private void giveBack(Reservation reservation) {
        sql.update(
                """
                UPDATE hosts SET used_vcpus = used_vcpus - ?, used_memory = used_memory - ?,
                  used_storage = used_storage - ?
                WHERE id = ?""",
                reservation.resources.vcpus(),
                reservation.resources.memory(),
                reservation.resources.storage(),
                reservation.host.value());
    }

    private static Conditions conditions(HostFilter filter) {
        LocationCode location = filter.location();
        return new Conditions().and("location = ?", location == null ? null : location.value());
    }

    private static HostDetails details(Row row) throws SQLException {
        return new HostDetails(host(row), row.number("servers"));
    }

    private static Host host(Row row) throws SQLException {
        String uri = row.nullableText("uri");
        return new Host(
                new HostId(row.number("id")),
                row.text("name"),
                new LocationCode(row.text("location")),
                row.text("hypervisor"),
                uri == null ? null : new HostUri(uri),
                row.flag("draining") ? HostStatus.DRAINING : HostStatus.ACTIVE,
                new Resources(row.number("vcpus"), row.number("memory"), row.number("storage")),
                new Resources(row.number("used_vcpus"), row.number("used_memory"), row.number("used_storage")));
    }

    private static Reservation reservation(Row row) throws SQLException {
        return new Reservation(
                new HostId(row.number("host_id")),
                new Resources(row.number("vcpus"), row.number("memory"), row.number("storage")));
    }

    private record Reservation(HostId host, Resources resources) {}
}
