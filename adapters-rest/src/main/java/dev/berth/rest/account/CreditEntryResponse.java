package dev.berth.rest.account;

import dev.berth.domain.account.CreditEntry;
import dev.berth.domain.server.ServerId;
import dev.berth.rest.request.Representation;
import dev.berth.rest.request.Times;
import org.jspecify.annotations.Nullable;

/** A booking of credit. */
@Representation
record CreditEntryResponse(
        long id,
        String amount,
        String balance,
        String kind,
        @Nullable Long serverId,
        String reference,
        String description,
        String createdAt) {
    static CreditEntryResponse of(CreditEntry entry) {
        ServerId server = entry.serverId();
        return new CreditEntryResponse(
                entry.id(),
                entry.amount().toString(),
                entry.balance().toString(),
                entry.kind().wireName(),
                server == null ? null : server.value(),
                entry.reference(),
                entry.description(),
                Times.format(entry.createdAt()));
    }
}
