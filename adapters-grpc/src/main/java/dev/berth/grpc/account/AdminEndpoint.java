package dev.berth.grpc.account;

import com.google.protobuf.Empty;
import dev.berth.application.account.port.in.Accounts;
import dev.berth.application.account.port.in.AddCreditCommand;
import dev.berth.application.account.port.in.ApiTokens;
import dev.berth.application.account.port.in.CreateAccountCommand;
import dev.berth.application.account.port.in.IssueTokenCommand;
import dev.berth.application.audit.port.in.AuditLog;
import dev.berth.application.port.in.Page;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.TokenId;
import dev.berth.domain.audit.AuditAction;
import dev.berth.domain.audit.AuditFilter;
import dev.berth.grpc.request.Callers;
import dev.berth.grpc.request.Fields;
import dev.berth.grpc.request.Paging;
import dev.berth.grpc.request.Replies;
import dev.berth.grpc.request.StrictMessages;
import dev.berth.grpc.request.Value;
import dev.berth.grpc.server.AdminServers;
import dev.berth.proto.v1.Account;
import dev.berth.proto.v1.AddCreditRequest;
import dev.berth.proto.v1.AdminServer;
import dev.berth.proto.v1.AdminServerChange;
import dev.berth.proto.v1.AdminServiceGetAccountRequest;
import dev.berth.proto.v1.AdminServiceGetServerRequest;
import dev.berth.proto.v1.AdminServiceGrpc;
import dev.berth.proto.v1.AdminServiceListServersRequest;
import dev.berth.proto.v1.AdminServiceListServersResponse;
import dev.berth.proto.v1.AdminServiceListTokensRequest;
import dev.berth.proto.v1.AdminServiceRevokeTokenRequest;
import dev.berth.proto.v1.ApiToken;
import dev.berth.proto.v1.CloseAccountRequest;
import dev.berth.proto.v1.CreateAccountRequest;
import dev.berth.proto.v1.CreateTokenRequest;
import dev.berth.proto.v1.CreditEntry;
import dev.berth.proto.v1.ListAccountsRequest;
import dev.berth.proto.v1.ListAccountsResponse;
import dev.berth.proto.v1.ListAuditEntriesRequest;
import dev.berth.proto.v1.ListAuditEntriesResponse;
import dev.berth.proto.v1.ListTokensResponse;
import dev.berth.proto.v1.ResetServerRequest;
import dev.berth.proto.v1.SetAccountQuotaRequest;
import dev.berth.proto.v1.SuspendServerRequest;
import dev.berth.proto.v1.UnsuspendServerRequest;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Singleton;

/** {@code berth.v1.AdminService}. */
@Singleton
final class AdminEndpoint implements AdminServiceGrpc.AsyncService, BindableService {
    private final Accounts accounts;
    private final ApiTokens tokens;
    private final AuditLog auditLog;
    private final AdminServers servers;

    AdminEndpoint(Accounts accounts, ApiTokens tokens, AuditLog auditLog, AdminServers servers) {
        this.accounts = accounts;
        this.tokens = tokens;
        this.auditLog = auditLog;
        this.servers = servers;
    }

    @Override
    public ServerServiceDefinition bindService() {
        return StrictMessages.of(AdminServiceGrpc.bindService(this));
    }

    @Override
    public void createAccount(CreateAccountRequest request, StreamObserver<Account> observer) {
        CreateAccountCommand command = AccountRequests.read(request);
        Replies.send(observer, AccountMessages.of(accounts.create(Callers.actor(), command)));
    }

    @Override
    public void listAccounts(ListAccountsRequest request, StreamObserver<ListAccountsResponse> observer) {
        Fields fields = Fields.ofRequest();
        Paging paging = Paging.read(fields, request.getPageSize(), request.getPageToken(), "accounts");
        fields.requireValid();
        Page<dev.berth.domain.account.Account> page = accounts.page(paging.wanted());
        Replies.send(
                observer,
                ListAccountsResponse.newBuilder()
                        .addAllAccounts(
                                page.items().stream().map(AccountMessages::of).toList())
                        .setNextPageToken(
                                paging.next(page, account -> account.id().value()))
                        .setTotalSize(Paging.total(page))
                        .build());
    }

