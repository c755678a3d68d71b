package dev.berth.bootstrap;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** How often each thing was done to a machine, and what its operations say that should be. */
record Effects(long defines, long powerOns, long shutDowns, long powerOffs, long removes) {
    private static final Effects NONE = new Effects(0, 0, 0, 0, 0);
    private static final Effects DEFINE = new Effects(1, 0, 0, 0, 0);
    private static final Effects POWER_ON = new Effects(0, 1, 0, 0, 0);
    private static final Effects SHUT_DOWN = new Effects(0, 0, 1, 0, 0);
    private static final Effects POWER_OFF = new Effects(0, 0, 0, 1, 0);
    private static final Effects REMOVE = new Effects(0, 0, 0, 0, 1);

    /** An operation as its server's history has it. */
    record Entry(String kind, String status) {}

    /** What was counted, in a row of {@code simulated_machines} or the sum of several. */
    static Effects counted(Map<String, Object> row) {
        return new Effects(
                number(row, "define_count"),
                number(row, "power_on_count"),
                number(row, "shut_down_count"),
                number(row, "power_off_count"),
                number(row, "remove_count"));
    }

    /**
     * What these operations do when each of their steps is done once: one answer, or several when a delete took the place
     * of an operation that may have come as far as any of its steps.
     *
     * @param deaf whether the guest ignores requests to shut down, so that its power is cut
     */
    static Set<Effects> of(List<Entry> history, boolean deaf) {
        Set<Machine> machines = Set.of(new Machine(NONE, Power.ABSENT));
        for (Entry entry : history) {
            machines = machines.stream()
                    .flatMap(machine -> machine.after(entry, deaf).stream())
                    .collect(Collectors.toCollection(LinkedHashSet::new));
        }
        return machines.stream().map(Machine::effects).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Effects plus(Effects more) {
        return new Effects(
                defines + more.defines,
                powerOns + more.powerOns,
                shutDowns + more.shutDowns,
                powerOffs + more.powerOffs,
                removes + more.removes);
    }

    private static long number(Map<String, Object> row, String column) {
        return row.get(column) instanceof Number number ? number.longValue() : 0;
    }

    private enum Power {
        ABSENT,
        OFF,
        ON,
        SHUTTING_DOWN
    }

    private record Machine(Effects effects, Power power) {
        private Set<Machine> after(Entry operation, boolean deaf) {
            Set<Machine> onTheWay = new LinkedHashSet<>();
            Machine last = this;
            onTheWay.add(last);
            for (UnaryOperator<Machine> step : steps(operation.kind, deaf)) {
                last = step.apply(last);
                onTheWay.add(last);
            }
            return operation.status.equals("SUPERSEDED") ? onTheWay : Set.of(last);
        }

        private static List<UnaryOperator<Machine>> steps(String kind, boolean deaf) {
            UnaryOperator<Machine> shutDown = deaf ? Machine::cut : Machine::shutDown;
            return switch (kind) {
                case "PROVISION" -> List.of(Machine::define, Machine::powerOn);
                case "START" -> List.of(Machine::powerOn);
                case "STOP" -> List.of(shutDown, Machine::end);
                case "REBOOT" -> List.of(shutDown, Machine::end, Machine::powerOn);
                case "DELETE" -> List.of(Machine::cut, Machine::remove);
                default -> throw new AssertionError("unknown: " + kind);
            };
        }

        private Machine define() {
            return new Machine(effects.plus(DEFINE), Power.OFF);
        }

        private Machine powerOn() {
            return new Machine(effects.plus(POWER_ON), Power.ON);
        }

        private Machine shutDown() {
            return new Machine(effects.plus(SHUT_DOWN), Power.SHUTTING_DOWN);
        }

        /** The guest has come to the end of its shut-down. */
        private Machine end() {
            return new Machine(effects, Power.OFF);
        }

        private Machine cut() {
            return switch (power) {
                case ABSENT, OFF -> this;
                case ON, SHUTTING_DOWN -> new Machine(effects.plus(POWER_OFF), Power.OFF);
            };
        }

        private Machine remove() {
            return power == Power.ABSENT ? this : new Machine(effects.plus(REMOVE), Power.ABSENT);
        }
    }
}
