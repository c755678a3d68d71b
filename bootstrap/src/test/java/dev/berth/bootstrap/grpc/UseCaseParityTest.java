package dev.berth.bootstrap.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.longrunning.GetOperationRequest;
import com.google.longrunning.WaitOperationRequest;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.berth.application.account.port.in.Authentication;
import dev.berth.bootstrap.grpc.Api.Refusal;
import dev.berth.domain.error.ErrorCode;
import dev.berth.proto.v1.Account;
import dev.berth.proto.v1.ActivateHostRequest;
import dev.berth.proto.v1.AddCreditRequest;
import dev.berth.proto.v1.AddressPool;
import dev.berth.proto.v1.AdminServiceGetAccountRequest;
import dev.berth.proto.v1.AdminServiceGetLocationRequest;
import dev.berth.proto.v1.AdminServiceGetOperatingSystemRequest;
import dev.berth.proto.v1.AdminServiceGetPlanRequest;
import dev.berth.proto.v1.AdminServiceGetServerRequest;
import dev.berth.proto.v1.AdminServiceListLocationsRequest;
import dev.berth.proto.v1.AdminServiceListOperatingSystemsRequest;
import dev.berth.proto.v1.AdminServiceListPlansRequest;
import dev.berth.proto.v1.AdminServiceListServersRequest;
import dev.berth.proto.v1.AdminServiceListTokensRequest;
import dev.berth.proto.v1.AdminServiceRevokeTokenRequest;
import dev.berth.proto.v1.ApiToken;
import dev.berth.proto.v1.CloseAccountRequest;
import dev.berth.proto.v1.CreateAccountRequest;
import dev.berth.proto.v1.CreateAddressPoolRequest;
import dev.berth.proto.v1.CreateLocationRequest;
import dev.berth.proto.v1.CreateOperatingSystemRequest;
import dev.berth.proto.v1.CreatePlanRequest;
import dev.berth.proto.v1.CreateSshKeyRequest;
import dev.berth.proto.v1.CreateTokenRequest;
import dev.berth.proto.v1.DeleteServerRequest;
import dev.berth.proto.v1.DeleteSshKeyRequest;
import dev.berth.proto.v1.DrainHostRequest;
import dev.berth.proto.v1.GetAccountRequest;
import dev.berth.proto.v1.GetHostRequest;
import dev.berth.proto.v1.GetLocationRequest;
import dev.berth.proto.v1.GetOperatingSystemRequest;
import dev.berth.proto.v1.GetPlanRequest;
import dev.berth.proto.v1.GetServerRequest;
import dev.berth.proto.v1.GetSshKeyRequest;
import dev.berth.proto.v1.Host;
import dev.berth.proto.v1.ListAccountsRequest;
import dev.berth.proto.v1.ListAddressPoolsRequest;
import dev.berth.proto.v1.ListAuditEntriesRequest;
import dev.berth.proto.v1.ListCreditEntriesRequest;
import dev.berth.proto.v1.ListHostsRequest;
import dev.berth.proto.v1.ListLocationsRequest;
import dev.berth.proto.v1.ListOperatingSystemsRequest;
import dev.berth.proto.v1.ListPlansRequest;
import dev.berth.proto.v1.ListServersRequest;
import dev.berth.proto.v1.ListSshKeysRequest;
import dev.berth.proto.v1.ListTokensRequest;
import dev.berth.proto.v1.Location;
import dev.berth.proto.v1.OperatingSystem;
import dev.berth.proto.v1.Plan;
import dev.berth.proto.v1.RebootServerRequest;
import dev.berth.proto.v1.RegisterHostRequest;
import dev.berth.proto.v1.ResetServerRequest;
import dev.berth.proto.v1.RevokeTokenRequest;
import dev.berth.proto.v1.Server;
import dev.berth.proto.v1.SetAccountQuotaRequest;
import dev.berth.proto.v1.SshKey;
import dev.berth.proto.v1.StartServerRequest;
import dev.berth.proto.v1.StopServerRequest;
import dev.berth.proto.v1.SuspendServerRequest;
import dev.berth.proto.v1.TokenServiceCreateTokenRequest;
import dev.berth.proto.v1.UnsuspendServerRequest;
import dev.berth.proto.v1.UpdateLocationRequest;
import dev.berth.proto.v1.UpdateOperatingSystemRequest;
import dev.berth.proto.v1.UpdatePlanRequest;
import dev.berth.proto.v1.UpdateServerRequest;
import io.grpc.Status.Code;
import io.micronaut.grpc.server.GrpcEmbeddedServer;
import io.micronaut.web.router.Router;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every use case has its route and its RPC: one that lands with only one of them fails here. */
class UseCaseParityTest {
    private static final String SSH_KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIH6QlRova6QAf0IMsCOmqyaWuGc+JEQRFxRSI2VPglsw";

