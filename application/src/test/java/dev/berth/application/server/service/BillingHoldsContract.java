package dev.berth.application.server.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.application.testdata.Concurrently;
import dev.berth.application.testdata.Fixtures;
import dev.berth.application.testdata.Repositories;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.Booking;
import dev.berth.domain.account.Money;
import dev.berth.domain.server.Hold;
import dev.berth.domain.server.HoldKind;
import dev.berth.domain.server.Server;
import dev.berth.domain.server.ServerId;
import dev.berth.domain.server.ServerStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The billing's holds follow its accounts' credit, on every store and with many at work. */
public abstract class BillingHoldsContract {
    private static final Duration GRACE = Duration.ofHours(24);

    private final AtomicInteger woken = new AtomicInteger();
    private Repositories store;
    private Fixtures fixtures;

    /** The ports under test, over an empty store. */
    protected abstract Repositories repositories();

    @BeforeEach
    void setUp() {
        store = repositories();
        fixtures = new Fixtures(store);
    }

    @Test
    void more_than_a_batch_of_servers_is_held_in_one_run_and_let_go_of_in_one() {
        List<AccountId> owners = accounts(3);
        List<Server> servers = servers(owners, 510);
        owners.forEach(this::exhaust);
        run(GRACE.minusNanos(1_000));
        assertThat(servers).noneMatch(this::isHeld);
        run(GRACE);
        assertThat(servers).allMatch(this::isHeld).extracting(this::status).containsOnly(ServerStatus.STOPPING);
        owners.forEach(this::topUp);
        run(GRACE);
        assertThat(servers).noneMatch(this::isHeld);
    }

    @Test
    void runs_at_once_hold_each_server_once() throws Exception {
        List<AccountId> owners = accounts(3);
        List<Server> servers = servers(owners, 30);
        owners.forEach(this::exhaust);
        Concurrently.run(4, () -> {
            run(GRACE);
            return "done";
        });
        assertThat(servers).allMatch(this::isHeld);
        assertThat(woken).as("one suspension each").hasValue(servers.size());
    }

    @Test
    void credit_that_comes_and_goes_in_the_middle_of_runs_is_followed_in_the_end() throws Exception {
        List<AccountId> owners = accounts(6);
        List<Server> servers = servers(owners, 30);
        Queue<Runnable> work = new ConcurrentLinkedQueue<>();
        for (int round = 0; round < 8; round++) {
            for (AccountId owner : owners) {
                work.add(() -> exhaust(owner));
                work.add(() -> run(GRACE));
                work.add(() -> topUp(owner));
                work.add(() -> run(GRACE));
            }
        }
        owners.subList(0, 3).forEach(owner -> work.add(() -> exhaust(owner))); // these once more
        Concurrently.run(6, () -> {
            for (Runnable next = work.poll(); next != null; next = work.poll()) {
                next.run();
            }
            return "done";
        });
        run(GRACE);
        assertThat(servers)
                .allSatisfy(server -> assertThat(isHeld(server))
                        .as("%s", stored(server))
                        .isEqualTo(owners.indexOf(server.accountId()) < 3));
    }

    /** By a clock that is so far after the fixtures' present. */
    private void run(Duration later) {
        Clock clock = Clock.fixed(fixtures.now.plus(later), ZoneOffset.UTC);
        ServerChanges changes = new ServerChanges(store.servers(), store.operations(), LifecycleSettings.DEFAULT);
        Suspensions suspensions = new Suspensions(
                store.transactions(), store.servers(), store.holds(), changes, woken::incrementAndGet, clock);
        new BillingHolds(store.transactions(), store.holds(), store.accounts(), suspensions, GRACE, clock).run();
    }

    private List<AccountId> accounts(int number) {
        return Stream.generate(() -> credited(fixtures.account(1_000).id(), "0.5"))
                .limit(number)
                .toList();
    }

    private List<Server> servers(List<AccountId> owners, int number) {
        List<Server> servers = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            servers.add(fixtures.active(owners.get(i % owners.size())));
        }
        return servers;
    }

    private void exhaust(AccountId account) {
        book(account, Booking.usage(new ServerId(17), Fixtures.unique(), 1, Money.of("1")));
    }

    private void topUp(AccountId account) {
        credited(account, "1");
    }

    private AccountId credited(AccountId account, String amount) {
        book(account, Booking.topUp(Money.of(amount), "credit-" + Fixtures.unique(), ""));
        return account;
    }

    private void book(AccountId account, Booking booking) {
        store.transactions()
                .required(() ->
                        store.accounts().book(store.accounts().lock(account).orElseThrow(), booking, fixtures.now));
    }

    /** The row and the record say the same. */
    private boolean isHeld(Server server) {
        boolean held = stored(server).holds().contains(HoldKind.BILLING);
        assertThat(store.holds().of(List.of(server.id())).getOrDefault(server.id(), List.of()))
                .extracting(Hold::kind)
                .isEqualTo(held ? List.of(HoldKind.BILLING) : List.of());
        return held;
    }

    private ServerStatus status(Server server) {
        return stored(server).status();
    }

    private Server stored(Server server) {
        return store.transactions()
                .required(() -> store.servers().lock(server.id()))
                .orElseThrow();
    }
}
