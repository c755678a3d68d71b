package dev.berth.application.account.service;

import dev.berth.application.account.port.in.Accounts;
import dev.berth.application.account.port.in.AddCreditCommand;
import dev.berth.application.account.port.in.CreateAccountCommand;
import dev.berth.application.account.port.out.AccountRepository;
import dev.berth.application.port.out.Transactions;
import dev.berth.domain.account.Account;
import dev.berth.domain.account.CreditEntry;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import java.time.Clock;
import java.util.Map;

/** Creates accounts and books their credit. */
public final class AccountsService implements Accounts {
    private final Transactions transactions;
    private final AccountRepository accounts;
    private final Clock clock;

    public AccountsService(Transactions transactions, AccountRepository accounts, Clock clock) {
        this.transactions = transactions;
        this.accounts = accounts;
        this.clock = clock;
    }

    @Override
    public Account create(CreateAccountCommand command) {
        return accounts.insert(command.name(), command.maxServers(), clock.instant());
    }

    @Override
    public CreditEntry addCredit(AddCreditCommand command) {
        return transactions.required(() -> {
            Account account = accounts.lock(command.account()).orElseThrow(command.account()::notFound);
            return accounts.entry(account.id(), command.reference())
                    .map(entry -> requireSameAmount(entry, command))
                    .orElseGet(() -> book(account, command));
        });
    }

    private CreditEntry book(Account account, AddCreditCommand command) {
        if (!account.balance().canAdd(command.amount())) {
            throw DomainException.invalid(
                    "amount",
                    "out_of_range",
                    "Must leave a balance of at most 15 digits before the point; it is %s now."
                            .formatted(account.balance()));
        }
        return accounts.book(account, command.amount(), command.reference(), command.description(), clock.instant());
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
