package dev.berth.application.account.port.in;

import dev.berth.application.port.in.Page;
import dev.berth.application.port.in.PageRequest;
import dev.berth.domain.account.Account;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.CreditEntry;
import dev.berth.domain.audit.Actor;

/** What can be asked of accounts: a customer's own, and the operator's use cases of all of them. */
public interface Accounts {
    /** One account. Refuses with {@code ACCOUNT_NOT_FOUND}. */
    Account get(AccountId account);

    /** One page of all accounts, by ascending id. */
    Page<Account> page(PageRequest request);

    /** Creates an account without credit. */
    Account create(Actor actor, CreateAccountCommand command);

    /**
     * Sets how many servers an account may have. It keeps those that it has.
     *
     * @param maxServers 0 or more
     * @throws dev.berth.domain.error.DomainException {@code ACCOUNT_NOT_FOUND}, {@code ACCOUNT_CLOSED}
     */
    Account setQuota(Actor actor, AccountId account, int maxServers);

    /**
     * Closes an account without servers, for good, and revokes its tokens.
     *
     * @throws dev.berth.domain.error.DomainException {@code ACCOUNT_NOT_FOUND}, {@code ACCOUNT_CLOSED},
     *     {@code ACCOUNT_HAS_SERVERS}
     */
    Account close(Actor actor, AccountId account);

    /**
     * Books credit, once for each reference: again with the same amount it books nothing and returns the first entry.
     *
     * @throws dev.berth.domain.error.DomainException {@code ACCOUNT_NOT_FOUND}, {@code ACCOUNT_CLOSED}, or
     *     {@code REFERENCE_CONFLICT} when the reference was used with another amount
     */
    CreditEntry addCredit(Actor actor, AddCreditCommand command);
}