    private static FakeUseCases fakes;

    /** The table; {@link #both_transports_call_the_use_case} shows that it does not lie. */
    enum UseCase {
        LIST(
                Set.of("ServerQueries.page"),
                "GET /api/v1/servers",
                "?limit=2",
                "",
                "berth.v1.ServerService/ListServers",
                api -> api.servers().listServers(ListServersRequest.getDefaultInstance())),
        /** Over gRPC there are pages only: a list without an end is REST's, for clients that know no pages. */
        LIST_ALL(
                Set.of("ServerQueries.all", "ServerQueries.page"),
                "GET /api/v1/servers",
                "",
                "",
                "berth.v1.ServerService/ListServers",
                api -> api.servers().listServers(ListServersRequest.getDefaultInstance())),
        GET(
                Set.of("ServerQueries.get"),
                "GET /api/v1/servers/{id}",
                "",
                "",
                "berth.v1.ServerService/GetServer",
                api -> api.servers()
                        .getServer(GetServerRequest.newBuilder().setId(1).build())),
        CREATE(
                Set.of("ServerLifecycle.create"),
                "POST /api/v1/servers",
                "",
                "{\"name\":\"x\",\"plan_id\":1,\"os_id\":5,\"location\":\"us-west\"}",
                "berth.v1.ServerService/CreateServer",
                api -> api.servers().createServer(Api.newServer("x"))),
        REPLACE(
                Set.of("ServerLifecycle.update"),
                "PUT /api/v1/servers/{id}",
                "",
                "{\"name\":\"x\",\"hostname\":\"x\",\"backups_enabled\":true}",
                "berth.v1.ServerService/UpdateServer",
                api -> api.servers()
                        .updateServer(UpdateServerRequest.newBuilder()
                                .setServer(Server.newBuilder().setId(1).setName("x"))
                                .build())),
        PATCH(
                Set.of("ServerLifecycle.update"),
                "PATCH /api/v1/servers/{id}",
                "",
                "{}",
                "berth.v1.ServerService/UpdateServer",
                api -> api.servers()
                        .updateServer(UpdateServerRequest.newBuilder()
                                .setServer(Server.newBuilder().setId(1))
                                .build())),
        DELETE(
                Set.of("ServerLifecycle.delete"),
                "DELETE /api/v1/servers/{id}",
                "",
                "",
                "berth.v1.ServerService/DeleteServer",
                api -> api.servers()
                        .deleteServer(DeleteServerRequest.newBuilder().setId(1).build())),
        START(
                Set.of("ServerLifecycle.start"),
                "POST /api/v1/servers/{id}/start",
                "",
                "",
                "berth.v1.ServerService/StartServer",
                api -> api.servers()
                        .startServer(StartServerRequest.newBuilder().setId(1).build())),
        STOP(
                Set.of("ServerLifecycle.stop"),
                "POST /api/v1/servers/{id}/stop",
                "",
                "",
                "berth.v1.ServerService/StopServer",
                api -> api.servers()
                        .stopServer(StopServerRequest.newBuilder().setId(1).build())),
        REBOOT(
                Set.of("ServerLifecycle.reboot"),
                "POST /api/v1/servers/{id}/reboot",
                "",
                "",
                "berth.v1.ServerService/RebootServer",
                api -> api.servers()
                        .rebootServer(RebootServerRequest.newBuilder().setId(1).build())),
        /** REST reads an operation as a wait of no time. */
        OPERATION(
                Set.of("OperationQueries.get", "OperationQueries.await"),
                "GET /api/v1/operations/{id}",
                "",
                "",
                "google.longrunning.Operations/GetOperation",
                api -> api.operations()
                        .getOperation(GetOperationRequest.newBuilder()
                                .setName("operations/1")
                                .build())),
        WAIT(
                Set.of("OperationQueries.await"),
                "GET /api/v1/operations/{id}",
                "?wait=1s",
                "",
                "google.longrunning.Operations/WaitOperation",
                api -> api.operations()
                        .waitOperation(WaitOperationRequest.newBuilder()
                                .setName("operations/1")
                                .build())),
        LIST_SSH_KEYS(
                Set.of("SshKeys.list"),
                "GET /api/v1/ssh-keys",
                "",
                "",
                "berth.v1.SshKeyService/ListSshKeys",
                api -> api.sshKeys().listSshKeys(ListSshKeysRequest.getDefaultInstance())),
        CREATE_SSH_KEY(
                Set.of("SshKeys.create"),
                "POST /api/v1/ssh-keys",
                "",
                "{\"name\":\"x\",\"public_key\":\"" + SSH_KEY + "\"}",
                "berth.v1.SshKeyService/CreateSshKey",
                api -> api.sshKeys()
                        .createSshKey(CreateSshKeyRequest.newBuilder()
                                .setSshKey(SshKey.newBuilder().setName("x").setPublicKey(SSH_KEY))
                                .build())),
        GET_SSH_KEY(
                Set.of("SshKeys.get"),
                "GET /api/v1/ssh-keys/{id}",
                "",
                "",
                "berth.v1.SshKeyService/GetSshKey",
                api -> api.sshKeys()
                        .getSshKey(GetSshKeyRequest.newBuilder().setId(1).build())),
        DELETE_SSH_KEY(
                Set.of("SshKeys.delete"),
                "DELETE /api/v1/ssh-keys/{id}",
                "",
                "",
                "berth.v1.SshKeyService/DeleteSshKey",
                api -> api.sshKeys()
                        .deleteSshKey(DeleteSshKeyRequest.newBuilder().setId(1).build())),
        LEDGER(
                Set.of("CreditQueries.ledger"),
                "GET /api/v1/account/ledger",
                "",
                "",
                "berth.v1.AccountService/ListCreditEntries",
                api -> api.account().listCreditEntries(ListCreditEntriesRequest.getDefaultInstance())),
        CREATE_ACCOUNT(
                Set.of("Accounts.create"),
                "POST /api/v1/admin/accounts",
                "",
                "{\"name\":\"x\",\"max_servers\":1}",
                "berth.v1.AdminService/CreateAccount",
                api -> api.admin(RunningBerth.ADMIN_TOKEN)
                        .createAccount(CreateAccountRequest.newBuilder()
                                .setAccount(Account.newBuilder().setName("x").setMaxServers(1))
                                .build())),
        ADD_CREDIT(
                Set.of("Accounts.addCredit"),
                "POST /api/v1/admin/accounts/{id}/credit",
                "",
                "{\"amount\":\"1\",\"reference\":\"x\"}",
                "berth.v1.AdminService/AddCredit",
                api -> api.admin(RunningBerth.ADMIN_TOKEN)
                        .addCredit(AddCreditRequest.newBuilder()
                                .setAccountId(1)
                                .setAmount("1")
                                .setReference("x")
                                .build())),
        LIST_ACCOUNTS(
                Set.of("Accounts.page"),
                "GET /api/v1/admin/accounts",
                "",
                "",
                "berth.v1.AdminService/ListAccounts",
                api -> api.admin(RunningBerth.ADMIN_TOKEN).listAccounts(ListAccountsRequest.getDefaultInstance())),
        GET_ACCOUNT_AS_OPERATOR(
                Set.of("Accounts.get"),
                "GET /api/v1/admin/accounts/{id}",
                "",
                "",
                "berth.v1.AdminService/GetAccount",
                api -> api.admin(RunningBerth.ADMIN_TOKEN)
                        .getAccount(AdminServiceGetAccountRequest.newBuilder()
                                .setId(1)
                                .build())),
        SET_QUOTA(
                Set.of("Accounts.setQuota"),
                "PATCH /api/v1/admin/accounts/{id}",
                "",
                "{\"max_servers\":1}",
                "berth.v1.AdminService/SetAccountQuota",
                api -> api.admin(RunningBerth.ADMIN_TOKEN)
                        .setAccountQuota(SetAccountQuotaRequest.newBuilder()
                                .setId(1)
                                .setMaxServers(1)
                                .build())),
        CLOSE_ACCOUNT(
                Set.of("Accounts.close"),
                "POST /api/v1/admin/accounts/{id}/close",
                "",
                "",
                "berth.v1.AdminService/CloseAccount",
                api -> api.admin(RunningBerth.ADMIN_TOKEN)
                        .closeAccount(CloseAccountRequest.newBuilder().setId(1).build())),
        LIST_TOKENS_AS_OPERATOR(
                Set.of("ApiTokens.list"),
                "GET /api/v1/admin/accounts/{id}/tokens",
                "",
                "",
                "berth.v1.AdminService/ListTokens",
                api -> api.admin(RunningBerth.ADMIN_TOKEN)
                        .listTokens(AdminServiceListTokensRequest.newBuilder()
                                .setAccountId(1)
                                .build())),
        REVOKE_TOKEN_AS_OPERATOR(
                Set.of("ApiTokens.revokeAsOperator"),
                "DELETE /api/v1/admin/accounts/{id}/tokens/{token}",
                "",
                "",
                "berth.v1.AdminService/RevokeToken",
                api -> api.admin(RunningBerth.ADMIN_TOKEN)
                        .revokeToken(AdminServiceRevokeTokenRequest.newBuilder()
                                .setAccountId(1)
                                .setId(1)
                                .build())),
        LIST_SERVERS_AS_OPERATOR(
                Set.of("ServersAdministration.page"),
                "GET /api/v1/admin/servers",
                "",
                "",
                "berth.v1.AdminService/ListServers",
                api -> api.admin(RunningBerth.ADMIN_TOKEN)
                        .listServers(AdminServiceListServersRequest.getDefaultInstance())),
        GET_SERVER_AS_OPERATOR(
                Set.of("ServersAdministration.get"),
                "GET /api/v1/admin/servers/{id}",
                "",
                "",
                "berth.v1.AdminService/GetServer",
                api -> api.admin(RunningBerth.ADMIN_TOKEN)
                        .getServer(AdminServiceGetServerRequest.newBuilder()
                                .setId(1)
                                .build())),
        SUSPEND(
                Set.of("ServersAdministration.suspend"),
                "POST /api/v1/admin/servers/{id}/suspend",
                "",
                "{\"reason\":\"x\"}",
                "berth.v1.AdminService/SuspendServer",
                api -> api.admin(RunningBerth.ADMIN_TOKEN)
                        .suspendServer(SuspendServerRequest.newBuilder()
                                .setId(1)
                                .setReason("x")
                                .build())),
        UNSUSPEND(
                Set.of("ServersAdministration.unsuspend"),
                "POST /api/v1/admin/servers/{id}/unsuspend",
                "",
                "",
                "berth.v1.AdminService/UnsuspendServer",
                api -> api.admin(RunningBerth.ADMIN_TOKEN)
                        .unsuspendServer(
                                UnsuspendServerRequest.newBuilder().setId(1).build())),
        RESET(
                Set.of("ServersAdministration.reset"),
                "POST /api/v1/admin/servers/{id}/reset",
                "",
                "",
                "berth.v1.AdminService/ResetServer",
                api -> api.admin(RunningBerth.ADMIN_TOKEN)
                        .resetServer(ResetServerRequest.newBuilder().setId(1).build())),
        LIST_PLANS(
                Set.of("Catalog.plans"),
                "GET /api/v1/plans",
                "",
                "",
                "berth.v1.CatalogService/ListPlans",
                api -> api.catalog().listPlans(ListPlansRequest.getDefaultInstance())),
        GET_PLAN(
                Set.of("Catalog.plan"),
                "GET /api/v1/plans/{id}",
                "",
                "",
                "berth.v1.CatalogService/GetPlan",
                api -> api.catalog()
                        .getPlan(GetPlanRequest.newBuilder().setId(1).build())),
        LIST_OPERATING_SYSTEMS(
                Set.of("Catalog.operatingSystems"),
                "GET /api/v1/operating-systems",
                "",
                "",
                "berth.v1.CatalogService/ListOperatingSystems",
                api -> api.catalog().listOperatingSystems(ListOperatingSystemsRequest.getDefaultInstance())),
        GET_OPERATING_SYSTEM(
                Set.of("Catalog.operatingSystem"),
                "GET /api/v1/operating-systems/{id}",
                "",
                "",
                "berth.v1.CatalogService/GetOperatingSystem",
                api -> api.catalog()
                        .getOperatingSystem(
                                GetOperatingSystemRequest.newBuilder().setId(1).build())),
        LIST_LOCATIONS(
                Set.of("Catalog.locations"),
                "GET /api/v1/locations",
                "",
                "",
                "berth.v1.CatalogService/ListLocations",
                api -> api.catalog().listLocations(ListLocationsRequest.getDefaultInstance())),
        GET_LOCATION(
                Set.of("Catalog.location"),
                "GET /api/v1/locations/{code}",
                "",
                "",
                "berth.v1.CatalogService/GetLocation",
                api -> api.catalog()
                        .getLocation(
                                GetLocationRequest.newBuilder().setCode("1").build())),
        LIST_ALL_PLANS(
                Set.of("CatalogAdministration.allPlans"),
                "GET /api/v1/admin/plans",
                "",
                "",
                "berth.v1.AdminService/ListPlans",
                api -> api.admin(RunningBerth.ADMIN_TOKEN)
                        .listPlans(AdminServiceListPlansRequest.getDefaultInstance())),
        CREATE_PLAN(
                Set.of("CatalogAdministration.createPlan"),
                "POST /api/v1/admin/plans",
                "",
                "{\"id\":1,\"name\":\"x\",\"vcpus\":1,\"memory\":1,\"storage\":1,\"bandwidth\":1,\"price_hourly\":\"1\","
                        + "\"price_monthly\":\"1\"}",
                "berth.v1.AdminService/CreatePlan",
                api -> api.admin(RunningBerth.ADMIN_TOKEN)
                        .createPlan(CreatePlanRequest.newBuilder()
                                .setPlan(Plan.newBuilder()
                                        .setId(1)
                                        .setName("x")
                                        .setVcpus(1)
                                        .setMemoryMib(1)
                                        .setStorageGb(1)
                                        .setBandwidthGb(1)
                                        .setPriceHourly("1")
                                        .setPriceMonthly("1"))
                                .build())),
        GET_PLAN_AS_OPERATOR(
                Set.of("Catalog.plan"),
                "GET /api/v1/admin/plans/{id}",
                "",
                "",
                "berth.v1.AdminService/GetPlan",
                api -> api.admin(RunningBerth.ADMIN_TOKEN)
                        .getPlan(
                                AdminServiceGetPlanRequest.newBuilder().setId(1).build())),
        UPDATE_PLAN(
                Set.of("CatalogAdministration.updatePlan"),
                "PATCH /api/v1/admin/plans/{id}",
                "",
                "{\"name\":\"x\"}",
                "berth.v1.AdminService/UpdatePlan",
                api -> api.admin(RunningBerth.ADMIN_TOKEN)
                        .updatePlan(UpdatePlanRequest.newBuilder()
                                .setPlan(Plan.newBuilder().setId(1).setName("x"))
                                .build())),
        LIST_ALL_OPERATING_SYSTEMS(
                Set.of("CatalogAdministration.allOperatingSystems"),
                "GET /api/v1/admin/operating-systems",
                "",
                "",
                "berth.v1.AdminService/ListOperatingSystems",
                api -> api.admin(RunningBerth.ADMIN_TOKEN)
                        .listOperatingSystems(AdminServiceListOperatingSystemsRequest.getDefaultInstance())),
        CREATE_OPERATING_SYSTEM(
                Set.of("CatalogAdministration.createOperatingSystem"),
                "POST /api/v1/admin/operating-systems",
                "",
                "{\"id\":1,\"name\":\"x\"}",
                "berth.v1.AdminService/CreateOperatingSystem",
                api -> api.admin(RunningBerth.ADMIN_TOKEN)
                        .createOperatingSystem(CreateOperatingSystemRequest.newBuilder()
                                .setOperatingSystem(
                                        OperatingSystem.newBuilder().setId(1).setName("x"))
                                .build())),
        GET_OPERATING_SYSTEM_AS_OPERATOR(
                Set.of("Catalog.operatingSystem"),
                "GET /api/v1/admin/operating-systems/{id}",
                "",
                "",
                "berth.v1.AdminService/GetOperatingSystem",
                api -> api.admin(RunningBerth.ADMIN_TOKEN)
                        .getOperatingSystem(AdminServiceGetOperatingSystemRequest.newBuilder()
                                .setId(1)
                                .build())),
        UPDATE_OPERATING_SYSTEM(
                Set.of("CatalogAdministration.updateOperatingSystem"),
                "PATCH /api/v1/admin/operating-systems/{id}",
                "",
                "{\"name\":\"x\"}",
                "berth.v1.AdminService/UpdateOperatingSystem",
                api -> api.admin(RunningBerth.ADMIN_TOKEN)
                        .updateOperatingSystem(UpdateOperatingSystemRequest.newBuilder()
                                .setOperatingSystem(
                                        OperatingSystem.newBuilder().setId(1).setName("x"))
                                .build())),
        LIST_ALL_LOCATIONS(
                Set.of("CatalogAdministration.allLocations"),
                "GET /api/v1/admin/locations",
                "",
                "",
                "berth.v1.AdminService/ListLocations",
                api -> api.admin(RunningBerth.ADMIN_TOKEN)
                        .listLocations(AdminServiceListLocationsRequest.getDefaultInstance())),
        CREATE_LOCATION(
                Set.of("CatalogAdministration.createLocation"),
                "POST /api/v1/admin/locations",
                "",
                "{\"code\":\"1\",\"name\":\"x\"}",
                "berth.v1.AdminService/CreateLocation",
                api -> api.admin(RunningBerth.ADMIN_TOKEN)
                        .createLocation(CreateLocationRequest.newBuilder()
                                .setLocation(Location.newBuilder().setCode("1").setName("x"))
                                .build())),
        GET_LOCATION_AS_OPERATOR(
                Set.of("Catalog.location"),
                "GET /api/v1/admin/locations/{code}",
                "",
                "",
                "berth.v1.AdminService/GetLocation",
                api -> api.admin(RunningBerth.ADMIN_TOKEN)
                        .getLocation(AdminServiceGetLocationRequest.newBuilder()
                                .setCode("1")
                                .build())),
        UPDATE_LOCATION(
                Set.of("CatalogAdministration.updateLocation"),
                "PATCH /api/v1/admin/locations/{code}",
                "",
                "{\"name\":\"x\"}",
                "berth.v1.AdminService/UpdateLocation",
                api -> api.admin(RunningBerth.ADMIN_TOKEN)
                        .updateLocation(UpdateLocationRequest.newBuilder()
                                .setLocation(Location.newBuilder().setCode("1").setName("x"))
                                .build())),
        REGISTER_HOST(
                Set.of("Hosts.register"),
                "POST /api/v1/admin/hosts",
                "",
                "{\"name\":\"x\",\"location\":\"x\",\"hypervisor\":\"x\",\"vcpus\":1,\"memory\":1,\"storage\":1}",
                "berth.v1.AdminService/RegisterHost",
                api -> api.admin(RunningBerth.ADMIN_TOKEN)
                        .registerHost(RegisterHostRequest.newBuilder()
                                .setHost(Host.newBuilder()
                                        .setName("x")
                                        .setLocation("x")
                                        .setHypervisor("x")
                                        .setVcpus(1)
                                        .setMemoryMib(1)
                                        .setStorageGb(1))
                                .build())),
        LIST_HOSTS(
                Set.of("Hosts.page"),
                "GET /api/v1/admin/hosts",
                "",
                "",
                "berth.v1.AdminService/ListHosts",
                api -> api.admin(RunningBerth.ADMIN_TOKEN).listHosts(ListHostsRequest.getDefaultInstance())),
        GET_HOST(
                Set.of("Hosts.get"),
                "GET /api/v1/admin/hosts/{id}",
                "",
                "",
                "berth.v1.AdminService/GetHost",
                api -> api.admin(RunningBerth.ADMIN_TOKEN)
                        .getHost(GetHostRequest.newBuilder().setId(1).build())),
        DRAIN_HOST(
                Set.of("Hosts.drain"),
                "POST /api/v1/admin/hosts/{id}/drain",
                "",
                "",
                "berth.v1.AdminService/DrainHost",
                api -> api.admin(RunningBerth.ADMIN_TOKEN)
                        .drainHost(DrainHostRequest.newBuilder().setId(1).build())),
        ACTIVATE_HOST(
                Set.of("Hosts.activate"),
                "POST /api/v1/admin/hosts/{id}/activate",
                "",
                "",
                "berth.v1.AdminService/ActivateHost",
                api -> api.admin(RunningBerth.ADMIN_TOKEN)
                        .activateHost(ActivateHostRequest.newBuilder().setId(1).build())),
        CREATE_ADDRESS_POOL(
                Set.of("AddressPools.create"),
                "POST /api/v1/admin/address-pools",
                "",
                "{\"location\":\"x\",\"cidr\":\"203.0.113.0/24\"}",
                "berth.v1.AdminService/CreateAddressPool",
                api -> api.admin(RunningBerth.ADMIN_TOKEN)
                        .createAddressPool(CreateAddressPoolRequest.newBuilder()
                                .setAddressPool(AddressPool.newBuilder()
                                        .setLocation("x")
                                        .setCidr("203.0.113.0/24"))
                                .build())),
        LIST_ADDRESS_POOLS(
                Set.of("AddressPools.list"),
                "GET /api/v1/admin/address-pools",
                "",
                "",
                "berth.v1.AdminService/ListAddressPools",
                api -> api.admin(RunningBerth.ADMIN_TOKEN)
                        .listAddressPools(ListAddressPoolsRequest.getDefaultInstance())),
        /** A note of the security filter, on any route. */
        AUDIT_LOG(
                Set.of("AuditLog.page", "AuditLog.acting"),
                "GET /api/v1/admin/audit-log",
                "",
                "",
                "berth.v1.AdminService/ListAuditEntries",
                api -> api.admin(RunningBerth.ADMIN_TOKEN)
                        .listAuditEntries(ListAuditEntriesRequest.getDefaultInstance())),
        GET_ACCOUNT(
                Set.of("Accounts.get"),
                "GET /api/v1/account",
                "",
                "",
                "berth.v1.AccountService/GetAccount",
                api -> api.account().getAccount(GetAccountRequest.getDefaultInstance())),
        LIST_TOKENS(
                Set.of("ApiTokens.list"),
                "GET /api/v1/tokens",
                "",
                "",
                "berth.v1.TokenService/ListTokens",
                api -> api.tokens().listTokens(ListTokensRequest.getDefaultInstance())),
        ISSUE_TOKEN(
                Set.of("ApiTokens.issue"),
                "POST /api/v1/tokens",
                "",
                "{\"name\":\"x\",\"scopes\":[\"servers:read\"]}",
                "berth.v1.TokenService/CreateToken",
                api -> api.tokens()
                        .createToken(TokenServiceCreateTokenRequest.newBuilder()
                                .setToken(ApiToken.newBuilder().setName("x").addScopes("servers:read"))
                                .build())),
        REVOKE_TOKEN(
                Set.of("ApiTokens.revoke"),
                "DELETE /api/v1/tokens/{id}",
                "",
                "",
                "berth.v1.TokenService/RevokeToken",
                api -> api.tokens()
                        .revokeToken(RevokeTokenRequest.newBuilder().setId(1).build())),
        ISSUE_TOKEN_AS_OPERATOR(
                Set.of("ApiTokens.issueAsOperator"),
                "POST /api/v1/admin/accounts/{id}/tokens",
                "",
                "{\"name\":\"x\",\"scopes\":[\"servers:read\"]}",
                "berth.v1.AdminService/CreateToken",
                api -> api.admin(RunningBerth.ADMIN_TOKEN)
                        .createToken(CreateTokenRequest.newBuilder()
                                .setAccountId(1)
                                .setToken(ApiToken.newBuilder().setName("x").addScopes("servers:read"))
                                .build()));

