package dev.berth.domain.account;

import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.PlainText;
import dev.berth.domain.server.ServerId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of an account's append-only ledger.
 *
 * @param id its id
 * @param accountId whose
 * @param kind what it is for, and so the book that it stands in as well
 * @param serverId the server that it is for; null when none
 * @param amount what was booked; positive adds credit
 * @param balance the balance after it
 * @param reference its name, unique per account: the same again books nothing
 * @param description for people
 * @param createdAt when it was booked
 */
public record CreditEntry(
        long id,
        AccountId accountId,
        EntryKind kind,
        @Nullable ServerId serverId,
        Money amount,
        Money balance,
        String reference,
        String description,
        Instant createdAt) {

    /** How Berth's own references begin, and no operator's. */
    static final String OWN_REFERENCES = "berth:";

    private static final int REFERENCE_LENGTH = 100;
    private static final int DESCRIPTION_LENGTH = 500;

    /** Checks an amount of credit to be added. */
    public static Money requireAmount(Money amount) {
        if (!amount.isPositive()) {
            throw DomainException.invalid("amount", "out_of_range", "Must be more than 0.");
        }
        return amount;
    }

    /** Checks an operator's own name for an entry. */
    public static String requireReference(String reference) {
        PlainText.require("reference", reference, REFERENCE_LENGTH);
        if (reference.startsWith(OWN_REFERENCES)) {
            throw DomainException.invalid(
                    "reference",
                    "invalid_value",
                    "Must not begin with \"%s\": those are Berth's own. Use another beginning."
                            .formatted(OWN_REFERENCES));
        }
        return reference;
    }

    /** Checks a description of an entry. */
    public static String requireDescription(String description) {
        return PlainText.requireOptional("description", description, DESCRIPTION_LENGTH);
    }
}
