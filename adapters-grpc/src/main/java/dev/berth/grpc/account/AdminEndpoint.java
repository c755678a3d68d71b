package dev.berth.grpc.account;

import com.google.protobuf.Empty;
import dev.berth.application.account.port.in.Accounts;
import dev.berth.application.account.port.in.AddCreditCommand;
import dev.berth.application.account.port.in.ApiTokens;
import dev.berth.application.account.port.in.CreateAccountCommand;
import dev.berth.application.account.port.in.IssueTokenCommand;
import dev.berth.application.port.in.Page;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.TokenId;
import dev.berth.grpc.audit.AdminAudit;
import dev.berth.grpc.catalog.AdminCatalog;
import dev.berth.grpc.placement.AdminPlacement;
import dev.berth.grpc.request.Callers;
import dev.berth.grpc.request.Fields;
import dev.berth.grpc.request.Paging;
import dev.berth.grpc.request.Replies;
import dev.berth.grpc.request.StrictMessages;
import dev.berth.grpc.request.Value;
import dev.berth.grpc.server.AdminServers;
import dev.berth.proto.v1.Account;
import dev.berth.proto.v1.ActivateHostRequest;
import dev.berth.proto.v1.AddCreditRequest;
import dev.berth.proto.v1.AddressPool;
import dev.berth.proto.v1.AdminServer;
import dev.berth.proto.v1.AdminServerChange;
import dev.berth.proto.v1.AdminServiceGetAccountRequest;
import dev.berth.proto.v1.AdminServiceGetLocationRequest;
import dev.berth.proto.v1.AdminServiceGetOperatingSystemRequest;
import dev.berth.proto.v1.AdminServiceGetPlanRequest;
import dev.berth.proto.v1.AdminServiceGetServerRequest;
import dev.berth.proto.v1.AdminServiceGrpc;
import dev.berth.proto.v1.AdminServiceListLocationsRequest;
import dev.berth.proto.v1.AdminServiceListOperatingSystemsRequest;
import dev.berth.proto.v1.AdminServiceListPlansRequest;
import dev.berth.proto.v1.AdminServiceListServersRequest;
import dev.berth.proto.v1.AdminServiceListServersResponse;
import dev.berth.proto.v1.AdminServiceListTokensRequest;
import dev.berth.proto.v1.AdminServiceRevokeTokenRequest;
import dev.berth.proto.v1.ApiToken;
import dev.berth.proto.v1.CloseAccountRequest;
import dev.berth.proto.v1.CreateAccountRequest;
import dev.berth.proto.v1.CreateAddressPoolRequest;
import dev.berth.proto.v1.CreateLocationRequest;
import dev.berth.proto.v1.CreateOperatingSystemRequest;
import dev.berth.proto.v1.CreatePlanRequest;
import dev.berth.proto.v1.CreateTokenRequest;
import dev.berth.proto.v1.CreditEntry;
import dev.berth.proto.v1.DrainHostRequest;
import dev.berth.proto.v1.GetHostRequest;
import dev.berth.proto.v1.Host;
import dev.berth.proto.v1.ListAccountsRequest;
import dev.berth.proto.v1.ListAccountsResponse;
import dev.berth.proto.v1.ListAddressPoolsRequest;
import dev.berth.proto.v1.ListAddressPoolsResponse;
import dev.berth.proto.v1.ListAuditEntriesRequest;
import dev.berth.proto.v1.ListAuditEntriesResponse;
import dev.berth.proto.v1.ListHostsRequest;
import dev.berth.proto.v1.ListHostsResponse;
import dev.berth.proto.v1.ListLocationsResponse;
import dev.berth.proto.v1.ListOperatingSystemsResponse;
import dev.berth.proto.v1.ListPlansResponse;
import dev.berth.proto.v1.ListTokensResponse;
import dev.berth.proto.v1.Location;
import dev.berth.proto.v1.OperatingSystem;
import dev.berth.proto.v1.Plan;
import dev.berth.proto.v1.RegisterHostRequest;
import dev.berth.proto.v1.ResetServerRequest;
import dev.berth.proto.v1.SetAccountQuotaRequest;
import dev.berth.proto.v1.SuspendServerRequest;
import dev.berth.proto.v1.UnsuspendServerRequest;
import dev.berth.proto.v1.UpdateLocationRequest;
import dev.berth.proto.v1.UpdateOperatingSystemRequest;
import dev.berth.proto.v1.UpdatePlanRequest;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Singleton;