        final Set<String> inPorts;
        final String route;
        final String query;
        final String body;
        final String rpc;
        final Consumer<Api> call;

        UseCase(Set<String> inPorts, String route, String query, String body, String rpc, Consumer<Api> call) {
            this.inPorts = inPorts;
            this.route = route;
            this.query = query;
            this.body = body;
            this.rpc = rpc;
            this.call = call;
        }

        void callOverRest(Api api) {
            int space = route.indexOf(' ');
            String path = route.substring(space + 1).replaceAll("\\{\\w+}", "1") + "/" + query;
            String token = path.contains("/admin/") ? RunningBerth.ADMIN_TOKEN : RunningBerth.TOKEN;
            assertThat(api.rest(route.substring(0, space), path, body, token).status())
                    .isEqualTo(503);
        }

        void callOverGrpc(Api api) {
            assertThat(Refusal.of(() -> call.accept(api)).code()).isEqualTo(Code.UNAVAILABLE);
        }
    }

    @BeforeAll
    static void start() {
        fakes = new FakeUseCases();
    }

    @AfterAll
    static void stop() {
        fakes.close();
    }

    @Test
    void every_method_of_every_in_port_is_in_the_table() {
        Set<String> methods = inPorts()
                .filter(port -> port != Authentication.class) // every call's beginning
                .flatMap(port -> Arrays.stream(port.getMethods()).map(method -> name(port, method)))
                .collect(Collectors.toSet());
        assertThat(methods).hasSizeGreaterThan(10);
        assertThat(Stream.of(UseCase.values())
                        .flatMap(useCase -> useCase.inPorts.stream())
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(methods);
    }

    @Test
    void every_in_port_is_faked_here() {
        assertThat(inPorts().filter(port -> port != Authentication.class))
                .containsExactlyInAnyOrderElementsOf(FakeUseCases.IN_PORTS);
    }

    @Test
    void every_route_is_in_the_table() {
        Set<String> routes = fakes.bean(Router.class)
                .uriRoutes()
                .filter(route -> route.getUriMatchTemplate().toString().startsWith("/api/v1/"))
                .map(route -> route.getHttpMethodName() + " "
                        + route.getUriMatchTemplate().toString().replaceAll("\\{(\\w+):[^}]*}", "{$1}"))
                .map(route -> route.replaceAll("/$", ""))
                .filter(route -> !route.startsWith("HEAD "))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(Stream.of(UseCase.values()).map(useCase -> useCase.route).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(routes);
    }

    @Test
    void every_rpc_is_in_the_table() {
        Set<String> rpcs = fakes.bean(GrpcEmbeddedServer.class).getServer().getServices().stream()
                .filter(service -> service.getServiceDescriptor().getName().startsWith("berth.v1."))
                .flatMap(service -> service.getMethods().stream())
                .map(method -> method.getMethodDescriptor().getFullMethodName())
                .collect(Collectors.toSet());
        assertThat(rpcs).hasSizeGreaterThan(10);
        assertThat(Stream.of(UseCase.values())
                        .map(useCase -> useCase.rpc)
                        .filter(rpc -> rpc.startsWith("berth.v1."))
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(rpcs);
    }

    @ParameterizedTest
    @EnumSource
    void both_transports_call_the_use_case(UseCase useCase) {
        fakes.refusal = FakeUseCases.refusal(ErrorCode.UNAVAILABLE);
        fakes.called = "";
        useCase.callOverRest(fakes.api());
        assertThat(useCase.inPorts).contains(fakes.called);

        fakes.called = "";
        useCase.callOverGrpc(fakes.api());
        assertThat(useCase.inPorts).contains(fakes.called);
        assertThat(fakes.api().lastRpc()).isEqualTo(useCase.rpc);
    }

    private static Stream<Class<?>> inPorts() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.berth.application").stream()
                        .filter(type ->
                                type.isInterface() && type.getPackageName().endsWith(".port.in"))
                        .filter(type -> !type.getSimpleName().equals("package-info"))
                        .map(JavaClass::reflect);
    }

    private static String name(Class<?> port, Method method) {
        return port.getSimpleName() + "." + method.getName();
    }
}
