package dev.berth.persistence.placement;

import dev.berth.application.placement.port.out.HostRepository;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.catalog.Resources;
import dev.berth.domain.placement.Host;
import dev.berth.domain.placement.HostId;
import dev.berth.domain.server.ServerId;
import dev.berth.persistence.Row;
import dev.berth.persistence.Sql;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

@Singleton
final class JdbcHostRepository implements HostRepository {
    private static final Resources NOTHING = new Resources(0, 0, 0);

    private final Sql sql;

    JdbcHostRepository(Sql sql) {
        this.sql = sql;
    }

    @Override
    public Host insert(String name, LocationCode location, String hypervisor, Resources capacity) {
        long id = sql.insert(
                """
                INSERT INTO hosts
                  (name, location, hypervisor, vcpus, memory, storage, used_vcpus, used_memory, used_storage)
                VALUES (?, ?, ?, ?, ?, ?, 0, 0, 0)""", name, location.value(), hypervisor, capacity.vcpus(), capacity.memory(), capacity.storage());
        return new Host(new HostId(id), name, location, hypervisor, capacity, NOTHING);
    }

    @Override
    public Optional<Host> find(HostId host) {
        return sql.first("SELECT * FROM hosts WHERE id = ?", JdbcHostRepository::host, host.value());
    }

    @Override
    public List<Host> at(LocationCode location) {
        return sql.list(
                "SELECT * FROM hosts WHERE location = ? ORDER BY id", JdbcHostRepository::host, location.value());
    }

    @Override
    public boolean reserve(ServerId server, HostId host, Resources resources) {
        boolean hasRoom = sql.update(
                        """
                        UPDATE hosts SET used_vcpus = used_vcpus + ?, used_memory = used_memory + ?,
                          used_storage = used_storage + ?
                        WHERE id = ? AND used_vcpus + ? <= vcpus AND used_memory + ? <= memory
                          AND used_storage + ? <= storage""",
                        resources.vcpus(),
                        resources.memory(),
                        resources.storage(),
                        host.value(),
                        resources.vcpus(),
                        resources.memory(),
                        resources.storage())
                == 1;
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
    public void release(ServerId server) {
        sql.first("SELECT * FROM reservations WHERE server_id = ?", JdbcHostRepository::reservation, server.value())
                .filter(reservation -> sql.update("DELETE FROM reservations WHERE server_id = ?", server.value()) == 1)
                .ifPresent(this::giveBack);
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

    private static Host host(Row row) throws SQLException {
        return new Host(
                new HostId(row.number("id")),
                row.text("name"),
                new LocationCode(row.text("location")),
                row.text("hypervisor"),
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
