package dev.berth.application.account.service;

import dev.berth.application.account.port.out.AccountRepository;
import dev.berth.application.account.port.out.MeterRepository;
import dev.berth.application.account.port.out.MeterRepository.Advance;
import dev.berth.application.account.port.out.MeterRepository.Due;
import dev.berth.application.port.out.Transactions;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.Booking;
import dev.berth.domain.account.Meter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Books the hours of servers that have ended, each once: whoever moves a meter on in a transaction books in the same one
 * what lies between. Any number may run at once, and any can end anywhere.
 */
public final class Metering {
    private static final Logger LOG = System.getLogger(Metering.class.getName());
    private static final int BATCH = 500;

    private final Transactions transactions;
    private final MeterRepository meters;
    private final AccountRepository accounts;
    private final Clock clock;

    public Metering(Transactions transactions, MeterRepository meters, AccountRepository accounts, Clock clock) {
        this.transactions = transactions;
        this.meters = meters;
        this.accounts = accounts;
        this.clock = clock;
    }

    /**
     * Meters servers that a replica of a version without meters has brought to life. At a start would not be enough: such
     * a replica may outlive the start of the last one that took its place.
     */
    public void meterMissing() {
        // tried again after a deadlock: a delete holds the server, and inserts the meter that it does not see
        int missing = transactions.unhurried(meters::insertMissing);
        if (missing > 0) {
            LOG.log(Level.INFO, "{0} servers had no meter, and are charged from their creation on", missing);
        }
    }

    /** Books every hour that has ended by now, one entry for each server. */
    public void run() {
        Instant now = clock.instant();
        List<Due> batch = meters.due(now, null, BATCH);
        while (!batch.isEmpty()) {
            batch.stream()
                    .collect(Collectors.groupingBy(due -> due.meter().accountId()))
                    .forEach((account, ofAccount) -> attempt(account, ofAccount, now));
            batch = meters.due(now, batch.get(batch.size() - 1).meter(), BATCH);
        }
    }

    private void attempt(AccountId account, List<Due> due, Instant now) {
        try {
            transactions.unhurried(() -> book(account, due, now));
        } catch (RuntimeException e) {
            // the others are none the worse for it, and at the next run this one is still due
            LOG.log(Level.ERROR, "the hours of account " + account + " could not be booked, trying again", e);
        }
    }

    private List<Booking> book(AccountId account, List<Due> due, Instant now) {
        List<Advance> advances = due.stream()
                .sorted(Comparator.comparing(one -> one.meter().serverId().value()))
                .map(one -> advance(one, now))
                .toList();
        List<Booking> charges = meters.advance(advances).stream()
                .map(advance -> advance.after().chargeSince(advance.before()))
                .flatMap(Optional::stream)
                .toList();
        if (!charges.isEmpty()) {
            accounts.bookAll(accounts.lock(account).orElseThrow(account::notFound), charges, now);
        }
        return charges;
    }

    private static Advance advance(Due due, Instant now) {
        Meter meter = due.meter();
        Instant deletedAt = due.deletedAt();
        return new Advance(meter, deletedAt == null ? meter.bookEnded(now) : meter.end(deletedAt));
    }
}