    @Override
    public void getAccount(AdminServiceGetAccountRequest request, StreamObserver<Account> observer) {
        Replies.send(observer, AccountMessages.of(accounts.get(AccountRequests.account(request.getId()))));
    }

    @Override
    public void setAccountQuota(SetAccountQuotaRequest request, StreamObserver<Account> observer) {
        Fields fields = Fields.ofRequest();
        Value<AccountId> account = fields.id("id", request.getId(), AccountId::new);
        Value<Integer> maxServers =
                AccountRequests.maxServers(fields, request.hasMaxServers(), request.getMaxServers());
        fields.requireValid();
        Replies.send(observer, AccountMessages.of(accounts.setQuota(Callers.actor(), account.get(), maxServers.get())));
    }

    @Override
    public void closeAccount(CloseAccountRequest request, StreamObserver<Account> observer) {
        AccountId account = AccountRequests.account(request.getId());
        Replies.send(observer, AccountMessages.of(accounts.close(Callers.actor(), account)));
    }

    @Override
    public void addCredit(AddCreditRequest request, StreamObserver<CreditEntry> observer) {
        AddCreditCommand command = AccountRequests.read(request);
        Replies.send(observer, AccountMessages.of(accounts.addCredit(Callers.actor(), command)));
    }

    @Override
    public void createToken(CreateTokenRequest request, StreamObserver<ApiToken> observer) {
        IssueTokenCommand command = AccountRequests.read(request);
        Replies.send(
                observer,
                AccountMessages.of(Fields.naming(
                        AccountRequests::tokenPath, () -> tokens.issueAsOperator(Callers.actor(), command))));
    }

    @Override
    public void listTokens(AdminServiceListTokensRequest request, StreamObserver<ListTokensResponse> observer) {
        Fields fields = Fields.ofRequest();
        Value<AccountId> account = fields.id("account_id", request.getAccountId(), AccountId::new);
        fields.requireValid();
        Replies.send(observer, AccountMessages.of(tokens.list(account.get())));
    }

    @Override
    public void revokeToken(AdminServiceRevokeTokenRequest request, StreamObserver<Empty> observer) {
        Fields fields = Fields.ofRequest();
        Value<AccountId> account = fields.id("account_id", request.getAccountId(), AccountId::new);
        Value<TokenId> token = fields.id("id", request.getId(), TokenId::new);
        fields.requireValid();
        tokens.revokeAsOperator(Callers.actor(), account.get(), token.get());
        Replies.send(observer, Empty.getDefaultInstance());
    }

    @Override
    public void listServers(
            AdminServiceListServersRequest request, StreamObserver<AdminServiceListServersResponse> observer) {
        Replies.send(observer, servers.list(request));
    }

    @Override
    public void getServer(AdminServiceGetServerRequest request, StreamObserver<AdminServer> observer) {
        Replies.send(observer, servers.get(request));
    }

    @Override
    public void suspendServer(SuspendServerRequest request, StreamObserver<AdminServerChange> observer) {
        Replies.send(observer, servers.suspend(request));
    }

    @Override
    public void unsuspendServer(UnsuspendServerRequest request, StreamObserver<AdminServerChange> observer) {
        Replies.send(observer, servers.unsuspend(request));
    }

    @Override
    public void resetServer(ResetServerRequest request, StreamObserver<AdminServerChange> observer) {
        Replies.send(observer, servers.reset(request));
    }

    @Override
    public void listAuditEntries(ListAuditEntriesRequest request, StreamObserver<ListAuditEntriesResponse> observer) {
        Fields fields = Fields.ofRequest();
        Value<AccountId> account = fields.optionalId("account_id", request.getAccountId(), AccountId::new);
        Value<AuditAction> action = fields.optionalText("action", request.getAction(), AuditAction::ofWireName);
        Value<String> subject = fields.optionalText(
                "subject", request.getSubject(), text -> AuditFilter.requireSubject(text, action.orNull()));
        Value<TokenId> token = fields.optionalId("token_id", request.getTokenId(), TokenId::new);
        AuditFilter filter = new AuditFilter(account.orNull(), action.orNull(), subject.orNull(), token.orNull());
        Paging paging = Paging.read(fields, request.getPageSize(), request.getPageToken(), filter);
        fields.requireValid();
        Replies.send(observer, AuditMessages.of(auditLog.page(filter, paging.wanted()), paging));
    }
}
