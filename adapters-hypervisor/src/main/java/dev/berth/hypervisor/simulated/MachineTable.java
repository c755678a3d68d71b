package dev.berth.hypervisor.simulated;

import dev.berth.domain.catalog.Resources;
import dev.berth.domain.placement.HostId;
import dev.berth.hypervisor.simulated.Machine.Effects;
import dev.berth.hypervisor.simulated.Machine.Power;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Machines as rows of {@code simulated_machines}. */
final class MachineTable {
    // both statements that write take the same parameters in the same order, but for the last
    private static final String INSERT = """
            INSERT INTO simulated_machines (version, fence, defined, vcpus, memory, storage, ssh_key,
                powered_on_at, booted_at, off_at, traffic,
                define_count, power_on_count, shut_down_count, power_off_count, remove_count, host_id, machine)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING""";
    private static final String UPDATE = """
            UPDATE simulated_machines SET version = ?, fence = ?, defined = ?, vcpus = ?, memory = ?, storage = ?,
                ssh_key = ?, powered_on_at = ?, booted_at = ?, off_at = ?, traffic = ?,
                define_count = ?, power_on_count = ?, shut_down_count = ?, power_off_count = ?, remove_count = ?
            WHERE host_id = ? AND machine = ? AND version = ?""";

    private final Database database;

    MachineTable(Database database) {
        this.database = database;
    }

    Machine find(HostId host, UUID machine) {
        return database
                .query(
                        "SELECT * FROM simulated_machines WHERE host_id = ? AND machine = ?",
                        MachineTable::read,
                        host.value(),
                        machine)
                .stream()
                .findFirst()
                .orElseGet(() -> Machine.neverSeen(host, machine));
    }

    List<Machine> findAll(HostId host, Collection<UUID> machines) {
        return database.query(
                "SELECT * FROM simulated_machines WHERE host_id = ? AND machine = ANY (?)",
                MachineTable::read,
                host.value(),
                machines.toArray(UUID[]::new));
    }

    /** Stores the machine's next state; false when somebody else has stored one since it was read. */
    boolean replace(Machine before, Machine after) {
        return before.version() == 0
                ? database.update(INSERT, values(after)) == 1
                : database.update(UPDATE, append(values(after), before.version())) == 1;
    }

    private static @Nullable Object[] values(Machine machine) {
        Resources size = machine.size();
        Power power = machine.power();
        Effects effects = machine.effects();
        return new @Nullable Object[] {
            machine.version() + 1,
            machine.fence(),
            machine.defined(),
            size.vcpus(),
            size.memory(),
            size.storage(),
            machine.sshKey(),
            power == null ? null : utc(power.onAt()),
            power == null ? null : utc(power.bootedAt()),
            power == null ? null : utc(power.offAt()),
            machine.traffic(),
            effects.defines(),
            effects.powerOns(),
            effects.shutDowns(),
            effects.powerOffs(),
            effects.removes(),
            machine.host().value(),
            machine.id()
        };
    }

    private static @Nullable Object[] append(@Nullable Object[] values, Object last) {
        @Nullable Object[] all = Arrays.copyOf(values, values.length + 1);
        all[values.length] = last;
        return all;
    }

    private static Machine read(ResultSet row) throws SQLException {
        return new Machine(
                new HostId(row.getLong("host_id")),
                row.getObject("machine", UUID.class),
                row.getLong("version"),
                row.getLong("fence"),
                row.getBoolean("defined"),
                row.getBoolean("deaf"),
                new Resources(row.getLong("vcpus"), row.getLong("memory"), row.getLong("storage")),
                row.getString("ssh_key"),
                power(row),
                row.getLong("traffic"),
                new Effects(
                        row.getLong("define_count"),
                        row.getLong("power_on_count"),
                        row.getLong("shut_down_count"),
                        row.getLong("power_off_count"),
                        row.getLong("remove_count")));
    }

    private static @Nullable Power power(ResultSet row) throws SQLException {
        Instant on = instant(row, "powered_on_at");
        Instant booted = instant(row, "booted_at");
        return on == null || booted == null ? null : new Power(on, booted, instant(row, "off_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant time) {
        return time == null ? null : time.atOffset(ZoneOffset.UTC);
    }
}
