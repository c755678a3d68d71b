package dev.berth.application.account.port.in;

import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.Money;
import dev.berth.domain.error.DomainException;

/**
 * Credit to be booked.
 *
 * @param account whose
 * @param amount how much, more than nothing
 * @param reference the operator's own name for it, 1 to 100 visible characters; books at most once per account
 * @param description for people, at most 500 characters
 */
public record AddCreditCommand(AccountId account, Money amount, String reference, String description) {
    public AddCreditCommand {
        if (!amount.isPositive()) {
            throw DomainException.invalid("amount", "out_of_range", "Must be more than 0.");
        }
        if (reference.isBlank() || reference.length() > 100 || hasControls(reference)) {
            throw DomainException.invalid(
                    "reference",
                    "invalid_format",
                    "Must be 1 to 100 characters, not blank, without control characters.");
        }
        if (description.length() > 500 || hasControls(description)) {
            throw DomainException.invalid(
                    "description", "invalid_format", "Must be at most 500 characters, without control characters.");
        }
    }

    private static boolean hasControls(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }
}
