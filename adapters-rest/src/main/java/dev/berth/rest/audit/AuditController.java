package dev.berth.rest.audit;

import dev.berth.application.audit.port.in.AuditLog;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.Scope;
import dev.berth.domain.account.TokenId;
import dev.berth.domain.audit.AuditAction;
import dev.berth.domain.audit.AuditEntry;
import dev.berth.domain.audit.AuditFilter;
import dev.berth.rest.request.ApiRequest;
import dev.berth.rest.request.Paging;
import dev.berth.rest.request.Query;
import dev.berth.rest.request.RequiresScope;
import dev.berth.rest.request.Value;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** Shows what operators have done. */
@Controller("/api/v1/admin/audit-log")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
@ExecuteOn(TaskExecutors.BLOCKING)
final class AuditController {
    private final AuditLog log;

    AuditController(AuditLog log) {
        this.log = log;
    }

    @Get
    @RequiresScope(Scope.ADMIN)
    HttpResponse<?> list(ApiRequest request) {
        Query query = request.query();
        Value<AccountId> account = query.id("account_id", AccountId::new);
        Value<AuditAction> action = query.optional("action", AuditAction::ofWireName);
        Value<String> subject =
                query.optional("subject", text -> AuditFilter.requireSubject(text, query.has("action")));
        Value<TokenId> token = query.id("token_id", TokenId::new);
        AuditFilter filter = new AuditFilter(account.orNull(), action.orNull(), subject.orNull(), token.orNull());
        Paging paging = Paging.read(request, filter);
        request.requireValid();
        return paging.answer(log.page(filter, paging.wantedOrFirst()), AuditEntry::id, AuditEntryResponse::of);
    }
}
