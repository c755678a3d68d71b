package dev.berth.application.account.port.in;

import dev.berth.domain.account.Account;
import dev.berth.domain.account.CreditEntry;

/** The operator's use cases of accounts. */
public interface Accounts {
    /** Creates an account without credit. */
    Account create(CreateAccountCommand command);

    /**
     * Books credit, once for each reference: again with the same amount it books nothing and returns the first entry.
     *
     * @throws dev.berth.domain.error.DomainException {@code ACCOUNT_NOT_FOUND}, or {@code REFERENCE_CONFLICT} when the
     *     reference was used with another amount
     */
    CreditEntry addCredit(AddCreditCommand command);
}
