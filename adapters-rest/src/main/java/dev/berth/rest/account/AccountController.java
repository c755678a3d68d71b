package dev.berth.rest.account;

import dev.berth.application.account.port.in.Accounts;
import dev.berth.application.account.port.in.ApiTokens;
import dev.berth.application.account.port.in.CreateAccountCommand;
import dev.berth.application.account.port.in.IssuedToken;
import dev.berth.domain.account.Account;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.CreditEntry;
import dev.berth.domain.account.Scope;
import dev.berth.domain.error.ErrorCode;
import dev.berth.rest.request.Answers;
import dev.berth.rest.request.ApiRequest;
import dev.berth.rest.request.RequiresScope;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** The operator's side: accounts, their credit and their tokens. */
@Controller("/api/v1/admin/accounts")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
@ExecuteOn(TaskExecutors.BLOCKING)
final class AccountController {
    private final Accounts accounts;
    private final ApiTokens tokens;

    AccountController(Accounts accounts, ApiTokens tokens) {
        this.accounts = accounts;
        this.tokens = tokens;
    }

    @Post
    @RequiresScope(Scope.ADMIN)
    HttpResponse<?> create(ApiRequest request) {
        CreateAccountCommand command = CreateAccountRequest.read(request);
        request.requireJsonAccepted();
        Account account = accounts.create(command);
        return Answers.created(AccountResponse.of(account));
    }

    @Post("/{id:[^/]+}/credit")
    @RequiresScope(Scope.ADMIN)
    HttpResponse<?> addCredit(ApiRequest request, String id) {
        AddCreditRequest credit = AddCreditRequest.read(request);
        AccountId account = account(request, id);
        request.requireJsonAccepted();
        CreditEntry entry = accounts.addCredit(credit.toCommand(account));
        return Answers.created(CreditEntryResponse.of(entry));
    }

    @Post("/{id:[^/]+}/tokens")
    @RequiresScope(Scope.ADMIN)
    HttpResponse<?> issueToken(ApiRequest request, String id) {
        IssueTokenRequest token = IssueTokenRequest.read(request);
        AccountId account = account(request, id);
        request.requireJsonAccepted();
        IssuedToken issued = tokens.issue(token.toCommand(account));
        return Answers.created(IssuedTokenResponse.of(issued));
    }

    private static AccountId account(ApiRequest request, String id) {
        return new AccountId(request.id(id, ErrorCode.ACCOUNT_NOT_FOUND));
    }
}
