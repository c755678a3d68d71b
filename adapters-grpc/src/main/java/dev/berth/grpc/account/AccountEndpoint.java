package dev.berth.grpc.account;

import dev.berth.application.account.port.in.Accounts;
import dev.berth.grpc.request.Callers;
import dev.berth.grpc.request.Replies;
import dev.berth.grpc.request.StrictMessages;
import dev.berth.proto.v1.Account;
import dev.berth.proto.v1.AccountServiceGrpc;
import dev.berth.proto.v1.GetAccountRequest;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Singleton;

/** {@code berth.v1.AccountService}. */
@Singleton
final class AccountEndpoint implements AccountServiceGrpc.AsyncService, BindableService {
    private final Accounts accounts;

    AccountEndpoint(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public ServerServiceDefinition bindService() {
        return StrictMessages.of(AccountServiceGrpc.bindService(this));
    }

    @Override
    public void getAccount(GetAccountRequest request, StreamObserver<Account> observer) {
        Replies.send(observer, AccountMessages.of(accounts.get(Callers.account())));
    }
}
