package dev.berth.application.server.service;

import dev.berth.application.account.port.out.AccountRepository;
import dev.berth.application.port.out.Transactions;
import dev.berth.application.server.port.out.HoldRepository;
import dev.berth.application.server.port.out.HoldRepository.Paid;
import dev.berth.application.server.port.out.HoldRepository.Unpaid;
import dev.berth.application.server.service.Suspensions.Change;
import dev.berth.domain.account.Account;
import dev.berth.domain.server.HoldKind;
import dev.berth.domain.server.ServerId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Has the billing hold the servers of accounts that have been without credit for longer than the grace, and let go of those
 * that have had credit again. Each run compares anew and mends: any number may run at once, and any can end anywhere.
 */
public final class BillingHolds {
    private static final Logger LOG = System.getLogger(BillingHolds.class.getName());
    private static final String ACTOR = "billing";
    private static final int BATCH = 500;

    private final Transactions transactions;
    private final HoldRepository holds;
    private final AccountRepository accounts;
    private final Suspensions suspensions;
    private final Duration grace;
    private final Clock clock;

    /** @param grace how long an account can be without credit before its servers are held */
    public BillingHolds(
            Transactions transactions,
            HoldRepository holds,
            AccountRepository accounts,
            Suspensions suspensions,
            Duration grace,
            Clock clock) {
        this.transactions = transactions;
        this.holds = holds;
        this.accounts = accounts;
        this.suspensions = suspensions;
        this.grace = grace;
        this.clock = clock;
    }

    /** What was done had no reason any more: it is taken back. */
    private static final class ReasonGone extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ReasonGone() {
            super("", null, false, false);
        }
    }

    /** Lifts what is paid for, and then holds what is not. */
    public void run() {
        liftAll();
        placeAll();
    }

    private void liftAll() {
        Instant graceBegan = graceBegan();
        List<Paid> batch = holds.paid(graceBegan, 0, BATCH);
        while (!batch.isEmpty()) {
            batch.forEach(paid -> attempt("server " + paid.server(), () -> lift(paid)));
            batch = holds.paid(graceBegan, batch.get(batch.size() - 1).server().value(), BATCH);
        }
    }

    private void placeAll() {
        Instant graceBegan = graceBegan();
        List<Unpaid> batch = holds.unpaid(graceBegan, null, BATCH);
        while (!batch.isEmpty()) {
            batch.forEach(unpaid -> attempt("account " + unpaid.account(), () -> placeAll(unpaid)));
            batch = holds.unpaid(graceBegan, batch.get(batch.size() - 1), BATCH);
        }
    }

    private void placeAll(Unpaid unpaid) {
        List<ServerId> batch = holds.notHeld(unpaid.account(), 0, BATCH);
        while (!batch.isEmpty()) {
            batch.forEach(server -> attempt("server " + server, () -> place(server, unpaid)));
            batch = holds.notHeld(unpaid.account(), batch.get(batch.size() - 1).value(), BATCH);
        }
    }

    /** Also where the grace is over again already: nobody is switched on for the moment in between. */
    private Optional<Change> lift(Paid paid) {
        return changeUnless(
                account -> account.isExhaustedSince(paid.since()) || account.isExhaustedSince(graceBegan()),
                () -> suspensions.lift(paid.server(), HoldKind.BILLING));
    }

    private Optional<Change> place(ServerId server, Unpaid unpaid) {
        String reason = "Nothing has been left of the account's credit since %s."
                .formatted(unpaid.exhaustedAt().truncatedTo(ChronoUnit.SECONDS));
        return changeUnless(
                account -> !account.isExhaustedSince(unpaid.exhaustedAt()),
                () -> suspensions.place(server, HoldKind.BILLING, ACTOR, reason));
    }

    /** The account is looked at last: its row is locked after the server's. */
    private Optional<Change> changeUnless(Predicate<Account> isWrong, Supplier<Optional<Change>> change) {
        return transactions.required(() -> {
            Optional<Change> changed = change.get();
            if (changed.map(this::lock).filter(isWrong).isPresent()) {
                throw new ReasonGone();
            }
            return changed;
        });
    }

    private Account lock(Change change) {
        return accounts.lock(change.after().accountId())
                .orElseThrow(change.after().accountId()::notFound);
    }

    private static void attempt(String subject, Runnable change) {
        try {
            change.run();
        } catch (ReasonGone e) {
            LOG.log(Level.DEBUG, "credit came or went at the moment when the billing changed its hold of " + subject);
        } catch (RuntimeException e) {
            // the others are none the worse for it, and the next run finds this one again
            LOG.log(Level.ERROR, "the billing's hold of " + subject + " could not be changed, trying again", e);
        }
    }

    private Instant graceBegan() {
        return clock.instant().minus(grace);
    }
}
