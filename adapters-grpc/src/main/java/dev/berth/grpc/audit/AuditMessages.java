package dev.berth.grpc.audit;

import dev.berth.application.port.in.Page;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.TokenId;
import dev.berth.domain.audit.Actor;
import dev.berth.domain.audit.FieldChange;
import dev.berth.grpc.request.Paging;
import dev.berth.grpc.request.Times;
import dev.berth.proto.v1.AuditEntry;
import dev.berth.proto.v1.ListAuditEntriesResponse;

/** The audit log as the contract writes it. */
final class AuditMessages {
    private AuditMessages() {}

    static ListAuditEntriesResponse of(Page<dev.berth.domain.audit.AuditEntry> page, Paging paging) {
        return ListAuditEntriesResponse.newBuilder()
                .addAllEntries(page.items().stream().map(AuditMessages::of).toList())
                .setNextPageToken(paging.next(page, dev.berth.domain.audit.AuditEntry::id))
                .setTotalSize(Paging.total(page))
                .build();
    }

    private static AuditEntry of(dev.berth.domain.audit.AuditEntry entry) {
        AccountId account = entry.account();
        return AuditEntry.newBuilder()
                .setId(entry.id())
                .setAction(entry.action())
                .setSubject(entry.subject())
                .setAccountId(account == null ? 0 : account.value())
                .setActor(of(entry.actor()))
                .addAllChanges(entry.changes().stream().map(AuditMessages::of).toList())
                .setCreateTime(Times.of(entry.createdAt()))
                .build();
    }

    private static AuditEntry.Actor of(Actor actor) {
        TokenId token = actor.token();
        AuditEntry.Actor.Builder message = AuditEntry.Actor.newBuilder()
                .setTokenId(token == null ? 0 : token.value())
                .setName(actor.name());
        if (actor.address() != null) {
            message.setAddress(actor.address());
        }
        if (actor.requestId() != null) {
            message.setRequestId(actor.requestId());
        }
        return message.build();
    }

    private static AuditEntry.Change of(FieldChange change) {
        AuditEntry.Change.Builder message = AuditEntry.Change.newBuilder().setField(change.field());
        if (change.before() != null) {
            message.setBefore(change.before());
        }
        if (change.after() != null) {
            message.setAfter(change.after());
        }
        return message.build();
    }
}