/** {@code berth.v1.AdminService}. */
@Singleton
final class AdminEndpoint implements AdminServiceGrpc.AsyncService, BindableService {
    private final Accounts accounts;
    private final ApiTokens tokens;
    private final AdminServers servers;
    private final AdminCatalog catalog;
    private final AdminPlacement placement;
    private final AdminAudit audit;

    AdminEndpoint(
            Accounts accounts,
            ApiTokens tokens,
            AdminServers servers,
            AdminCatalog catalog,
            AdminPlacement placement,
            AdminAudit audit) {
        this.accounts = accounts;
        this.tokens = tokens;
        this.servers = servers;
        this.catalog = catalog;
        this.placement = placement;
        this.audit = audit;
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
    public void createPlan(CreatePlanRequest request, StreamObserver<Plan> observer) {
        Replies.send(observer, catalog.create(request));
    }

    @Override
    public void listPlans(AdminServiceListPlansRequest request, StreamObserver<ListPlansResponse> observer) {
        Replies.send(observer, catalog.plans());
    }

    @Override
    public void getPlan(AdminServiceGetPlanRequest request, StreamObserver<Plan> observer) {
        Replies.send(observer, catalog.get(request));
    }

    @Override
    public void updatePlan(UpdatePlanRequest request, StreamObserver<Plan> observer) {
        Replies.send(observer, catalog.update(request));
    }

    @Override
    public void createOperatingSystem(CreateOperatingSystemRequest request, StreamObserver<OperatingSystem> observer) {
        Replies.send(observer, catalog.create(request));
    }

    @Override
    public void listOperatingSystems(
            AdminServiceListOperatingSystemsRequest request, StreamObserver<ListOperatingSystemsResponse> observer) {
        Replies.send(observer, catalog.operatingSystems());
    }

    @Override
    public void getOperatingSystem(
            AdminServiceGetOperatingSystemRequest request, StreamObserver<OperatingSystem> observer) {
        Replies.send(observer, catalog.get(request));
    }

    @Override
    public void updateOperatingSystem(UpdateOperatingSystemRequest request, StreamObserver<OperatingSystem> observer) {
        Replies.send(observer, catalog.update(request));
    }

    @Override
    public void createLocation(CreateLocationRequest request, StreamObserver<Location> observer) {
        Replies.send(observer, catalog.create(request));
    }

    @Override
    public void listLocations(
            AdminServiceListLocationsRequest request, StreamObserver<ListLocationsResponse> observer) {
        Replies.send(observer, catalog.locations());
    }

    @Override
    public void getLocation(AdminServiceGetLocationRequest request, StreamObserver<Location> observer) {
        Replies.send(observer, catalog.get(request));
    }

    @Override
    public void updateLocation(UpdateLocationRequest request, StreamObserver<Location> observer) {
        Replies.send(observer, catalog.update(request));
    }

    @Override
    public void registerHost(RegisterHostRequest request, StreamObserver<Host> observer) {
        Replies.send(observer, placement.register(request));
    }

    @Override
    public void listHosts(ListHostsRequest request, StreamObserver<ListHostsResponse> observer) {
        Replies.send(observer, placement.list(request));
    }

    @Override
    public void getHost(GetHostRequest request, StreamObserver<Host> observer) {
        Replies.send(observer, placement.get(request));
    }

    @Override
    public void drainHost(DrainHostRequest request, StreamObserver<Host> observer) {
        Replies.send(observer, placement.drain(request));
    }

    @Override
    public void activateHost(ActivateHostRequest request, StreamObserver<Host> observer) {
        Replies.send(observer, placement.activate(request));
    }

    @Override
    public void createAddressPool(CreateAddressPoolRequest request, StreamObserver<AddressPool> observer) {
        Replies.send(observer, placement.create(request));
    }

    @Override
    public void listAddressPools(ListAddressPoolsRequest request, StreamObserver<ListAddressPoolsResponse> observer) {
        Replies.send(observer, placement.pools());
    }

    @Override
    public void listAuditEntries(ListAuditEntriesRequest request, StreamObserver<ListAuditEntriesResponse> observer) {
        Replies.send(observer, audit.list(request));
    }
}
