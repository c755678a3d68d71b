package dev.berth.domain.account;

import java.time.Instant;

/**
 * One line of an account's append-only ledger.
 *
 * @param id its id
 * @param accountId whose
 * @param amount what was booked; positive adds credit
 * @param balance the balance after it
 * @param reference the operator's own name for it, unique per account: the same again books nothing
 * @param description for people
 * @param createdAt when it was booked
 */
public record CreditEntry(
        long id,
        AccountId accountId,
        Money amount,
        Money balance,
        String reference,
        String description,
        Instant createdAt) {}
