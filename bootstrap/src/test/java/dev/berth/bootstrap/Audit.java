package dev.berth.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.bootstrap.Effects.Entry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Holds a database, when nothing is under way any more, to what clients were told and to itself. */
record Audit(Database database) {
    private static final String RUNNING = "SELECT COUNT(*) FROM operations WHERE status IN ('PENDING', 'RUNNING')";

    /** Each must find nothing. */
    private static final Map<String, String> CONTRADICTIONS = Map.ofEntries(
            Map.entry("ended otherwise than well, or never", """
                    SELECT id, server_id, kind, status, failure FROM operations
                    WHERE status NOT IN ('SUCCEEDED', 'SUPERSEDED')"""),
            // one whose place a delete took stays in the hands of a worker that died
            Map.entry("still held by a worker", """
                    SELECT id, status, worker FROM operations WHERE worker IS NOT NULL AND status <> 'SUPERSEDED'"""),
            Map.entry("superseded by no delete", """
                    SELECT id, server_id, kind FROM operations o WHERE status = 'SUPERSEDED' AND NOT EXISTS (
                      SELECT 1 FROM operations d WHERE d.server_id = o.server_id AND d.kind = 'DELETE' AND d.id > o.id)"""),
            Map.entry("a server that is not at rest", """
                    SELECT id, status, deleted, current_operation_id FROM servers
                    WHERE NOT (status IN ('ACTIVE', 'STOPPED') AND NOT deleted OR status = 'DELETED' AND deleted)
                      OR current_operation_id IS NOT NULL"""),
            Map.entry("room that nobody has", """
                    SELECT r.server_id, r.host_id FROM reservations r
                    LEFT JOIN servers s ON s.id = r.server_id AND s.host_id = r.host_id AND s.status <> 'DELETED'
                    WHERE s.id IS NULL"""),
            Map.entry("a server without its room", """
                    SELECT s.id FROM servers s JOIN plans p ON p.id = s.plan_id
                    LEFT JOIN reservations r ON r.server_id = s.id
                      AND r.vcpus = p.vcpus AND r.memory = p.memory AND r.storage = p.storage
                    WHERE s.status <> 'DELETED' AND r.server_id IS NULL"""),
            Map.entry("a host that counts otherwise than its reservations", """
                    SELECT h.id, h.used_vcpus, h.used_memory, h.used_storage FROM hosts h
                    LEFT JOIN (SELECT host_id, SUM(vcpus) AS vcpus, SUM(memory) AS memory, SUM(storage) AS storage
                      FROM reservations GROUP BY host_id) r ON r.host_id = h.id
                    WHERE h.used_vcpus <> COALESCE(r.vcpus, 0) OR h.used_memory <> COALESCE(r.memory, 0)
                      OR h.used_storage <> COALESCE(r.storage, 0)"""),
            Map.entry("an address that nobody has", """
                    SELECT a.address, a.server_id FROM addresses a
                    LEFT JOIN servers s ON s.id = a.server_id AND s.ipv4 = a.address AND s.status <> 'DELETED'
                    WHERE a.server_id IS NOT NULL AND s.id IS NULL"""),
            Map.entry("a server without its address", """
                    SELECT s.id, s.ipv4 FROM servers s LEFT JOIN addresses a ON a.server_id = s.id
                    WHERE s.status <> 'DELETED' AND a.id IS NULL"""),
            Map.entry("an address that two had at once", """
                    SELECT a.ipv4, a.id, b.id AS other FROM servers a
                    JOIN servers b ON b.ipv4 = a.ipv4 AND b.id > a.id
                    LEFT JOIN operations d ON d.server_id = a.id AND d.kind = 'DELETE'
                    WHERE d.finished_at IS NULL OR d.finished_at > b.created_at"""),
            Map.entry("an account that counts otherwise than its servers", """
                    SELECT c.id, c.servers, c.hourly_cost FROM accounts c
                    LEFT JOIN (SELECT account_id, COUNT(*) AS number, SUM(price_hourly) AS cost
                      FROM servers WHERE NOT deleted GROUP BY account_id) s ON s.account_id = c.id
                    WHERE c.servers <> COALESCE(s.number, 0) OR c.hourly_cost <> COALESCE(s.cost, 0)"""),
            Map.entry("an account whose balance is not the sum of its entries", """
                    SELECT c.id, c.balance FROM accounts c
                    LEFT JOIN (SELECT account_id, SUM(amount) AS amount FROM credit_entries GROUP BY account_id) e
                      ON e.account_id = c.id
                    WHERE c.balance <> COALESCE(e.amount, 0)"""),
            Map.entry("a server that has come to life and costs nothing", """
                    SELECT s.id, s.status FROM servers s LEFT JOIN meters m ON m.server_id = s.id
                    WHERE s.first_active_at IS NOT NULL AND m.server_id IS NULL"""),
            Map.entry("a meter that has not ended with its server, or before it", """
                    SELECT m.server_id, m.due_at, s.status FROM meters m JOIN servers s ON s.id = m.server_id
                    WHERE s.deleted <> (m.due_at IS NULL)"""),
            Map.entry("a deleted server that has cost nothing, or more than the hour it was there", """
                    SELECT m.server_id, m.booked_hours FROM meters m
                    LEFT JOIN (SELECT server_id, SUM(amount) AS amount FROM credit_entries GROUP BY server_id) e
                      ON e.server_id = m.server_id
                    WHERE m.due_at IS NULL AND (e.amount IS NULL OR e.amount <> -m.booked_hours * m.price_hourly)"""),
            Map.entry("a machine that is there without its server, or elsewhere", """
                    SELECT m.machine, m.host_id, s.id, s.status FROM simulated_machines m
                    LEFT JOIN servers s ON s.machine = m.machine AND s.host_id = m.host_id AND s.status <> 'DELETED'
                    WHERE m.defined AND s.id IS NULL"""),
            Map.entry("a server whose machine is not as its status says", """
                    SELECT s.id, s.status, m.defined, m.powered_on_at, m.off_at FROM servers s
                    LEFT JOIN simulated_machines m ON m.machine = s.machine AND m.host_id = s.host_id
                    WHERE s.status = 'ACTIVE' AND (m.powered_on_at IS NULL OR m.off_at IS NOT NULL)
                      OR s.status = 'STOPPED' AND (m.defined IS NULL OR NOT m.defined
                        OR m.powered_on_at IS NOT NULL AND (m.off_at IS NULL OR m.off_at > CURRENT_TIMESTAMP))"""));

