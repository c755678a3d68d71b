package dev.berth.domain.operation;

import static dev.berth.domain.server.ServerStatus.ACTIVE;
import static dev.berth.domain.server.ServerStatus.DELETED;
import static dev.berth.domain.server.ServerStatus.DELETING;
import static dev.berth.domain.server.ServerStatus.ERROR;
import static dev.berth.domain.server.ServerStatus.PROVISIONING;
import static dev.berth.domain.server.ServerStatus.REBOOTING;
import static dev.berth.domain.server.ServerStatus.STARTING;
import static dev.berth.domain.server.ServerStatus.STOPPED;
import static dev.berth.domain.server.ServerStatus.STOPPING;
import static dev.berth.domain.server.ServerStatus.SUSPENDED;

import dev.berth.domain.server.ServerStatus;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The lifecycle, as one table. */
public enum OperationKind {
    /** Makes a new server. It begins with the server itself, so from no status. */
    PROVISION(Set.of(), PROVISIONING, Set.of(ACTIVE), List.of(Step.DEFINE, Step.POWER_ON), Duration.ofMinutes(10)),
    /** Powers a server on. */
    START(Set.of(STOPPED), STARTING, Set.of(ACTIVE), List.of(Step.POWER_ON), Duration.ofMinutes(5)),
    /** Shuts a server down. */
    STOP(Set.of(ACTIVE), STOPPING, Set.of(STOPPED), List.of(Step.SHUT_DOWN), Duration.ofMinutes(5)),
    /** Shuts a server down and powers it on. */
    REBOOT(Set.of(ACTIVE), REBOOTING, Set.of(ACTIVE), List.of(Step.SHUT_DOWN, Step.POWER_ON), Duration.ofMinutes(10)),
    /** Shuts a server down for as long as it is held; one that is off is seen to be off. */
    SUSPEND(Set.of(ACTIVE, STOPPED), STOPPING, Set.of(SUSPENDED), List.of(Step.SHUT_DOWN), Duration.ofMinutes(5)),
    /** Powers on, after its last hold, a server that ran before its first. */
    RESUME(Set.of(SUSPENDED), STARTING, Set.of(ACTIVE), List.of(Step.POWER_ON), Duration.ofMinutes(5)),
    /** Takes a server out of error, into the status that its machine is observed to be in. */
    RESET(Set.of(ERROR), ERROR, Set.of(ACTIVE, STOPPED), List.of(Step.OBSERVE), Duration.ofMinutes(5)),
    /** Removes a server; takes the place of whatever is running. Never given up: a deleted server must not come back. */
    DELETE(
            Set.of(PROVISIONING, ACTIVE, STOPPING, STOPPED, STARTING, REBOOTING, SUSPENDED, ERROR),
            DELETING,
            Set.of(DELETED),
            List.of(Step.POWER_OFF, Step.UNDEFINE),
            null);

    private final Set<ServerStatus> from;
    private final ServerStatus during;
    private final Set<ServerStatus> to;
    private final List<Step> steps;
    private final @Nullable Duration timeLimit;

    OperationKind(
            Set<ServerStatus> from,
            ServerStatus during,
            Set<ServerStatus> to,
            List<Step> steps,
            @Nullable Duration timeLimit) {
        this.from = from;
        this.during = during;
        this.to = to;
        this.steps = steps;
        this.timeLimit = timeLimit;
    }

    /** The statuses it can begin in. */
    public Set<ServerStatus> from() {
        return from;
    }

    /** The server's status while it runs. */
    public ServerStatus during() {
        return during;
    }

    /** The server's status after it has succeeded; of several, the one that was observed. */
    public Set<ServerStatus> to() {
        return to;
    }

    /** What is done on the hypervisor, in this order. */
    public List<Step> steps() {
        return steps;
    }

    /** After how long it is given up, a grace for the guest not counted; empty means never. */
    public Optional<Duration> timeLimit() {
        return Optional.ofNullable(timeLimit);
    }

    /** The kind as clients see it: {@code provision}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
