package dev.berth.application.account.service;

import dev.berth.application.account.port.in.CreditQueries;
import dev.berth.application.account.port.out.AccountRepository;
import dev.berth.application.port.in.Page;
import dev.berth.application.port.in.PageRequest;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.CreditEntry;

/** Reads ledgers: single statements, no transaction. */
public final class CreditQueriesService implements CreditQueries {
    private final AccountRepository accounts;

    public CreditQueriesService(AccountRepository accounts) {
        this.accounts = accounts;
    }

    @Override
    public Page<CreditEntry> ledger(AccountId account, PageRequest request) {
        return Page.of(
                accounts.ledger(account, request.before(), request.limit() + 1),
                request,
                () -> accounts.countEntries(account));
    }
}
