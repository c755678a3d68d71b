package dev.berth.grpc.account;

import com.google.protobuf.Empty;
import dev.berth.application.account.port.in.ApiTokens;
import dev.berth.application.account.port.in.IssueTokenCommand;
import dev.berth.domain.account.TokenId;
import dev.berth.grpc.request.Callers;
import dev.berth.grpc.request.Fields;
import dev.berth.grpc.request.Replies;
import dev.berth.grpc.request.StrictMessages;
import dev.berth.grpc.request.Value;
import dev.berth.proto.v1.ApiToken;
import dev.berth.proto.v1.ListTokensRequest;
import dev.berth.proto.v1.ListTokensResponse;
import dev.berth.proto.v1.RevokeTokenRequest;
import dev.berth.proto.v1.TokenServiceCreateTokenRequest;
import dev.berth.proto.v1.TokenServiceGrpc;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Singleton;

/** {@code berth.v1.TokenService}. */
@Singleton
final class TokenEndpoint implements TokenServiceGrpc.AsyncService, BindableService {
    private final ApiTokens tokens;

    TokenEndpoint(ApiTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public ServerServiceDefinition bindService() {
        return StrictMessages.of(TokenServiceGrpc.bindService(this));
    }

    @Override
    public void listTokens(ListTokensRequest request, StreamObserver<ListTokensResponse> observer) {
        Replies.send(observer, AccountMessages.of(tokens.list(Callers.account())));
    }

    @Override
    public void createToken(TokenServiceCreateTokenRequest request, StreamObserver<ApiToken> observer) {
        IssueTokenCommand command = AccountRequests.read(request, Callers.account());
        Replies.send(
                observer,
                AccountMessages.of(
                        Fields.naming(AccountRequests::tokenPath, () -> tokens.issue(Callers.caller(), command))));
    }

    @Override
    public void revokeToken(RevokeTokenRequest request, StreamObserver<Empty> observer) {
        Fields fields = Fields.ofRequest();
        Value<TokenId> token = fields.id("id", request.getId(), TokenId::new);
        fields.requireValid();
        tokens.revoke(Callers.account(), token.get());
        Replies.send(observer, Empty.getDefaultInstance());
    }
}
