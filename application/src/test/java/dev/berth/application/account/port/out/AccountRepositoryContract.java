package dev.berth.application.account.port.out;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.application.testdata.Bill;
import dev.berth.application.testdata.Concurrently;
import dev.berth.application.testdata.Fixtures;
import dev.berth.application.testdata.Repositories;
import dev.berth.domain.account.Account;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.Booking;
import dev.berth.domain.account.CreditEntry;
import dev.berth.domain.account.EntryKind;
import dev.berth.domain.account.Money;
import dev.berth.domain.server.ServerId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link AccountRepository} does. */
public abstract class AccountRepositoryContract {
    private static final Money PRICE = Money.of("0.0150");
    private static final int HOURS = 24;

    private Repositories store;
    private AccountRepository accounts;
    private Fixtures fixtures;

    /** The ports under test, over an empty store. */
    protected abstract Repositories repositories();

    @BeforeEach
    void setUp() {
        store = repositories();
        accounts = store.accounts();
        fixtures = new Fixtures(store);
    }

    @Test
    void a_new_account_has_nothing_and_is_found() {
        Account account = accounts.insert("Kunde Nº 1", 7, fixtures.now);
        assertThat(account.balance()).isEqualTo(Money.ZERO);
        assertThat(account.hourlyCost()).isEqualTo(Money.ZERO);
        assertThat(account.servers()).isZero();
        assertThat(account.maxServers()).isEqualTo(7);
        assertThat(accounts.find(account.id())).contains(account);
    }

    @Test
    void accounts_have_different_ids() {
        assertThat(fixtures.account(1).id()).isNotEqualTo(fixtures.account(1).id());
    }

    @Test
    void an_unknown_account_is_not_found_and_enrolls_nothing() {
        AccountId unknown = new AccountId(9_000_000_000L);
        assertThat(accounts.find(unknown)).isEmpty();
        assertThat(store.transactions().required(() -> accounts.lock(unknown))).isEmpty();
        assertThat(accounts.enroll(unknown, PRICE, HOURS)).isFalse();
    }

    @Test
    void booked_credit_is_in_the_balance_and_in_the_ledger() {
        Account account = fixtures.account(1);
        CreditEntry first = book(account.id(), "12.3456", "invoice-1");
        CreditEntry second = book(account.id(), "0.0001", "invoice-2");
        assertThat(first.balance()).isEqualTo(Money.of("12.3456"));
        assertThat(second.balance()).isEqualTo(Money.of("12.3457"));
        assertThat(find(account.id()).balance()).isEqualTo(Money.of("12.3457"));
        assertThat(accounts.entry(account.id(), "invoice-1")).contains(first);
        assertThat(accounts.entry(account.id(), "invoice-2")).contains(second);
    }

    @Test
    void a_reference_belongs_to_its_account() {
        Account account = fixtures.account(1);
        Account other = fixtures.account(1);
        book(account.id(), "1", "invoice-1");
        assertThat(accounts.entry(other.id(), "invoice-1")).isEmpty();
        CreditEntry same = book(other.id(), "2", "invoice-1");
        assertThat(accounts.entry(other.id(), "invoice-1")).contains(same);
    }

    @Test
    void an_entry_keeps_its_kind_and_its_server() {
        Account account = withCredit("1", 1);
        Booking usage = Booking.usage(new ServerId(17), 0, 2, Money.of("0.03"));
        CreditEntry booked = store.transactions()
                .required(() -> accounts.book(accounts.lock(account.id()).orElseThrow(), usage, fixtures.now));
        assertThat(booked)
                .isEqualTo(new CreditEntry(
                        booked.id(),
                        account.id(),
                        EntryKind.USAGE,
                        new ServerId(17),
                        Money.of("-0.03"),
                        Money.of("0.97"),
                        "berth:usage:17:0",
                        "2 hours of server 17",
                        fixtures.now));
        assertThat(accounts.entry(account.id(), "berth:usage:17:0")).contains(booked);
        assertThat(accounts.entry(account.id(), "credit").orElseThrow())
                .extracting(CreditEntry::kind, CreditEntry::serverId)
                .containsExactly(EntryKind.TOP_UP, null);
    }

