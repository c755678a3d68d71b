package dev.berth.application.account.port.in;

import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.CreditEntry;
import dev.berth.domain.account.Money;

/**
 * Credit to be booked.
 *
 * @param account whose
 * @param amount how much, more than nothing
 * @param reference the operator's own name for it, 1 to 100 visible characters, not Berth's own ({@code berth:…}); books at
 *     most once per account
 * @param description for people, at most 500 characters
 */
public record AddCreditCommand(AccountId account, Money amount, String reference, String description) {
    public AddCreditCommand {
        CreditEntry.requireAmount(amount);
        CreditEntry.requireReference(reference);
        CreditEntry.requireDescription(description);
    }
}
