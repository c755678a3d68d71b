package dev.berth.bootstrap;

import java.util.List;
import java.util.Random;

/** Plants faults in the simulated hypervisor. */
record ChaosFaults(Database database, Random random) {
    private static final List<String> CALLS =
            List.of("ensureDefined", "ensureRunning", "ensureShutDown", "ensureOff", "ensureAbsent");

    /** Has so many calls take up to so many milliseconds, some of them before their effect and some after. */
    void stall(int calls, int longest) {
        mend();
        for (int i = 0; i < calls; i++) {
            database.update(
                    "INSERT INTO simulated_faults (kind, on_call, after_effect, stall_millis, remaining)"
                            + " VALUES ('STALL', ?, ?, ?, 1)",
                    CALLS.get(random.nextInt(CALLS.size())),
                    random.nextBoolean(),
                    longest / 2 + random.nextInt(longest / 2));
        }
    }

    /** Has the first such call for each of these servers take five seconds before its effect; a second does not. */
    void stallTheFirst(String call, List<Long> servers) {
        mend();
        for (long server : servers) {
            database.update(
                    "INSERT INTO simulated_faults (kind, on_call, machine, stall_millis, remaining)"
                            + " VALUES ('STALL', ?, ?, 5000, 1)",
                    call,
                    database.machine(server));
        }
    }

    void mend() {
        database.update("DELETE FROM simulated_faults");
    }
}