    @Test
    void a_reference_is_booked_once_and_what_belongs_to_the_second_attempt_is_taken_back() {
        Account account = withCredit("1", 1);
        Booking usage = Booking.usage(new ServerId(17), 0, 2, Money.of("0.03"));
        bookAll(account.id(), List.of(usage));
        Account before = find(account.id());
        assertThatThrownBy(() -> bookAll(account.id(), List.of(Booking.usage(new ServerId(3), 0, 1, PRICE), usage)))
                .isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> store.transactions().required(() -> {
                    accounts.adjust(account.id(), PRICE, 1, usage, fixtures.now);
                    return "never";
                }))
                .isInstanceOf(RuntimeException.class);
        assertThat(find(account.id())).isEqualTo(before);
        assertThat(Bill.of(accounts, account.id()).entries()).hasSize(2);
    }

    @Test
    void several_entries_are_booked_in_their_order() {
        Account account = withCredit("1", 1);
        bookAll(
                account.id(),
                List.of(
                        Booking.usage(new ServerId(17), 0, 2, Money.of("0.03")),
                        Booking.usage(new ServerId(3), 5, 1, Money.of("0.0150"))));
        Bill bill = Bill.of(accounts, account.id());
        assertThat(bill.entries())
                .extracting(CreditEntry::balance)
                .containsExactly(Money.of("1"), Money.of("0.97"), Money.of("0.955"));
        assertThat(bill.entries()).extracting(CreditEntry::createdAt).containsOnly(fixtures.now);
    }

    @Test
    void a_count_is_changed_and_an_entry_booked_in_one_go() {
        Account account = withCredit("1", 1);
        accounts.adjust(account.id(), Money.of("0.5"), 2);
        store.transactions().required(() -> {
            accounts.adjust(
                    account.id(),
                    Money.of("-0.2"),
                    -1,
                    Booking.usage(new ServerId(17), 0, 1, Money.of("0.25")),
                    fixtures.now);
            return "done";
        });
        Bill bill = Bill.of(accounts, account.id());
        assertThat(bill.account().hourlyCost()).isEqualTo(Money.of("0.3"));
        assertThat(bill.account().servers()).isEqualTo(1);
        assertThat(bill.account().balance()).isEqualTo(Money.of("0.75"));
        assertThat(bill.usage(new ServerId(17)))
                .singleElement()
                .satisfies(entry -> assertThat(entry.amount()).isEqualTo(Money.of("-0.25")));
    }

    @Test
    void credit_is_exhausted_from_the_charge_that_leaves_nothing_until_there_is_some_again() {
        AccountId account = withCredit("1", 1).id();
        Instant first = fixtures.now.plusSeconds(1);
        Instant later = fixtures.now.plusSeconds(2);
        charge(account, 0, "0.9999", fixtures.now);
        assertThat(find(account).exhaustedAt()).isNull();
        charge(account, 1, "0.0001", first);
        assertThat(find(account).exhaustedAt()).isEqualTo(first);
        charge(account, 2, "2", later);
        assertThat(find(account).exhaustedAt()).isEqualTo(first);
        book(account, "2", "not enough");
        assertThat(find(account).exhaustedAt()).isEqualTo(first);
        book(account, "0.0001", "enough");
        assertThat(find(account).exhaustedAt()).isNull();
        store.transactions().required(() -> {
            accounts.adjust(account, Money.ZERO, 0, Booking.usage(new ServerId(17), 3, 1, Money.of("1")), later);
            return "done";
        });
        assertThat(find(account).exhaustedAt()).isEqualTo(later);
        assertThat(store.transactions().required(() -> accounts.lock(account))).contains(find(account));
    }

    @Test
    void a_ledger_is_read_from_its_newest_entry_page_by_page() {
        AccountId account = fixtures.account(1).id();
        AccountId other = fixtures.account(1).id();
        CreditEntry first = book(account, "1", "1");
        book(other, "1", "1");
        CreditEntry second = book(account, "1", "2");
        CreditEntry third = book(account, "1", "3");
        assertThat(accounts.ledger(account, Long.MAX_VALUE, 2)).containsExactly(third, second);
        assertThat(accounts.ledger(account, second.id(), 2)).containsExactly(first);
        assertThat(accounts.ledger(account, first.id(), 2)).isEmpty();
        assertThat(accounts.countEntries(account)).isEqualTo(3);
        assertThat(accounts.countEntries(fixtures.account(1).id())).isZero();
    }

    @Test
    void a_server_is_counted_when_the_credit_covers_the_hours_exactly() {
        Account account = withCredit("0.3600", 5);
        assertThat(accounts.enroll(account.id(), PRICE, HOURS)).isTrue();
        assertThat(find(account.id()).servers()).isEqualTo(1);
        assertThat(find(account.id()).hourlyCost()).isEqualTo(PRICE);
    }

    @Test
    void a_server_is_refused_when_the_credit_is_short_by_the_smallest_amount() {
        Account account = withCredit("0.3599", 5);
        assertThat(accounts.enroll(account.id(), PRICE, HOURS)).isFalse();
        assertThat(find(account.id())).isEqualTo(account);
    }

    @Test
    void a_server_is_refused_when_more_credit_is_needed_than_there_can_be() {
        Account account = withCredit("999999999999999.9999", 5);
        assertThat(accounts.enroll(account.id(), Money.of("1000000000"), 1_000_000))
                .isFalse();
        assertThat(find(account.id())).isEqualTo(account);
    }

    @Test
    void the_servers_there_are_already_count_in_the_credit_rule() {
        Account account = withCredit("0.7199", 5);
        assertThat(accounts.enroll(account.id(), PRICE, HOURS)).isTrue();
        assertThat(accounts.enroll(account.id(), PRICE, HOURS)).isFalse();
    }

    @Test
    void a_server_above_the_quota_is_refused() {
        Account account = withCredit("100", 1);
        assertThat(accounts.enroll(account.id(), PRICE, HOURS)).isTrue();
        assertThat(accounts.enroll(account.id(), PRICE, HOURS)).isFalse();
        assertThat(find(account.id()).servers()).isEqualTo(1);
    }

    @Test
    void what_an_account_is_counted_with_goes_up_and_down() {
        Account account = fixtures.account(5);
        accounts.adjust(account.id(), Money.of("0.5"), 2);
        accounts.adjust(account.id(), Money.of("-0.2"), -1);
        assertThat(find(account.id()).servers()).isEqualTo(1);
        assertThat(find(account.id()).hourlyCost()).isEqualTo(Money.of("0.3"));
    }

    @Test
    void concurrent_creates_never_pass_the_quota() throws Exception {
        Account account = withCredit("100", 10);
        List<Integer> counted = Concurrently.run(8, () -> {
            int mine = 0;
            for (int i = 0; i < 5; i++) {
                mine += store.transactions().required(() -> accounts.enroll(account.id(), PRICE, HOURS)) ? 1 : 0;
            }
            return mine;
        });
        assertThat(counted.stream().mapToInt(Integer::intValue).sum()).isEqualTo(10);
        assertThat(find(account.id()).servers()).isEqualTo(10);
        assertThat(find(account.id()).hourlyCost()).isEqualTo(Money.of("0.15"));
    }

    private void charge(AccountId account, long hour, String amount, Instant now) {
        store.transactions().required(() -> {
            accounts.bookAll(
                    accounts.lock(account).orElseThrow(),
                    List.of(Booking.usage(new ServerId(17), hour, 1, Money.of(amount))),
                    now);
            return "done";
        });
    }

    private void bookAll(AccountId account, List<Booking> bookings) {
        store.transactions().required(() -> {
            accounts.bookAll(accounts.lock(account).orElseThrow(), bookings, fixtures.now);
            return "done";
        });
    }

    private Account withCredit(String amount, int maxServers) {
        Account account = fixtures.account(maxServers);
        book(account.id(), amount, "credit");
        return find(account.id());
    }

    private CreditEntry book(AccountId account, String amount, String reference) {
        return store.transactions()
                .required(() -> accounts.book(
                        accounts.lock(account).orElseThrow(),
                        Booking.topUp(Money.of(amount), reference, "Überweisung"),
                        fixtures.now));
    }

    private Account find(AccountId account) {
        return accounts.find(account).orElseThrow();
    }

    @Test
    void accounts_are_paged_by_ascending_id() {
        List<AccountId> all = new ArrayList<>(List.of(fixtures.account.id()));
        for (int i = 0; i < 4; i++) {
            all.add(fixtures.account(1).id());
        }
        assertThat(accounts.count()).isEqualTo(5);
        assertThat(accounts.page(0, 2)).extracting(Account::id).isEqualTo(all.subList(0, 2));
        assertThat(accounts.page(all.get(1).value(), 10))
                .extracting(Account::id)
                .isEqualTo(all.subList(2, 5));
    }

    @Test
    void a_quota_can_be_set_below_what_is_used() {
        Account account = fixtures.account(1);
        book(account.id(), "100", "r");
        assertThat(accounts.enroll(account.id(), PRICE, HOURS)).isTrue();
        accounts.setMaxServers(account.id(), 0);
        assertThat(find(account.id()).maxServers()).isZero();
        assertThat(find(account.id()).servers()).isOne();
        assertThat(accounts.enroll(account.id(), PRICE, HOURS)).isFalse();
    }

    @Test
    void a_closed_account_is_not_exhausted_any_more() {
        AccountId account = fixtures.account(1).id();
        charge(account, 0, "1", fixtures.now);
        accounts.close(account, fixtures.now);
        assertThat(find(account).exhaustedAt()).isNull();
        assertThat(find(account).balance()).isEqualTo(Money.of("-1"));
    }

    @Test
    void a_closed_account_enrolls_nothing() {
        Account account = fixtures.account(1);
        book(account.id(), "100", "r");
        accounts.close(account.id(), fixtures.now);
        assertThat(find(account.id()).closedAt()).isEqualTo(fixtures.now);
        assertThat(find(account.id()).maxServers())
                .as("all that a version without closed accounts looks at")
                .isZero();
        assertThat(accounts.enroll(account.id(), PRICE, HOURS)).isFalse();
    }
}
