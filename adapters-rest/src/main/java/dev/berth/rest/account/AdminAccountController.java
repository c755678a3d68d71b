package dev.berth.rest.account;

import dev.berth.application.account.port.in.Accounts;
import dev.berth.application.account.port.in.ApiTokens;
import dev.berth.application.account.port.in.CreateAccountCommand;
import dev.berth.application.account.port.in.IssuedToken;
import dev.berth.domain.account.Account;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.CreditEntry;
import dev.berth.domain.account.Scope;
import dev.berth.domain.account.TokenId;
import dev.berth.domain.error.ErrorCode;
import dev.berth.rest.request.Answers;
import dev.berth.rest.request.ApiRequest;
import dev.berth.rest.request.Paging;
import dev.berth.rest.request.RequiresScope;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** The operator's side: accounts, their credit and their tokens. */
@Controller("/api/v1/admin/accounts")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
@ExecuteOn(TaskExecutors.BLOCKING)
final class AdminAccountController {
    private final Accounts accounts;
    private final ApiTokens tokens;

    AdminAccountController(Accounts accounts, ApiTokens tokens) {
        this.accounts = accounts;
        this.tokens = tokens;
    }

    @Get
    @RequiresScope(Scope.ADMIN)
    HttpResponse<?> list(ApiRequest request) {
        Paging paging = Paging.read(request, "accounts");
        request.requireValid();
        return paging.answer(
                accounts.page(paging.wantedOrFirst()), account -> account.id().value(), AdminAccountResponse::of);
    }

    @Post
    @RequiresScope(Scope.ADMIN)
    HttpResponse<?> create(ApiRequest request) {
        CreateAccountCommand command = CreateAccountRequest.read(request);
        request.requireJsonAccepted();
        Account account = accounts.create(request.actor(), command);
        return Answers.created(AdminAccountResponse.of(account));
    }

    @Get("/{id:[^/]+}")
    @RequiresScope(Scope.ADMIN)
    HttpResponse<?> get(ApiRequest request, String id) {
        request.requireValid();
        Account account = accounts.get(account(request, id));
        request.requireJsonAccepted();
        return Answers.ok(AdminAccountResponse.of(account));
    }

    @Patch("/{id:[^/]+}")
    @RequiresScope(Scope.ADMIN)
    HttpResponse<?> setQuota(ApiRequest request, String id) {
        Integer maxServers = UpdateAccountRequest.read(request);
        AccountId account = account(request, id);
        request.requireJsonAccepted();
        return Answers.ok(AdminAccountResponse.of(
                maxServers == null ? accounts.get(account) : accounts.setQuota(request.actor(), account, maxServers)));
    }

    @Post("/{id:[^/]+}/close")
    @RequiresScope(Scope.ADMIN)
    HttpResponse<?> close(ApiRequest request, String id) {
        request.requireNoBody();
        request.requireValid();
        AccountId account = account(request, id);
        request.requireJsonAccepted();
        return Answers.ok(AdminAccountResponse.of(accounts.close(request.actor(), account)));
    }

    @Post("/{id:[^/]+}/credit")
    @RequiresScope(Scope.ADMIN)
    HttpResponse<?> addCredit(ApiRequest request, String id) {
        AddCreditRequest credit = AddCreditRequest.read(request);
        AccountId account = account(request, id);
        request.requireJsonAccepted();
        CreditEntry entry = accounts.addCredit(request.actor(), credit.toCommand(account));
        return Answers.created(CreditEntryResponse.of(entry));
    }

    @Get("/{id:[^/]+}/tokens")
    @RequiresScope(Scope.ADMIN)
    HttpResponse<?> listTokens(ApiRequest request, String id) {
        request.requireValid();
        AccountId account = account(request, id);
        request.requireJsonAccepted();
        return Answers.collection(tokens.list(account), TokenResponse::of);
    }

    @Post("/{id:[^/]+}/tokens")
    @RequiresScope(Scope.ADMIN)
    HttpResponse<?> issueToken(ApiRequest request, String id) {
        IssueTokenRequest token = IssueTokenRequest.read(request);
        AccountId account = account(request, id);
        request.requireJsonAccepted();
        IssuedToken issued = tokens.issueAsOperator(request.actor(), token.toCommand(account));
        return Answers.created(IssuedTokenResponse.of(issued));
    }

    @Delete("/{id:[^/]+}/tokens/{token:[^/]+}")
    @RequiresScope(Scope.ADMIN)
    HttpResponse<?> revokeToken(ApiRequest request, String id, String token) {
        request.requireValid();
        AccountId account = account(request, id);
        TokenId revoked = new TokenId(request.id(token, ErrorCode.TOKEN_NOT_FOUND));
        tokens.revokeAsOperator(request.actor(), account, revoked);
        return HttpResponse.noContent();
    }

    private static AccountId account(ApiRequest request, String id) {
        return new AccountId(request.id(id, ErrorCode.ACCOUNT_NOT_FOUND));
    }
}
