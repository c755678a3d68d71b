package dev.berth.rest.account;

import dev.berth.domain.account.CreditEntry;
import dev.berth.domain.server.ServerId;
import dev.berth.rest.request.Representation;
import dev.berth.rest.request.Times;
import org.jspecify.annotations.Nullable;

/** A booking as its account sees it: the reference is the operator's. */
@Representation
record LedgerEntryResponse(
        long id,
        String amount,
        String balance,
        String kind,
        @Nullable Long serverId,
        String description,
        String createdAt) {
    static LedgerEntryResponse of(CreditEntry entry) {
        ServerId server = entry.serverId();
        return new LedgerEntryResponse(
                entry.id(),
                entry.amount().toString(),
                entry.balance().toString(),
                entry.kind().wireName(),
                server == null ? null : server.value(),
                entry.description(),
                Times.format(entry.createdAt()));
    }
}
