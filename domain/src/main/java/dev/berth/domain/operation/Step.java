package dev.berth.domain.operation;

/** A part of an operation, done on the hypervisor. Each converges: done twice is done once. */
public enum Step {
    /** Make the machine, switched off. */
    DEFINE,
    /** Switch it on. */
    POWER_ON,
    /** Ask its guest to shut down; cut the power after a grace. */
    SHUT_DOWN,
    /** Cut the power. */
    POWER_OFF,
    /** Remove the machine and its disks. */
    UNDEFINE,
    /** See whether it runs or is off; changes nothing. */
    OBSERVE
}
