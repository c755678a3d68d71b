package dev.berth.rest.account;

import dev.berth.domain.account.CreditEntry;
import dev.berth.rest.request.Representation;
import dev.berth.rest.request.Times;

/** A booking of credit. */
@Representation
record CreditEntryResponse(
        long id, String amount, String balance, String reference, String description, String createdAt) {
    static CreditEntryResponse of(CreditEntry entry) {
        return new CreditEntryResponse(
                entry.id(),
                entry.amount().toString(),
                entry.balance().toString(),
                entry.reference(),
                entry.description(),
                Times.format(entry.createdAt()));
    }
}
