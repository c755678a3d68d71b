package dev.berth.rest.account;

import dev.berth.application.account.port.in.Accounts;
import dev.berth.application.account.port.in.CreditQueries;
import dev.berth.domain.account.Account;
import dev.berth.domain.account.CreditEntry;
import dev.berth.domain.account.Scope;
import dev.berth.rest.request.Answers;
import dev.berth.rest.request.ApiRequest;
import dev.berth.rest.request.Paging;
import dev.berth.rest.request.RequiresScope;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** The account that is asking. */
@Controller("/api/v1/account")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
@ExecuteOn(TaskExecutors.BLOCKING)
final class AccountController {
    private final Accounts accounts;
    private final CreditQueries credit;

    AccountController(Accounts accounts, CreditQueries credit) {
        this.accounts = accounts;
        this.credit = credit;
    }

    @Get
    @RequiresScope(Scope.ACCOUNT_READ)
    HttpResponse<?> get(ApiRequest request) {
        request.requireValid();
        Account account = accounts.get(request.account());
        request.requireJsonAccepted();
        return Answers.ok(AccountResponse.of(account));
    }

    @Get("/ledger")
    @RequiresScope(Scope.ACCOUNT_READ)
    HttpResponse<?> ledger(ApiRequest request) {
        Paging paging = Paging.read(request, "ledger");
        request.requireValid();
        return paging.answer(
                credit.ledger(request.account(), paging.wantedOrFirst()), CreditEntry::id, LedgerEntryResponse::of);
    }
}
