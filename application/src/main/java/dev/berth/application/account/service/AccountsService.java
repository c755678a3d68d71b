package dev.berth.application.account.service;

import dev.berth.application.account.port.in.Accounts;
import dev.berth.application.account.port.in.AddCreditCommand;
import dev.berth.application.account.port.in.CreateAccountCommand;
import dev.berth.application.account.port.out.AccountRepository;
import dev.berth.application.account.port.out.ApiTokenRepository;
import dev.berth.application.audit.service.AuditTrail;
import dev.berth.application.port.in.Page;
import dev.berth.application.port.in.PageRequest;
import dev.berth.application.port.out.Transactions;
import dev.berth.domain.account.Account;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.Booking;
import dev.berth.domain.account.CreditEntry;
import dev.berth.domain.audit.Actor;
import dev.berth.domain.audit.AuditAction;
import dev.berth.domain.audit.Changes;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import java.time.Clock;
import java.util.Map;

/** Reads accounts, and changes them for the operator. */
public final class AccountsService implements Accounts {
    private final Transactions transactions;
    private final AccountRepository accounts;
    private final ApiTokenRepository tokens;
    private final AuditTrail audit;
    private final Clock clock;

    public AccountsService(
            Transactions transactions,
            AccountRepository accounts,
            ApiTokenRepository tokens,
            AuditTrail audit,
            Clock clock) {
        this.transactions = transactions;
        this.accounts = accounts;
        this.tokens = tokens;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public Account get(AccountId account) {
        return accounts.find(account).orElseThrow(account::notFound);
    }

    @Override
    public Page<Account> page(PageRequest request) {
        return Page.of(accounts.page(request.after(), request.limit() + 1), request, accounts::count);
    }

    @Override
    public Account create(Actor actor, CreateAccountCommand command) {
        return transactions.required(() -> {
            Account account = accounts.insert(command.name(), command.maxServers(), clock.instant());
            Changes changes = new Changes().to("name", account.name()).to("max_servers", account.maxServers());
            audit.add(actor, AuditAction.ACCOUNT_CREATE, account.id(), account.id(), changes);
            return account;
        });
    }

    @Override
    public Account setQuota(Actor actor, AccountId id, int maxServers) {
        Account.requireMaxServers(maxServers);
        return transactions.required(() -> {
            Account account = lock(id);
            account.requireOpen();
            if (account.maxServers() != maxServers) {
                accounts.setMaxServers(id, maxServers);
                Changes changes = new Changes().of("max_servers", account.maxServers(), maxServers);
                audit.add(actor, AuditAction.ACCOUNT_UPDATE, id, id, changes);
            }
            return get(id);
        });
    }

    @Override
    public Account close(Actor actor, AccountId id) {
        return transactions.required(() -> {
            Account account = lock(id);
            account.requireCanClose();
            accounts.close(id, clock.instant());
            tokens.revokeAll(id, clock.instant());
            Account closed = get(id);
            Changes changes = new Changes()
                    .of("status", account.status().wireName(), closed.status().wireName())
                    .of("max_servers", account.maxServers(), closed.maxServers());
            audit.add(actor, AuditAction.ACCOUNT_CLOSE, id, id, changes);
            return closed;
        });
    }

    @Override
    public CreditEntry addCredit(Actor actor, AddCreditCommand command) {
        return transactions.required(() -> {
            Account account = lock(command.account());
            return accounts.entry(account.id(), command.reference())
                    .map(entry -> requireSameAmount(entry, command))
                    .orElseGet(() -> book(actor, account, command));
        });
    }

    private Account lock(AccountId account) {
        return accounts.lock(account).orElseThrow(account::notFound);
    }

    private CreditEntry book(Actor actor, Account account, AddCreditCommand command) {
        account.requireOpen();
        if (!account.balance().canAdd(command.amount())) {
            throw DomainException.invalid(
                    "amount",
                    "out_of_range",
                    "Must leave a balance of at most 15 digits before the point; it is %s now."
                            .formatted(account.balance()));
        }
        Booking booking = Booking.topUp(command.amount(), command.reference(), command.description());
        CreditEntry entry = accounts.book(account, booking, clock.instant());
        Changes changes =
                new Changes().of("credit", account.balance(), entry.balance()).to("reference", entry.reference());
        audit.add(actor, AuditAction.CREDIT_ADD, entry.id(), account.id(), changes);
        return entry;
    }

    private static CreditEntry requireSameAmount(CreditEntry entry, AddCreditCommand command) {
        if (!entry.amount().equals(command.amount())) {
            throw new DomainException(
                    ErrorCode.REFERENCE_CONFLICT,
                    "The reference was used before, for %s. Use another reference for other credit."
                            .formatted(entry.amount()),
                    Map.of(
                            "reference",
                            entry.reference(),
                            "amount",
                            entry.amount().toString()));
        }
        return entry;
    }
}
