package dev.berth.domain.server;

import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.Money;
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
import java.util.Map;
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
        @Nullable Instant firstActiveAt,
        Instant updatedAt) {

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
            throw refusal();
        }
    }

    /** Begins a change, or refuses it as {@link #requireCanBegin} does. */
    public Server begin(OperationKind kind, OperationId operation, Instant now) {
        requireCanBegin(kind);
        // whoever still works on the change before must find itself superseded
        long nextFence = currentOperation == null ? fence : fence + 1;
        return with(kind.during(), operation, nextFence, firstActiveAt, now);
    }

    /** Completes the current change. */
    public Server complete(OperationKind kind, Instant now) {
        requireDuring(kind);
        Instant activeAt = firstActiveAt == null && kind.to() == ServerStatus.ACTIVE ? now : firstActiveAt;
        return with(kind.to(), null, fence, activeAt, now);
    }

    /** Ends the current change without success. */
    public Server fail(OperationKind kind, Instant now) {
        requireDuring(kind);
        return with(ServerStatus.ERROR, null, fence, firstActiveAt, now);
    }

    /** The same server, owned by whoever claimed its operation just now. */
    public Server withNextFence() {
        return with(status, currentOperation, fence + 1, firstActiveAt, updatedAt);
    }

    /** The same server on another host. */
    public Server relocate(HostId to) {
        return new Server(
                origin, name, hostname, backupsEnabled, to, status, currentOperation, fence, firstActiveAt, updatedAt);
    }

    /** Changes what the customer may change; null leaves a field as it is. */
    public Server update(
            @Nullable ServerName newName, @Nullable Hostname newHostname, @Nullable Boolean newBackups, Instant now) {
        if (!status.isVisible()) {
            throw id().notFound();
        }
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
                        "Server %s is in error after a change that failed. It can be deleted.".formatted(id()));
            case DELETING, DELETED -> id().notFound();
        };
    }

    private DomainException refusal(ErrorCode code, String detail) {
        return new DomainException(code, detail, Map.of("server_id", id().value(), "status", status.wireName()));
    }

    private void requireDuring(OperationKind kind) {
        if (status != kind.during()) {
            throw new IllegalStateException("server " + id() + " is " + status + ", not in the middle of " + kind);
        }
    }

    private Server with(
            ServerStatus nextStatus,
            @Nullable OperationId operation,
            long nextFence,
            @Nullable Instant activeAt,
            Instant changedAt) {
        return new Server(
                origin, name, hostname, backupsEnabled, hostId, nextStatus, operation, nextFence, activeAt, changedAt);
    }
}
