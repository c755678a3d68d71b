package dev.berth.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.application.account.port.out.AccountRepository;
import dev.berth.application.testdata.Fixtures;
import dev.berth.application.testdata.Repositories;
import dev.berth.domain.account.Account;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.Booking;
import dev.berth.domain.account.Money;
import dev.berth.domain.server.ServerId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a replica of the version before has booked, while versions run side by side. */
class OlderBookingTest {
    private static final ServerId SERVER = new ServerId(17);

    @Test
    void credit_that_is_used_up_again_begins_a_new_grace_on_h2() {
        try (Database database = Database.h2(Map.of())) {
            requireNewGrace(database);
        }
    }

    @Test
    void credit_that_is_used_up_again_begins_a_new_grace_on_postgresql() {
        try (Database database = Database.postgres(Map.of())) {
            requireNewGrace(database);
        }
    }

    private static void requireNewGrace(Database database) {
        Repositories store = database.repositories();
        Fixtures fixtures = new Fixtures(store);
        AccountId account = fixtures.account.id();
        Instant later = fixtures.now.plus(Duration.ofDays(60));
        charge(store, account, 0, fixtures.now);
        // knows no exhaustion, and leaves that as it is
        database.bean(Sql.class).update("UPDATE accounts SET balance = balance + 2 WHERE id = ?", account.value());
        assertThat(find(store, account).exhaustedAt()).isEqualTo(fixtures.now);
        charge(store, account, 1, later);
        assertThat(find(store, account).exhaustedAt()).isEqualTo(later);
        charge(store, account, 2, later.plusSeconds(1));
        assertThat(find(store, account).exhaustedAt()).isEqualTo(later);
    }

    /** So much that nothing is left of a balance of one. */
    private static void charge(Repositories store, AccountId account, long hour, Instant now) {
        AccountRepository accounts = store.accounts();
        store.transactions()
                .required(() -> accounts.book(
                        accounts.lock(account).orElseThrow(), Booking.usage(SERVER, hour, 1, Money.of("1")), now));
    }

    private static Account find(Repositories store, AccountId account) {
        return store.accounts().find(account).orElseThrow();
    }
}
