package dev.berth.application.operation.service;

import dev.berth.application.account.port.out.AccountRepository;
import dev.berth.application.account.service.ServerMeters;
import dev.berth.application.catalog.port.out.CatalogRepository;
import dev.berth.application.operation.port.out.Claim;
import dev.berth.application.operation.port.out.Hypervisors;
import dev.berth.application.operation.port.out.OperationQueue;
import dev.berth.application.placement.port.out.AddressRepository;
import dev.berth.application.placement.port.out.HostRepository;
import dev.berth.application.placement.service.HostRanking;
import dev.berth.application.port.out.Transactions;
import dev.berth.application.server.port.out.ServerRepository;
import dev.berth.application.server.service.LifecycleSettings;
import dev.berth.application.server.service.ServerChanges;
import dev.berth.domain.catalog.Resources;
import dev.berth.domain.operation.Operation;
import dev.berth.domain.operation.OperationFailure;
import dev.berth.domain.operation.OperationKind;
import dev.berth.domain.operation.OperationStatus;
import dev.berth.domain.server.Server;
import dev.berth.domain.server.ServerStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Carries a claimed operation as far as it will go: acts outside any transaction, checkpoints what was observed, and
 * finishes it, gives it back or lets it go. Whatever is thrown on the way, the last checkpoint holds and anybody can go
 * on from there.
 */
public final class OperationRunner {
    /** No call to a hypervisor takes longer. */
    private static final Duration CALL_TIME_OUT = Duration.ofSeconds(5);

    /** How long work is left to others by a replica whose lease is too short for it. */
    private static final Duration HAND_OVER = Duration.ofSeconds(1);

    private final Transactions transactions;
    private final OperationQueue queue;
    private final ServerRepository servers;
    private final ServerChanges changes;
    private final HostRepository hosts;
    private final AddressRepository addresses;
    private final AccountRepository accounts;
    private final ServerMeters meters;
    private final CatalogRepository catalog;
    private final HostRanking ranking;
    private final StepExecutor steps;
    private final RetryDelays delays;
    private final Duration addressQuarantine;
    private final Lease lease;
    private final Clock clock;

    public OperationRunner(
            Transactions transactions,
            OperationQueue queue,
            ServerRepository servers,
            ServerChanges changes,
            HostRepository hosts,
            AddressRepository addresses,
            AccountRepository accounts,
            ServerMeters meters,
            CatalogRepository catalog,
            HostRanking ranking,
            Hypervisors hypervisors,
            LifecycleSettings settings,
            Lease lease,
            RandomGenerator random,
            Clock clock) {
        this.transactions = transactions;
        this.queue = queue;
        this.servers = servers;
        this.changes = changes;
        this.hosts = hosts;
        this.addresses = addresses;
        this.accounts = accounts;
        this.meters = meters;
        this.catalog = catalog;
        this.ranking = ranking;
        this.steps = new StepExecutor(hypervisors, catalog, settings.stopGrace(), clock);
        this.delays = new RetryDelays(random);
        this.addressQuarantine = settings.addressQuarantine();
        this.lease = lease;
        this.clock = clock;
    }

    /** Where the work on a claim stands: to go on with at once, or later, or (both null) over for this worker. */
    private record Next(@Nullable Claim claim, @Nullable Instant dueAt) {
        static Next goOn(Claim claim) {
            return new Next(claim, null);
        }

        static Next later(Instant dueAt) {
            return new Next(null, dueAt);
        }

        static Next over() {
            return new Next(null, null);
        }
    }

    /**
     * Works on a claim until it ends or has to wait.
     *
     * @return when to go on with it, or with what followed it; empty when there is no more to do, or it is somebody else's
     */
    public Optional<Instant> run(Claim claimed) {
        Next next = Next.goOn(claimed);
        for (Claim claim = claimed; claim != null; claim = next.claim()) {
            next = advance(claim);
        }
        return Optional.ofNullable(next.dueAt());
    }

    private Next advance(Claim claim) {
        Operation operation = claim.operation();
        if (!lease.covers(claim.worker(), CALL_TIME_OUT)) {
            // not at once: until the lease is renewed this replica would claim it in a circle
            return giveBack(claim, operation.again(clock.instant().plus(HAND_OVER)));
        }
        StepResult result = steps.execute(claim, operation.nextStep().orElseThrow());
        return switch (result.kind()) {
            case DONE -> checkpoint(claim, operation.stepDone());
            case FOUND_RUNNING -> succeed(claim, ServerStatus.ACTIVE);
            case FOUND_OFF -> succeed(claim, ServerStatus.STOPPED);
            case UNDER_WAY -> later(claim, operation, delays.look(operation.attempts()), result.graceUntil());
            case RETRY -> later(claim, operation, delays.retry(operation.attempts()), operation.graceUntil());
            case REFUSED -> refused(claim);
            case MACHINE_MISSING -> machineMissing(claim);
            case NO_ROOM -> noRoom(claim);
            case EVICTED -> tryAnotherHost(claim);
            case SUPERSEDED -> letGo(claim);
        };
    }

