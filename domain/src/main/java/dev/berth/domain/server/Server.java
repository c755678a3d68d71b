package dev.berth.domain.server;

import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.Money;
import dev.berth.domain.account.SshPublicKey;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.catalog.OperatingSystemId;
import dev.berth.domain.catalog.Plan;
import dev.berth.domain.catalog.PlanId;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import dev.berth.domain.operation.OperationId;
import dev.berth.domain.operation.OperationKind;
import dev.berth.domain.placement.HostId;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A customer's virtual machine, as Berth means it to be. Values; every change returns the next server or refuses.
 *
 * @param origin what it was accepted as
 * @param name what the customer calls it
 * @param hostname what its operating system was or will be given at the next rebuild
 * @param backupsEnabled whether backups are wanted
 * @param hostId the host that its reservation is on
 * @param status where it is in its life
 * @param currentOperation the change it is in the middle of; null when none
 * @param fence raised by whoever takes over; work under a lower fence has been superseded
 * @param holds who keeps it suspended, or wants it to be as soon as the change that it is in the middle of has ended
 * @param resumesRunning whether it ran before it was suspended, and is to run after its last hold
 * @param firstActiveAt when it was first active; null until then
 * @param updatedAt when something visible last changed
 */
public record Server(
        ServerOrigin origin,
        ServerName name,
        Hostname hostname,
        boolean backupsEnabled,
        HostId hostId,
        ServerStatus status,
        @Nullable OperationId currentOperation,
        long fence,
        Set<HoldKind> holds,
        boolean resumesRunning,
        @Nullable Instant firstActiveAt,
        Instant updatedAt) {

    public Server {
        holds = Set.copyOf(holds);
    }

    /**
     * A server that is accepted now, in the middle of its provisioning.
     *
     * @param provisioning the operation that makes it
     */
    public static Server provision(
            ServerId id,
            UUID machine,
            AccountId accountId,
            ServerName name,
            Hostname hostname,
            boolean backupsEnabled,
            Plan plan,
            OperatingSystemId osId,
            @Nullable SshPublicKey sshKey,
            LocationCode location,
            HostId hostId,
            String ipv4,
            String ipv6,
            OperationId provisioning,
            Instant now) {
        ServerOrigin origin = new ServerOrigin(
                id,
                machine,
                accountId,
                plan.id(),
                osId,
                sshKey,
                location,
                ipv4,
                ipv6,
                plan.priceHourly(),
                plan.priceMonthly(),
                now);
        return new Server(
                origin,
                name,
                hostname,
                backupsEnabled,
                hostId,
                OperationKind.PROVISION.during(),
                provisioning,
                0,
                Set.of(),
                false,
                null,
                now);
    }

    public ServerId id() {
        return origin.id();
    }

    public UUID machine() {
        return origin.machine();
    }

    public AccountId accountId() {
        return origin.accountId();
    }

    public PlanId planId() {
        return origin.planId();
    }

    public OperatingSystemId osId() {
        return origin.osId();
    }

    public @Nullable SshPublicKey sshKey() {
        return origin.sshKey();
    }

    public LocationCode location() {
        return origin.location();
    }

    public String ipv4() {
        return origin.ipv4();
    }

    public String ipv6() {
        return origin.ipv6();
    }

    public Money priceHourly() {
        return origin.priceHourly();
    }

    public Money priceMonthly() {
        return origin.priceMonthly();
    }

    public Instant createdAt() {
        return origin.createdAt();
    }

    /** Refuses a change that cannot begin now: {@code OPERATION_IN_PROGRESS}, a wrong status, {@code SERVER_NOT_FOUND}. */
    public void requireCanBegin(OperationKind kind) {
        if (!kind.from().contains(status)) {
            throw refusal(kind);
        }
        if (kind == OperationKind.RESET) {
            requireCanBeReset();
        }
    }

    private void requireCanBeReset() {
        if (firstActiveAt == null) {
            throw refusal(
                    ErrorCode.SERVER_IN_ERROR,
                    "Server %s cannot be reset: its provisioning failed. Delete it.".formatted(id()));
        }
        if (currentOperation != null) {
            throw refusal(
                    ErrorCode.OPERATION_IN_PROGRESS,
                    "Server %s is being reset. Try again when that has ended.".formatted(id()));
        }
    }

    /** Begins a change, or refuses it as {@link #requireCanBegin} does. A delete leaves it no holds. */
    public Server begin(OperationKind kind, OperationId operation, Instant now) {
        requireCanBegin(kind);
        // whoever still works on the change before must find itself superseded
        long nextFence = currentOperation == null ? fence : fence + 1;
        // what was remembered by a suspension or a resumption that failed still holds
        boolean ran = resumesRunning || (kind == OperationKind.SUSPEND && status == ServerStatus.ACTIVE);
        Server begun = with(kind.during(), operation, nextFence, ran, firstActiveAt, now);
        return kind == OperationKind.DELETE ? begun.heldBy(Set.of(), begun.status, begun.updatedAt) : begun;
    }

    /** Completes the current change, of a kind that ends in one status. Its holds may ask for a {@link #followUp}. */
    public Server complete(OperationKind kind, Instant now) {
        if (kind.to().size() != 1) {
            throw new IllegalArgumentException(kind + " does not say by itself what it ends in");
        }
        return complete(kind, kind.to().iterator().next(), now);
    }

    /**
     * Completes the current change. Its holds may ask for a {@link #followUp}.
     *
     * @param reached the status, of those that the kind can end in, that was observed
     */
    public Server complete(OperationKind kind, ServerStatus reached, Instant now) {
        requireDuring(kind);
        if (!kind.to().contains(reached)) {
            throw new IllegalArgumentException(kind + " does not end in " + reached);
        }
        Instant activeAt = firstActiveAt == null && reached == ServerStatus.ACTIVE ? now : firstActiveAt;
        boolean stops = reached == ServerStatus.SUSPENDED && !isHeld() && !resumesRunning; // lifted meanwhile
        ServerStatus next = stops ? ServerStatus.STOPPED : reached;
        boolean remembers = resumesRunning && (isHeld() || next == ServerStatus.SUSPENDED);
        return with(next, null, fence, remembers, activeAt, now);
    }

    /** Ends the current change without success. */
    public Server fail(OperationKind kind, Instant now) {
        requireDuring(kind);
        return with(ServerStatus.ERROR, null, fence, resumesRunning, firstActiveAt, now);
    }

    /** The same server, owned by whoever claimed its operation just now. */
    public Server withNextFence() {
        return with(status, currentOperation, fence + 1, resumesRunning, firstActiveAt, updatedAt);
    }

    /**
     * The same server, held by this one too. Its status is not touched: {@link #followUp} says what is to begin at once,
     * and says so again when the change that it is in the middle of has ended. Refuses with {@code SERVER_NOT_FOUND}.
     */
    public Server hold(HoldKind kind) {
        requireVisible();
        Set<HoldKind> more = EnumSet.of(kind);
        more.addAll(holds);
        return heldBy(more, status, updatedAt);
    }

    /**
     * The same server, no longer held by this one. A suspended server that nobody holds any more is stopped, or else
     * {@link #followUp} says what is to begin. Refuses with {@code SERVER_NOT_FOUND}.
     */
    public Server lift(HoldKind kind, Instant now) {
        requireVisible();
        Set<HoldKind> others = EnumSet.noneOf(HoldKind.class);
        others.addAll(holds);
        others.remove(kind);
        boolean stops = status == ServerStatus.SUSPENDED && others.isEmpty() && !resumesRunning;
        return stops ? heldBy(others, ServerStatus.STOPPED, now) : heldBy(others, status, updatedAt);
    }

    /** Whether anybody keeps it suspended, or wants it to be. */
    public boolean isHeld() {
        return !holds.isEmpty();
    }

    /** Refuses with {@code SERVER_SUSPENDED} what this one holds already. */
    public void requireNotHeldBy(HoldKind kind) {
        if (holds.contains(kind)) {
            throw refusal(
                    ErrorCode.SERVER_SUSPENDED,
                    "Server %s is suspended by the %s already.".formatted(id(), kind.wireName()));
        }
    }

    /** Refuses with {@code SERVER_NOT_SUSPENDED} what this one does not hold. */
    public void requireHeldBy(HoldKind kind) {
        if (!holds.contains(kind)) {
            throw refusal(
                    ErrorCode.SERVER_NOT_SUSPENDED,
                    "Server %s is not suspended by the %s, and nobody lifts another's hold."
                            .formatted(id(), kind.wireName()));
        }
    }

    /** The change that its holds, or their end, ask for now; it has to begin in the same transaction. */
    public Optional<OperationKind> followUp() {
        if (currentOperation != null) {
            return Optional.empty();
        }
        return switch (status) {
            case ACTIVE, STOPPED -> isHeld() ? Optional.of(OperationKind.SUSPEND) : Optional.empty();
            case SUSPENDED -> isHeld() ? Optional.empty() : Optional.of(OperationKind.RESUME);
            case PROVISIONING, STOPPING, STARTING, REBOOTING, ERROR, DELETING, DELETED -> Optional.empty();
        };
    }

    /** The same server on another host. */
    public Server relocate(HostId to) {
        return new Server(
                origin,
                name,
                hostname,
                backupsEnabled,
                to,
                status,
                currentOperation,
                fence,
                holds,
                resumesRunning,
                firstActiveAt,
                updatedAt);
    }

    /** Changes what the customer may change; null leaves a field as it is. */
    public Server update(
            @Nullable ServerName newName, @Nullable Hostname newHostname, @Nullable Boolean newBackups, Instant now) {
        requireVisible();
        ServerName nextName = newName == null ? name : newName;
        Hostname nextHostname = newHostname == null ? hostname : newHostname;
        boolean nextBackups = newBackups == null ? backupsEnabled : newBackups;
        if (nextName.equals(name) && nextHostname.equals(hostname) && nextBackups == backupsEnabled) {
            return this;
        }
        return new Server(
                origin,
                nextName,
                nextHostname,
                nextBackups,
                hostId,
                status,
                currentOperation,
                fence,
                holds,
                resumesRunning,
                firstActiveAt,
                now);
    }

    /** The IPv4 address as clients see it: null until the server is first active. */
    public @Nullable String visibleIpv4() {
        return firstActiveAt == null ? null : ipv4();
    }

    /** The IPv6 address as clients see it: null until the server is first active. */
    public @Nullable String visibleIpv6() {
        return firstActiveAt == null ? null : ipv6();
    }

    /** Whether it counts in its account's hourly cost: not when deleted, nor when it never came to life. */
    public boolean isCharged() {
        return status.isVisible() && !(status == ServerStatus.ERROR && firstActiveAt == null);
    }

    private DomainException refusal(OperationKind kind) {
        return kind == OperationKind.RESET && status.isVisible()
                ? refusal(
                        ErrorCode.SERVER_NOT_IN_ERROR,
                        "Server %s is %s; only one in error is reset.".formatted(id(), status.wireName()))
                : refusal();
    }

    private DomainException refusal() {
        return switch (status) {
            case PROVISIONING, STARTING, STOPPING, REBOOTING ->
                refusal(
                        ErrorCode.OPERATION_IN_PROGRESS,
                        "Server %s is %s. Try again when that has ended.".formatted(id(), status.wireName()));
            case ACTIVE -> refusal(ErrorCode.SERVER_ALREADY_RUNNING, "Server %s is already running.".formatted(id()));
            case STOPPED -> refusal(ErrorCode.SERVER_NOT_RUNNING, "Server %s is not running.".formatted(id()));
            case SUSPENDED ->
                refusal(
                        ErrorCode.SERVER_SUSPENDED,
                        "Server %s is suspended. The operator or more credit can lift that.".formatted(id()));
            case ERROR ->
                refusal(
                        ErrorCode.SERVER_IN_ERROR,
                        "Server %s is in error after a change that failed. It can be deleted, or reset by the operator."
                                .formatted(id()));
            case DELETING, DELETED -> id().notFound();
        };
    }

    private DomainException refusal(ErrorCode code, String detail) {
        return new DomainException(code, detail, Map.of("server_id", id().value(), "status", status.wireName()));
    }

    private void requireVisible() {
        if (!status.isVisible()) {
            throw id().notFound();
        }
    }

    private void requireDuring(OperationKind kind) {
        if (status != kind.during() || currentOperation == null) {
            throw new IllegalStateException("server " + id() + " is " + status + ", not in the middle of " + kind);
        }
    }

    private Server with(
            ServerStatus nextStatus,
            @Nullable OperationId operation,
            long nextFence,
            boolean resumes,
            @Nullable Instant activeAt,
            Instant now) {
        return new Server(
                origin,
                name,
                hostname,
                backupsEnabled,
                hostId,
                nextStatus,
                operation,
                nextFence,
                holds,
                resumes,
                activeAt,
                nextStatus == status ? updatedAt : now); // a reset begins and fails without anything to be seen
    }

    private Server heldBy(Set<HoldKind> kinds, ServerStatus nextStatus, Instant changedAt) {
        return new Server(
                origin,
                name,
                hostname,
                backupsEnabled,
                hostId,
                nextStatus,
                currentOperation,
                fence,
                kinds,
                resumesRunning,
                firstActiveAt,
                changedAt);
    }
}
