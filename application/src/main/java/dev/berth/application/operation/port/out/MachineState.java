package dev.berth.application.operation.port.out;

/** What a hypervisor observes of a machine. */
public enum MachineState {
    /** There is no such machine. */
    ABSENT,
    /** Defined and off. */
    OFF,
    /** Powered on, not yet up. */
    BOOTING,
    /** Up. */
    RUNNING,
    /** Asked to shut down, not yet off. */
    SHUTTING_DOWN
}
