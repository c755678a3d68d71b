package dev.berth.grpc.account;

import dev.berth.application.account.port.in.Accounts;
import dev.berth.application.account.port.in.AddCreditCommand;
import dev.berth.application.account.port.in.ApiTokens;
import dev.berth.application.account.port.in.CreateAccountCommand;
import dev.berth.application.account.port.in.IssueTokenCommand;
import dev.berth.grpc.request.Fields;
import dev.berth.grpc.request.Replies;
import dev.berth.grpc.request.StrictMessages;
import dev.berth.proto.v1.Account;
import dev.berth.proto.v1.AddCreditRequest;
import dev.berth.proto.v1.AdminServiceGrpc;
import dev.berth.proto.v1.ApiToken;
import dev.berth.proto.v1.CreateAccountRequest;
import dev.berth.proto.v1.CreateTokenRequest;
import dev.berth.proto.v1.CreditEntry;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Singleton;

/** {@code berth.v1.AdminService}. */
@Singleton
final class AdminEndpoint implements AdminServiceGrpc.AsyncService, BindableService {
    private final Accounts accounts;
    private final ApiTokens tokens;

    AdminEndpoint(Accounts accounts, ApiTokens tokens) {
        this.accounts = accounts;
        this.tokens = tokens;
    }

    @Override
    public ServerServiceDefinition bindService() {
        return StrictMessages.of(AdminServiceGrpc.bindService(this));
    }

    @Override
    public void createAccount(CreateAccountRequest request, StreamObserver<Account> observer) {
        CreateAccountCommand command = AdminRequests.read(request);
        Replies.send(observer, AccountMessages.of(accounts.create(command)));
    }

    @Override
    public void addCredit(AddCreditRequest request, StreamObserver<CreditEntry> observer) {
        AddCreditCommand command = AdminRequests.read(request);
        Replies.send(observer, AccountMessages.of(accounts.addCredit(command)));
    }

    @Override
    public void createToken(CreateTokenRequest request, StreamObserver<ApiToken> observer) {
        IssueTokenCommand command = AdminRequests.read(request);
        Replies.send(
                observer, AccountMessages.of(Fields.naming(AdminRequests::tokenPath, () -> tokens.issue(command))));
    }
}