    private Next checkpoint(Claim claim, Operation next) {
        if (next.nextStep().isEmpty()) {
            Instant now = clock.instant();
            return finish(claim, next.succeed(now), server -> server.complete(next.kind(), now));
        }
        return queue.checkpoint(claim, next)
                ? Next.goOn(new Claim(next, claim.server(), claim.worker()))
                : letGo(claim);
    }

    /** Ends what could have ended in several statuses, in the one that was observed. */
    private Next succeed(Claim claim, ServerStatus reached) {
        Instant now = clock.instant();
        Operation operation = claim.operation();
        return finish(claim, operation.succeed(now), server -> server.complete(operation.kind(), reached, now));
    }

    private Next fail(Claim claim, OperationFailure failure) {
        Instant now = clock.instant();
        Operation operation = claim.operation();
        return finish(claim, operation.fail(failure, now), server -> server.fail(operation.kind(), now));
    }

    private Next refused(Claim claim) {
        Operation operation = claim.operation();
        // a server that its account has deleted cannot come back as one in error
        return operation.kind() == OperationKind.DELETE
                ? later(claim, operation, RetryDelays.LONG, null)
                : fail(claim, OperationFailure.HYPERVISOR_REFUSED);
    }

    private Next machineMissing(Claim claim) {
        Operation operation = claim.operation();
        return switch (operation.kind()) {
            case PROVISION -> later(claim, operation.startOver(), delays.look(0), null);
            // what is not there does not run, which is all that a hold, or a delete, wants of it
            case SUSPEND, DELETE -> checkpoint(claim, operation.stepDone());
            case START, STOP, REBOOT, RESUME, RESET -> fail(claim, OperationFailure.MACHINE_ABSENT);
        };
    }

    private Next noRoom(Claim claim) {
        Operation operation = claim.operation();
        if (operation.kind() == OperationKind.PROVISION && !operation.relocating()) {
            return overdue(claim, operation, OperationFailure.NO_CAPACITY)
                    .orElseGet(() -> checkpoint(claim, operation.relocate()));
        }
        return later(claim, operation, delays.retry(operation.attempts()), operation.graceUntil());
    }

    private Next later(Claim claim, Operation operation, Duration delay, @Nullable Instant graceUntil) {
        return overdue(claim, operation, OperationFailure.DEADLINE_EXCEEDED)
                .orElseGet(() -> giveBack(claim, operation.again(clock.instant().plus(delay), graceUntil)));
    }

    private Optional<Next> overdue(Claim claim, Operation operation, OperationFailure failure) {
        return operation.isOverdueAt(clock.instant()) ? Optional.of(fail(claim, failure)) : Optional.empty();
    }

    private Next giveBack(Claim claim, Operation next) {
        return queue.again(claim, next) ? Next.later(next.dueAt()) : letGo(claim);
    }

    private Next letGo(Claim claim) {
        queue.letGo(claim);
        return Next.over();
    }

    private Next finish(Claim claim, Operation ended, UnaryOperator<Server> change) {
        return transactions
                .required(() -> queue.hold(claim).map(before -> finish(claim, ended, before, change.apply(before))))
                .orElseGet(() -> letGo(claim));
    }

    private Next finish(Claim claim, Operation ended, Server before, Server after) {
        Instant now = clock.instant();
        queue.finish(claim, ended);
        Operation followUp = changes.save(after, now).operation();
        if (after.status() == ServerStatus.DELETED) {
            hosts.release(after.id());
            addresses.releaseIpv4(after.id(), now.plus(addressQuarantine));
        }
        if (before.isCharged() && !after.isCharged()) {
            accounts.adjust(after.accountId(), before.priceHourly().negate(), 0);
        }
        if (ended.kind() == OperationKind.PROVISION && ended.status() == OperationStatus.SUCCEEDED) {
            meters.start(after);
        }
        return followUp == null ? Next.over() : Next.later(followUp.dueAt());
    }

    /** The machine is gone from a host without room: moves the reservation, or waits for room on the same host. */
    private Next tryAnotherHost(Claim claim) {
        Instant at = clock.instant().plus(delays.retry(1));
        Operation next = claim.operation().startOver().again(at);
        boolean held = transactions.required(() -> {
            Optional<Server> server = queue.hold(claim);
            server.ifPresent(this::moveReservation);
            return server.isPresent() && queue.again(claim, next);
        });
        return held ? Next.later(at) : letGo(claim);
    }

    private void moveReservation(Server server) {
        Resources resources = catalog.plan(server.planId()).orElseThrow().resources();
        ranking.rankAnew(server.location(), resources).stream()
                .filter(host -> !host.equals(server.hostId()))
                .filter(host -> hosts.move(server.id(), host))
                .findFirst()
                .ifPresent(host -> servers.save(server.relocate(host)));
    }
}
