package dev.berth.grpc.account;

import dev.berth.application.account.port.in.Accounts;
import dev.berth.application.account.port.in.CreditQueries;
import dev.berth.application.port.in.Page;
import dev.berth.domain.account.CreditEntry;
import dev.berth.grpc.request.Callers;
import dev.berth.grpc.request.Fields;
import dev.berth.grpc.request.Paging;
import dev.berth.grpc.request.Replies;
import dev.berth.grpc.request.StrictMessages;
import dev.berth.proto.v1.Account;
import dev.berth.proto.v1.AccountServiceGrpc;
import dev.berth.proto.v1.GetAccountRequest;
import dev.berth.proto.v1.ListCreditEntriesRequest;
import dev.berth.proto.v1.ListCreditEntriesResponse;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Singleton;

/** {@code berth.v1.AccountService}. */
@Singleton
final class AccountEndpoint implements AccountServiceGrpc.AsyncService, BindableService {
    private final Accounts accounts;
    private final CreditQueries credit;

    AccountEndpoint(Accounts accounts, CreditQueries credit) {
        this.accounts = accounts;
        this.credit = credit;
    }

    @Override
    public ServerServiceDefinition bindService() {
        return StrictMessages.of(AccountServiceGrpc.bindService(this));
    }

    @Override
    public void getAccount(GetAccountRequest request, StreamObserver<Account> observer) {
        Replies.send(observer, AccountMessages.of(accounts.get(Callers.account())));
    }

    @Override
    public void listCreditEntries(
            ListCreditEntriesRequest request, StreamObserver<ListCreditEntriesResponse> observer) {
        Fields fields = Fields.ofRequest();
        Paging paging = Paging.read(fields, request.getPageSize(), request.getPageToken(), "ledger");
        fields.requireValid();
        Page<CreditEntry> page = credit.ledger(Callers.account(), paging.wanted());
        Replies.send(
                observer,
                ListCreditEntriesResponse.newBuilder()
                        .addAllCreditEntries(page.items().stream()
                                .map(AccountMessages::withoutReference)
                                .toList())
                        .setNextPageToken(paging.next(page, CreditEntry::id))
                        .setTotalSize(Paging.total(page))
                        .build());
    }
}
