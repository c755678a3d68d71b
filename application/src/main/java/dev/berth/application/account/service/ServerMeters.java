package dev.berth.application.account.service;

import dev.berth.application.account.port.out.AccountRepository;
import dev.berth.application.account.port.out.MeterRepository;
import dev.berth.domain.account.Booking;
import dev.berth.domain.account.Meter;
import dev.berth.domain.account.Money;
import dev.berth.domain.server.Server;
import java.time.Instant;
import java.util.Optional;

/** Where a server's life touches its bill. All of it is part of the transaction that has locked the server. */
public final class ServerMeters {
    private final MeterRepository meters;
    private final AccountRepository accounts;

    public ServerMeters(MeterRepository meters, AccountRepository accounts) {
        this.meters = meters;
        this.accounts = accounts;
    }

    /** The server has come to life: its hours are booked from now on, and from its creation. */
    public void start(Server server) {
        meters.insert(Meter.of(server));
    }

    /** The server, as it was, is being deleted: its account gets its place back and is charged to the end. */
    public void stop(Server server, Instant now) {
        if (!server.isCharged()) {
            accounts.adjust(server.accountId(), Money.ZERO, -1);
            return;
        }
        Optional<Meter> running = meters.lock(server.id());
        Meter before = running.orElseGet(() -> Meter.of(server));
        Meter after = before.end(now);
        running.ifPresent(meter -> meters.save(after));
        Optional<Booking> charge = after.chargeSince(before);
        Money hourlyCost = server.priceHourly().negate();
        charge.ifPresentOrElse(
                booking -> accounts.adjust(server.accountId(), hourlyCost, -1, booking, now),
                () -> accounts.adjust(server.accountId(), hourlyCost, -1));
        if (running.isEmpty()) {
            meters.insert(after); // after the account's update: it refers to the account, which locks that too
        }
    }
}
