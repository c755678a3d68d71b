package dev.berth.application.account.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.application.account.port.in.AddCreditCommand;
import dev.berth.application.account.port.in.CreateAccountCommand;
import dev.berth.application.account.port.out.TokenHash;
import dev.berth.application.audit.service.AuditTrail;
import dev.berth.application.testing.InMemoryStore;
import dev.berth.domain.account.Account;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.AccountStatus;
import dev.berth.domain.account.CreditEntry;
import dev.berth.domain.account.Money;
import dev.berth.domain.account.Scope;
import dev.berth.domain.account.TokenId;
import dev.berth.domain.audit.Actor;
import dev.berth.domain.audit.AuditEntry;
import dev.berth.domain.audit.AuditFilter;
import dev.berth.domain.audit.FieldChange;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class AccountsServiceTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-10T14:30:00Z"), ZoneOffset.UTC);

    private static final Actor OPERATOR = new Actor(new TokenId(9), "ops", "192.0.2.7", "request-1");

    private final InMemoryStore store = new InMemoryStore(CLOCK);
    private final AccountsService service = new AccountsService(
            store.transactions(),
            store.accounts(),
            store.apiTokens(),
            new AuditTrail(store.auditEntries(), CLOCK),
            CLOCK);

    @Test
    void a_new_account_has_no_credit_and_no_servers() {
        Account account = service.create(OPERATOR, new CreateAccountCommand("Customer", 5));
        assertThat(account.balance()).isEqualTo(Money.ZERO);
        assertThat(account.servers()).isZero();
        assertThat(account.maxServers()).isEqualTo(5);
        assertThat(account.createdAt()).isEqualTo(CLOCK.instant());
        assertThat(store.accounts().find(account.id())).contains(account);
    }

    @Test
    void credit_is_added_to_the_balance() {
        AccountId account = account();
        assertThat(add(account, "12.50", "a").balance()).isEqualTo(Money.of("12.50"));
        CreditEntry second = add(account, "0.0001", "b");
        assertThat(second.balance()).isEqualTo(Money.of("12.5001"));
        assertThat(second.amount()).isEqualTo(Money.of("0.0001"));
        assertThat(second.createdAt()).isEqualTo(CLOCK.instant());
        assertThat(balance(account)).isEqualTo(Money.of("12.5001"));
    }

    @Test
    void the_same_reference_again_books_nothing_and_returns_the_first_entry() {
        AccountId account = account();
        CreditEntry first = add(account, "12.50", "invoice-7");
        add(account, "1", "invoice-8");
        assertThat(add(account, "12.5000", "invoice-7")).isEqualTo(first);
        assertThat(balance(account)).isEqualTo(Money.of("13.50"));
    }

    @Test
    void the_same_reference_with_another_amount_is_a_conflict() {
        AccountId account = account();
        add(account, "12.50", "invoice-7");
        DomainException refused = catchThrowableOfType(DomainException.class, () -> add(account, "12.51", "invoice-7"));
        assertThat(refused.code()).isEqualTo(ErrorCode.REFERENCE_CONFLICT);
        assertThat(refused.details()).containsEntry("amount", "12.5000").containsEntry("reference", "invoice-7");
        assertThat(balance(account)).isEqualTo(Money.of("12.50"));
    }

    @Test
    void another_account_may_use_the_same_reference() {
        AccountId first = account();
        AccountId second = account();
        add(first, "1", "invoice-7");
        add(second, "2", "invoice-7");
        assertThat(balance(first)).isEqualTo(Money.of("1"));
        assertThat(balance(second)).isEqualTo(Money.of("2"));
    }

    @Test
    void an_account_that_is_not_there_gets_no_credit() {
        assertThat(catchThrowableOfType(DomainException.class, () -> add(new AccountId(404), "1", "a"))
                        .code())
                .isEqualTo(ErrorCode.ACCOUNT_NOT_FOUND);
    }

    @Test
    void more_credit_than_an_account_can_hold_is_refused_and_books_nothing() {
        AccountId account = account();
        Money most = Money.of("999999999999999.9999");
        add(account, most.toString(), "a");
        DomainException refused = catchThrowableOfType(DomainException.class, () -> add(account, "0.0001", "b"));
        assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(refused.violations()).extracting("field").containsExactly("amount");
        assertThat(balance(account)).isEqualTo(most);
        assertThat(add(account, most.toString(), "a").balance())
                .as("still idempotent")
                .isEqualTo(most);
    }

    @Test
    void the_same_credit_sent_many_times_at_once_is_booked_once() {
        AccountId account = account();
        List<CreditEntry> entries = IntStream.range(0, 50)
                .parallel()
                .mapToObj(i -> add(account, "1", "invoice-" + i % 5))
                .toList();
        assertThat(entries.stream().map(CreditEntry::id).distinct()).hasSize(5);
        assertThat(balance(account)).isEqualTo(Money.of("5"));
    }

    @Test
    void a_quota_is_set_and_noted_unless_it_is_what_it_was() {
        AccountId account = account();
        assertThat(service.setQuota(OPERATOR, account, 9).maxServers()).isEqualTo(9);
        service.setQuota(OPERATOR, account, 9);
        assertThat(lastEntry().action()).isEqualTo("account.update");
        assertThat(lastEntry().changes()).containsExactly(new FieldChange("max_servers", "5", "9"));
        assertThat(store.auditEntries().count(AuditFilter.ALL)).isEqualTo(2);
        refused(() -> service.setQuota(OPERATOR, account, -1), ErrorCode.INVALID_REQUEST);
        refused(() -> service.setQuota(OPERATOR, new AccountId(404), 1), ErrorCode.ACCOUNT_NOT_FOUND);
    }

    @Test
    void a_closed_account_keeps_its_ledger_and_gets_nothing_more() {
        AccountId account = account();
        add(account, "5", "a");
        assertThat(service.close(OPERATOR, account).status()).isEqualTo(AccountStatus.CLOSED);
        assertThat(lastEntry().changes())
                .containsExactly(
                        new FieldChange("max_servers", "5", "0"), new FieldChange("status", "active", "closed"));
        assertThat(balance(account)).isEqualTo(Money.of("5"));
        refused(() -> add(account, "1", "b"), ErrorCode.ACCOUNT_CLOSED);
        assertThat(add(account, "5", "a").balance()).as("booked before").isEqualTo(Money.of("5"));
        refused(() -> service.setQuota(OPERATOR, account, 1), ErrorCode.ACCOUNT_CLOSED);
        refused(() -> service.close(OPERATOR, account), ErrorCode.ACCOUNT_CLOSED);
    }

    @Test
    void an_account_with_servers_stays_open() {
        AccountId account = account();
        store.accounts().enroll(account, Money.ZERO, 24);
        refused(() -> service.close(OPERATOR, account), ErrorCode.ACCOUNT_HAS_SERVERS);
        assertThat(service.get(account).status()).isEqualTo(AccountStatus.ACTIVE);
    }

    @Test
    void closing_an_account_revokes_its_tokens() {
        AccountId account = account();
        TokenHash hash = new TokenHash("1".repeat(64));
        store.apiTokens().insert(account, "ci", Scope.customerScopes(), null, "berth_abcdef", hash, CLOCK.instant());
        service.close(OPERATOR, account);
        assertThat(store.apiTokens().find(hash)).isEmpty();
    }

    @Test
    void credit_is_noted_once_with_the_balance_before_and_after() {
        AccountId account = account();
        add(account, "2", "a");
        CreditEntry second = add(account, "3", "b");
        add(account, "3", "b");
        AuditEntry entry = lastEntry();
        assertThat(entry.action()).isEqualTo("credit.add");
        assertThat(entry.subject()).isEqualTo(Long.toString(second.id()));
        assertThat(entry.actor()).isEqualTo(OPERATOR);
        assertThat(entry.account()).isEqualTo(account);
        assertThat(entry.changes())
                .containsExactly(
                        new FieldChange("credit", "2.0000", "5.0000"), new FieldChange("reference", null, "b"));
        assertThat(store.auditEntries().count(AuditFilter.ALL)).isEqualTo(3);
    }

    @Test
    void a_refused_change_is_not_noted() {
        refused(() -> add(new AccountId(404), "1", "a"), ErrorCode.ACCOUNT_NOT_FOUND);
        assertThat(store.auditEntries().count(AuditFilter.ALL)).isZero();
    }

    private AuditEntry lastEntry() {
        return store.auditEntries().page(AuditFilter.ALL, Long.MAX_VALUE, 1).get(0);
    }

    private static void refused(ThrowingCallable change, ErrorCode code) {
        assertThat(catchThrowableOfType(DomainException.class, change).code()).isEqualTo(code);
    }

    private AccountId account() {
        return service.create(OPERATOR, new CreateAccountCommand("Customer", 5)).id();
    }

    private CreditEntry add(AccountId account, String amount, String reference) {
        return service.addCredit(OPERATOR, new AddCreditCommand(account, Money.of(amount), reference, ""));
    }

    private Money balance(AccountId account) {
        return store.accounts().find(account).orElseThrow().balance();
    }
}
