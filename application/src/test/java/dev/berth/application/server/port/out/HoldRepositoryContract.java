package dev.berth.application.server.port.out;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.application.server.port.out.HoldRepository.Paid;
import dev.berth.application.server.port.out.HoldRepository.Unpaid;
import dev.berth.application.testdata.Fixtures;
import dev.berth.application.testdata.Repositories;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.Booking;
import dev.berth.domain.account.Money;
import dev.berth.domain.server.Hold;
import dev.berth.domain.server.HoldKind;
import dev.berth.domain.server.Server;
import dev.berth.domain.server.ServerId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link HoldRepository} does. */
public abstract class HoldRepositoryContract {
    private Repositories store;
    private HoldRepository holds;
    private Fixtures fixtures;

    /** The ports under test, over an empty store. */
    protected abstract Repositories repositories();

    @BeforeEach
    void setUp() {
        store = repositories();
        holds = store.holds();
        fixtures = new Fixtures(store);
    }

    @Test
    void a_hold_is_found_as_it_was_stored_those_of_a_server_by_their_kinds() {
        Server server = fixtures.provisioning();
        Hold billing = hold(HoldKind.BILLING, "Berth");
        Hold operator = hold(HoldKind.OPERATOR, "An operator's token");
        holds.insert(server.id(), billing);
        holds.insert(server.id(), operator);
        assertThat(holds.of(List.of(server.id()))).isEqualTo(Map.of(server.id(), List.of(operator, billing)));
    }

    @Test
    void only_servers_that_have_holds_are_found_and_only_those_that_were_asked_for() {
        Server first = fixtures.provisioning();
        Server second = fixtures.provisioning();
        Server third = fixtures.provisioning();
        Server free = fixtures.provisioning();
        Hold hold = hold(HoldKind.OPERATOR, "admin");
        List.of(first, second, third).forEach(server -> holds.insert(server.id(), hold));
        assertThat(holds.of(List.of(first.id(), free.id(), third.id(), third.id(), new ServerId(9_000_000_000L))))
                .isEqualTo(Map.of(first.id(), List.of(hold), third.id(), List.of(hold)));
        assertThat(holds.of(List.of())).isEmpty();
    }

    @Test
    void a_hold_that_was_removed_is_not_there_and_the_others_are() {
        Server server = fixtures.provisioning();
        Hold billing = hold(HoldKind.BILLING, "Berth");
        holds.insert(server.id(), billing);
        holds.insert(server.id(), hold(HoldKind.OPERATOR, "admin"));
        holds.remove(server.id(), HoldKind.OPERATOR);
        holds.remove(server.id(), HoldKind.OPERATOR);
        assertThat(holds.of(List.of(server.id()))).isEqualTo(Map.of(server.id(), List.of(billing)));
        holds.remove(server.id(), HoldKind.BILLING);
        assertThat(holds.of(List.of(server.id()))).isEmpty();
    }

    @Test
    void a_hold_leaves_with_the_transaction_that_placed_it() {
        Server server = fixtures.provisioning();
        assertThatThrownBy(() -> store.transactions().required(() -> {
                    holds.insert(server.id(), hold(HoldKind.OPERATOR, "admin"));
                    throw new IllegalStateException("taken back");
                }))
                .hasMessage("taken back");
        assertThat(holds.of(List.of(server.id()))).isEmpty();
    }

    @Test
    void exhausted_accounts_that_have_servers_are_unpaid_the_longest_exhausted_first_batch_after_batch() {
        AccountId first = exhausted(Duration.ofHours(2)).accountId();
        fixtures.active(first);
        AccountId second = exhausted(Duration.ofHours(2)).accountId();
        AccountId longest = exhausted(Duration.ofHours(3)).accountId();
        AccountId tooShort = exhausted(Duration.ofHours(2).minusNanos(1_000)).accountId();
        credited(exhausted(Duration.ofHours(5)).accountId());
        fixtures.active(fixtures.account.id()); // never charged
        List<Unpaid> batch = holds.unpaid(before(2), null, 2);
        assertThat(batch).containsExactly(new Unpaid(longest, before(3)), new Unpaid(first, before(2)));
        assertThat(holds.unpaid(before(2), batch.get(1), 2)).containsExactly(new Unpaid(second, before(2)));
        assertThat(holds.unpaid(before(2), new Unpaid(second, before(2)), 2)).isEmpty();
        assertThat(holds.unpaid(fixtures.now, null, 10))
                .hasSize(4)
                .extracting(Unpaid::account)
                .contains(tooShort);
    }