    boolean nothingRuns() {
        return database.number(RUNNING) == 0;
    }

    long operations() {
        return database.number("SELECT COUNT(*) FROM operations");
    }

    long ended() {
        return operations() - database.number(RUNNING);
    }

    /** Fails for everything that was not carried out, was left over, or is held twice or by nobody. */
    void assertConsistent() {
        Map<String, List<Map<String, Object>>> found = new HashMap<>();
        CONTRADICTIONS.forEach((what, sql) -> {
            List<Map<String, Object>> rows = database.query(sql);
            if (!rows.isEmpty()) {
                found.put(what + " (" + rows.size() + ")", rows.subList(0, Math.min(rows.size(), 10)));
            }
        });
        assertThat(found).as("contradictions").isEmpty();
    }

    /** Where what was done to a machine is not what its operations do when each step is done once. */
    List<String> doubledOrMissing() {
        Map<Object, List<Entry>> histories = new HashMap<>();
        database.query("SELECT server_id, kind, status FROM operations WHERE status IN ('SUCCEEDED', 'SUPERSEDED')"
                        + " ORDER BY server_id, id")
                .forEach(row -> histories
                        .computeIfAbsent(row.get("server_id"), server -> new ArrayList<>())
                        .add(new Entry((String) row.get("kind"), (String) row.get("status"))));
        List<String> wrong = new ArrayList<>();
        for (Map<String, Object> machine : database.query("""
                SELECT s.id, MAX(CASE WHEN m.deaf THEN 1 ELSE 0 END) AS deaf, SUM(m.define_count) AS define_count,
                  SUM(m.power_on_count) AS power_on_count, SUM(m.shut_down_count) AS shut_down_count,
                  SUM(m.power_off_count) AS power_off_count, SUM(m.remove_count) AS remove_count
                FROM servers s LEFT JOIN simulated_machines m ON m.machine = s.machine GROUP BY s.id ORDER BY s.id""")) {
            List<Entry> history = histories.getOrDefault(machine.get("id"), List.of());
            Set<Effects> allowed = Effects.of(history, ((Number) machine.get("deaf")).intValue() == 1);
            Effects counted = Effects.counted(machine);
            if (!allowed.contains(counted)) {
                wrong.add(
                        "server %s: %s is not of %s after %s".formatted(machine.get("id"), counted, allowed, history));
            }
        }
        return wrong;
    }

    /** What a client was told was accepted, and is not there. */
    List<Accepted> lost(Collection<Accepted> accepted) {
        Map<Long, Accepted> recorded = new HashMap<>();
        database.query("SELECT id, server_id, kind FROM operations")
                .forEach(row -> recorded.put(
                        (Long) row.get("id"),
                        new Accepted(
                                (Long) row.get("server_id"), ((String) row.get("kind")).toLowerCase(Locale.ROOT), (Long)
                                        row.get("id"))));
        return accepted.stream()
                .filter(one -> !one.equals(recorded.get(one.operation())))
                .toList();
    }
}
