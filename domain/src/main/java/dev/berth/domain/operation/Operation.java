package dev.berth.domain.operation;

import dev.berth.domain.account.AccountId;
import dev.berth.domain.server.ServerId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A lifecycle change that was accepted: the record that clients read and the entry in the queue. Values; every change
 * returns the next operation.
 *
 * @param id its id
 * @param serverId the server that changes
 * @param accountId whose that is
 * @param kind what is to be done
 * @param status how far it has come
 * @param stepsDone how many steps of its kind are done; only a checkpoint moves it
 * @param attempts how often the current step has been tried
 * @param graceUntil when to stop asking the guest and cut the power; null until it was asked
 * @param relocating whether its machine is being removed from a host that has no room, to try another
 * @param dueAt when to work on it next; while it is worked on, since when
 * @param deadline when it is given up; null means never. It counts the time in Berth's hands, not the wait for a worker
 * @param failure why it failed; null otherwise
 * @param createdAt when it was accepted
 * @param startedAt when work on it began; null until then
 * @param finishedAt when it ended; null until then
 */
public record Operation(
        OperationId id,
        ServerId serverId,
        AccountId accountId,
        OperationKind kind,
        OperationStatus status,
        int stepsDone,
        int attempts,
        @Nullable Instant graceUntil,
        boolean relocating,
        Instant dueAt,
        @Nullable Instant deadline,
        @Nullable OperationFailure failure,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {

    private static final int DONE = 100;

    /**
     * An operation that was accepted now.
     *
     * @param stopGrace how long a guest is given to shut down by itself
     */
    public static Operation accept(
            OperationId id,
            ServerId serverId,
            AccountId accountId,
            OperationKind kind,
            Duration stopGrace,
            Instant now) {
        Instant deadline = kind.timeLimit()
                .map(limit -> kind.steps().contains(Step.SHUT_DOWN) ? limit.plus(stopGrace) : limit)
                .map(now::plus)
                .orElse(null);
        return new Operation(
                id,
                serverId,
                accountId,
                kind,
                OperationStatus.PENDING,
                0,
                0,
                null,
                false,
                now,
                deadline,
                null,
                now,
                null,
                null);
    }

    /** Taken up by a worker. The time it lay waiting for one does not count against its deadline. */
    public Operation claim(Instant now) {
        Duration waited = now.isAfter(dueAt) ? Duration.between(dueAt, now) : Duration.ZERO;
        return new Operation(
                id,
                serverId,
                accountId,
                kind,
                OperationStatus.RUNNING,
                stepsDone,
                attempts,
                graceUntil,
                relocating,
                now,
                deadline == null ? null : deadline.plus(waited),
                failure,
                createdAt,
                startedAt == null ? now : startedAt,
                finishedAt);
    }

    /** The step to be done next; empty when all are. */
    public Optional<Step> nextStep() {
        return stepsDone < kind.steps().size() ? Optional.of(kind.steps().get(stepsDone)) : Optional.empty();
    }

    /** Its next step is done. */
    public Operation stepDone() {
        return progressTo(stepsDone + 1, false);
    }

    /** Its machine is gone from the host, or was never there: all steps are still to be done. */
    public Operation startOver() {
        return progressTo(0, false);
    }

    /** Its machine has to leave the host, which has no room, before another can be tried. */
    public Operation relocate() {
        return progressTo(stepsDone, true);
    }

    /** To be tried again. */
    public Operation again(Instant at) {
        return again(at, graceUntil);
    }

    /** To be looked at again after its guest was asked to shut down. */
    public Operation again(Instant at, @Nullable Instant newGraceUntil) {
        return new Operation(
                id,
                serverId,
                accountId,
                kind,
                status,
                stepsDone,
                attempts + 1,
                newGraceUntil,
                relocating,
                at,
                deadline,
                failure,
                createdAt,
                startedAt,
                finishedAt);
    }

    /** Whether it has to be given up rather than tried again at this time. */
    public boolean isOverdueAt(Instant time) {
        return deadline != null && time.isAfter(deadline);
    }

    /** Ended with success. */
    public Operation succeed(Instant now) {
        return end(OperationStatus.SUCCEEDED, kind.steps().size(), null, now);
    }

    /** Ended for good without success. */
    public Operation fail(OperationFailure why, Instant now) {
        return end(OperationStatus.FAILED, stepsDone, why, now);
    }

    /** Ended because a delete took its place. */
    public Operation supersede(Instant now) {
        return end(OperationStatus.SUPERSEDED, stepsDone, null, now);
    }

    /** How far it has come, 0 to 100; 100 only after success. */
    public int progress() {
        if (status == OperationStatus.SUCCEEDED) {
            return DONE;
        }
        int parts = 2 * kind.steps().size() + 1; // begun, and each step under way and done
        int behind = 2 * stepsDone + (startedAt == null ? 0 : 1);
        return DONE * behind / (parts + 1);
    }

    private Operation progressTo(int steps, boolean nowRelocating) {
        return new Operation(
                id,
                serverId,
                accountId,
                kind,
                status,
                steps,
                0,
                null,
                nowRelocating,
                dueAt,
                deadline,
                failure,
                createdAt,
                startedAt,
                finishedAt);
    }

    private Operation end(OperationStatus ended, int steps, @Nullable OperationFailure why, Instant now) {
        if (status.hasEnded()) {
            throw new IllegalStateException("operation " + id + " has ended: " + status);
        }
        return new Operation(
                id, serverId, accountId, kind, ended, steps, attempts, null, false, dueAt, deadline, why, createdAt,
                startedAt, now);
    }
}
