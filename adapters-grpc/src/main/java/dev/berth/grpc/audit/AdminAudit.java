package dev.berth.grpc.audit;

import dev.berth.application.audit.port.in.AuditLog;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.TokenId;
import dev.berth.domain.audit.AuditAction;
import dev.berth.domain.audit.AuditFilter;
import dev.berth.grpc.request.Fields;
import dev.berth.grpc.request.Paging;
import dev.berth.grpc.request.Value;
import dev.berth.proto.v1.ListAuditEntriesRequest;
import dev.berth.proto.v1.ListAuditEntriesResponse;
import jakarta.inject.Singleton;

/** The part of {@code berth.v1.AdminService} that is about the audit log. */
@Singleton
public final class AdminAudit {
    private final AuditLog auditLog;

    AdminAudit(AuditLog auditLog) {
        this.auditLog = auditLog;
    }

    /** One page of the log. */
    public ListAuditEntriesResponse list(ListAuditEntriesRequest request) {
        Fields fields = Fields.ofRequest();
        Value<AccountId> account = fields.optionalId("account_id", request.getAccountId(), AccountId::new);
        Value<AuditAction> action = fields.optionalText("action", request.getAction(), AuditAction::ofWireName);
        boolean hasAction = !request.getAction().isEmpty();
        Value<String> subject = fields.optionalText(
                "subject", request.getSubject(), text -> AuditFilter.requireSubject(text, hasAction));
        Value<TokenId> token = fields.optionalId("token_id", request.getTokenId(), TokenId::new);
        AuditFilter filter = new AuditFilter(account.orNull(), action.orNull(), subject.orNull(), token.orNull());
        Paging paging = Paging.read(fields, request.getPageSize(), request.getPageToken(), filter);
        fields.requireValid();
        return AuditMessages.of(auditLog.page(filter, paging.wanted()), paging);
    }
}
