package dev.berth.rest.account;

import dev.berth.application.account.port.in.ApiTokens;
import dev.berth.application.account.port.in.IssuedToken;
import dev.berth.domain.account.Scope;
import dev.berth.domain.account.TokenId;
import dev.berth.domain.error.ErrorCode;
import dev.berth.rest.request.Answers;
import dev.berth.rest.request.ApiRequest;
import dev.berth.rest.request.RequiresScope;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** An account's own tokens. */
@Controller("/api/v1/tokens")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
@ExecuteOn(TaskExecutors.BLOCKING)
final class TokenController {
    private final ApiTokens tokens;

    TokenController(ApiTokens tokens) {
        this.tokens = tokens;
    }

    @Get
    @RequiresScope(Scope.ACCOUNT_READ)
    HttpResponse<?> list(ApiRequest request) {
        request.requireValid();
        request.requireJsonAccepted();
        return Answers.collection(tokens.list(request.account()), TokenResponse::of);
    }

    @Post
    @RequiresScope(Scope.ACCOUNT_WRITE)
    HttpResponse<?> issue(ApiRequest request) {
        IssueTokenRequest token = IssueTokenRequest.read(request);
        request.requireJsonAccepted();
        IssuedToken issued = tokens.issue(request.caller(), token.toCommand(request.account()));
        return Answers.created(IssuedTokenResponse.of(issued));
    }

    @Delete("/{id:[^/]+}")
    @RequiresScope(Scope.ACCOUNT_WRITE)
    HttpResponse<?> revoke(ApiRequest request, String id) {
        request.requireValid();
        tokens.revoke(request.account(), new TokenId(request.id(id, ErrorCode.TOKEN_NOT_FOUND)));
        return HttpResponse.noContent();
    }
}