    @Test
    void an_account_whose_servers_are_all_held_or_deleted_is_not_unpaid() {
        Server held = exhausted(Duration.ofHours(2));
        place(held, HoldKind.BILLING, before(1));
        Server both = place(fixtures.active(held.accountId()), HoldKind.OPERATOR, before(1));
        place(both, HoldKind.BILLING, before(1));
        fixtures.delete(fixtures.active(held.accountId()));
        fixtures.delete(exhausted(Duration.ofHours(2)));
        assertThat(holds.unpaid(fixtures.now, null, 10)).isEmpty();
        Server operators = place(exhausted(Duration.ofHours(2)), HoldKind.OPERATOR, before(1));
        assertThat(holds.unpaid(fixtures.now, null, 10))
                .extracting(Unpaid::account)
                .containsExactly(operators.accountId());
    }

    @Test
    void the_servers_of_an_account_that_the_billing_does_not_hold_are_listed_batch_after_batch() {
        AccountId account = fixtures.account.id();
        Server first = fixtures.active(account);
        Server operators = place(fixtures.active(account), HoldKind.OPERATOR, before(1));
        Server held = place(fixtures.active(account), HoldKind.BILLING, before(1));
        place(place(fixtures.active(account), HoldKind.OPERATOR, before(1)), HoldKind.BILLING, before(1));
        fixtures.delete(fixtures.active(account));
        Server inTheMiddle = fixtures.provisioning();
        fixtures.active(fixtures.account(1).id());
        assertThat(holds.notHeld(account, 0, 2)).containsExactly(first.id(), operators.id());
        assertThat(holds.notHeld(account, operators.id().value(), 2)).containsExactly(inTheMiddle.id());
        assertThat(holds.notHeld(held.accountId(), inTheMiddle.id().value(), 2)).isEmpty();
    }

    @Test
    void a_server_that_the_billing_holds_is_paid_when_its_account_has_credit() {
        Server paid = place(fixtures.active(credited(fixtures.account.id())), HoldKind.BILLING, before(1));
        Server next = place(fixtures.active(paid.accountId()), HoldKind.BILLING, before(3));
        place(next, HoldKind.OPERATOR, before(1));
        place(fixtures.active(paid.accountId()), HoldKind.OPERATOR, before(1));
        fixtures.delete(place(fixtures.active(paid.accountId()), HoldKind.BILLING, before(1)));
        Server uncharged = place(fixtures.active(fixtures.account(1).id()), HoldKind.BILLING, before(1));
        assertThat(holds.paid(before(2), 0, 2))
                .containsExactly(new Paid(paid.id(), before(1)), new Paid(next.id(), before(3)));
        assertThat(holds.paid(before(2), next.id().value(), 2)).containsExactly(new Paid(uncharged.id(), before(1)));
    }

    @Test
    void a_server_is_paid_as_well_when_there_was_credit_since_it_is_held_and_its_grace_is_not_over() {
        Server held = place(exhausted(Duration.ofHours(2)), HoldKind.BILLING, before(2));
        Server since = place(exhausted(Duration.ofHours(2)), HoldKind.BILLING, before(3));
        assertThat(holds.paid(before(4), 0, 10)).extracting(Paid::server).containsExactly(since.id());
        assertThat(holds.paid(before(2), 0, 10)).isEmpty();
        assertThat(holds.of(List.of(held.id()))).hasSize(1);
    }

    /** A server of an account of its own, which has been without credit for so long. */
    private Server exhausted(Duration time) {
        Server server = fixtures.active(fixtures.account(100).id());
        book(server.accountId(), Booking.usage(server.id(), 0, 1, Money.of("0.0150")), fixtures.now.minus(time));
        return server;
    }

    private AccountId credited(AccountId account) {
        book(account, Booking.topUp(Money.of("1"), "credit", ""), fixtures.now);
        return account;
    }

    private void book(AccountId account, Booking booking, Instant time) {
        store.transactions()
                .required(() ->
                        store.accounts().book(store.accounts().lock(account).orElseThrow(), booking, time));
    }

    private Server place(Server server, HoldKind kind, Instant since) {
        return store.transactions().required(() -> {
            Server held = store.servers().lock(server.id()).orElseThrow().hold(kind);
            store.servers().save(held);
            holds.insert(server.id(), new Hold(kind, "test", "because", since));
            return held;
        });
    }

    private Instant before(int hours) {
        return fixtures.now.minus(Duration.ofHours(hours));
    }

    private Hold hold(HoldKind kind, String actor) {
        return new Hold(kind, actor, "because", fixtures.now);
    }
}
