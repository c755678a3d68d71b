package dev.berth.bootstrap.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.longrunning.GetOperationRequest;
import com.google.longrunning.ListOperationsRequest;
import com.google.longrunning.Operation;
import com.google.longrunning.OperationsGrpc;
import com.google.longrunning.WaitOperationRequest;
import com.google.protobuf.Duration;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnknownFieldSet;
import com.google.rpc.BadRequest;
import com.google.rpc.BadRequest.FieldViolation;
import com.google.rpc.ErrorInfo;
import com.google.rpc.QuotaFailure;
import com.google.rpc.RequestInfo;
import com.google.rpc.RetryInfo;
import dev.berth.bootstrap.OnEveryDatabase;
import dev.berth.bootstrap.grpc.Api.Refusal;
import dev.berth.proto.v1.Account;
import dev.berth.proto.v1.AddCreditRequest;
import dev.berth.proto.v1.AdminServiceGrpc;
import dev.berth.proto.v1.ApiToken;
import dev.berth.proto.v1.CreateAccountRequest;
import dev.berth.proto.v1.CreateServerRequest;
import dev.berth.proto.v1.CreateTokenRequest;
import dev.berth.proto.v1.DeleteServerRequest;
import dev.berth.proto.v1.GetServerRequest;
import dev.berth.proto.v1.Host;
import dev.berth.proto.v1.ListAuditEntriesRequest;
import dev.berth.proto.v1.ListServersRequest;
import dev.berth.proto.v1.ListServersResponse;
import dev.berth.proto.v1.OperationMetadata;
import dev.berth.proto.v1.RebootServerRequest;
import dev.berth.proto.v1.RegisterHostRequest;
import dev.berth.proto.v1.Server;
import dev.berth.proto.v1.ServerServiceGrpc;
import dev.berth.proto.v1.StartServerRequest;
import dev.berth.proto.v1.StopServerRequest;
import dev.berth.proto.v1.UpdateServerRequest;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.Status.Code;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.MetadataUtils;
import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each refusal with its documented code and details, and what is strict about requests. */
@OnEveryDatabase
class RefusalsTest {
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static RunningBerth berth;
    private static Api api;

    @BeforeAll
    static void start() {
        berth = new RunningBerth(Map.of());
        api = berth.api();
    }

    @AfterAll
    static void stop() {
        berth.close();
    }

    @Test
    void an_unknown_id_is_not_found() {
        Refusal refusal = Refusal.of(() -> get(999_999));

        assertThat(refusal.code()).isEqualTo(Code.NOT_FOUND);
        assertThat(refusal.detail(ErrorInfo.class))
                .isEqualTo(ErrorInfo.newBuilder()
                        .setReason("SERVER_NOT_FOUND")
                        .setDomain("berth")
                        .putMetadata("server_id", "999999")
                        .build());
        assertThat(Refusal.of(() -> api.operation("operations/999999")).reason())
                .isEqualTo("OPERATION_NOT_FOUND");
        Refusal account = Refusal.of(() -> api.admin(RunningBerth.ADMIN_TOKEN)
                .addCredit(AddCreditRequest.newBuilder()
                        .setAccountId(999_999)
                        .setAmount("1")
                        .setReference("x")
                        .build()));
        assertThat(account.code()).isEqualTo(Code.NOT_FOUND);
        assertThat(account.reason()).isEqualTo("ACCOUNT_NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, 1L << 53, Long.MAX_VALUE})
    void an_id_that_none_can_have_is_an_invalid_argument(long id) {
        assertThat(fields(Refusal.of(() -> get(id)))).containsExactly("id");
        assertThat(fields(Refusal.of(() -> start(id)))).containsExactly("id");
        assertThat(fields(Refusal.of(() -> update(Server.newBuilder().setId(id).build(), "name"))))
                .contains("server.id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "17", "operations/", "operations/0", "operations/x", "operations/9007199254740992"})
    void a_name_that_no_operation_can_have_is_an_invalid_argument(String name) {
        Refusal refusal = Refusal.of(() -> api.operations()
                .getOperation(GetOperationRequest.newBuilder().setName(name).build()));
        assertThat(fields(refusal)).containsExactly("name");
    }

    @Test
    void all_that_is_wrong_with_a_request_is_told_at_once() {
        Refusal refusal = Refusal.of(() -> create(Server.newBuilder()
                .setName("no spaces, please")
                .setHostname("-")
                .setPlanId(-1)
                .setLocation("Nowhere")));

        assertThat(refusal.reason()).isEqualTo("INVALID_REQUEST");
        assertThat(violations(refusal))
                .extracting(FieldViolation::getField, FieldViolation::getReason)
                .containsExactlyInAnyOrder(
                        tuple("server.name", "INVALID_FORMAT"),
                        tuple("server.hostname", "INVALID_FORMAT"),
                        tuple("server.plan_id", "OUT_OF_RANGE"),
                        tuple("server.os_id", "REQUIRED"),
                        tuple("server.location", "NOT_FOUND"));
    }

    @Test
    void what_is_referred_to_has_to_be_there() {
        Refusal refusal = Refusal.of(() -> create(
                Server.newBuilder().setName("x").setPlanId(99).setOsId(98).setLocation("nowhere")));
        assertThat(fields(refusal)).containsExactlyInAnyOrder("server.plan_id", "server.os_id", "server.location");
        assertThat(fields(Refusal.of(() -> list(ListServersRequest.newBuilder().setLocation("nowhere")))))
                .containsExactly("location");
    }

    @Test
    void a_request_without_its_resource_is_refused() {
        assertThat(fields(Refusal.of(() -> api.servers().createServer(CreateServerRequest.getDefaultInstance()))))
                .containsExactly("server");
        assertThat(fields(Refusal.of(() -> api.servers().updateServer(UpdateServerRequest.getDefaultInstance()))))
                .containsExactly("server");
        assertThat(fields(Refusal.of(() -> api.admin(RunningBerth.ADMIN_TOKEN)
                        .createAccount(CreateAccountRequest.newBuilder()
                                .setAccount(Account.getDefaultInstance())
                                .build()))))
                .containsExactly("account.name", "account.max_servers");
        assertThat(fields(Refusal.of(() ->
                        api.admin(RunningBerth.ADMIN_TOKEN).createToken(CreateTokenRequest.getDefaultInstance()))))
                .containsExactly("account_id", "token");
    }

    @Test
    void a_token_ends_at_a_time_that_exists_and_is_to_come() {
        long account = account("1", 1);
        for (Timestamp time : List.of(
                Timestamp.newBuilder().setSeconds(1).build(),
                Timestamp.newBuilder().setSeconds(Long.MAX_VALUE).build(),
                Timestamp.newBuilder().setNanos(-1).build())) {
            Refusal refusal = Refusal.of(() -> api.admin(RunningBerth.ADMIN_TOKEN)
                    .createToken(CreateTokenRequest.newBuilder()
                            .setAccountId(account)
                            .setToken(ApiToken.newBuilder()
                                    .setName("x")
                                    .addScopes("servers:read")
                                    .setExpireTime(time))
                            .build()));
            assertThat(fields(refusal)).containsExactly("token.expire_time");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer wrong", "Basic eDp5", "Bearer a b"})
    void nobody_is_let_in_without_a_token(String authorization) {
        Metadata metadata = new Metadata();
        if (!authorization.isEmpty()) {
            metadata.put(Api.AUTHORIZATION, authorization);
        }
        Refusal refusal = Refusal.of(() -> ServerServiceGrpc.newBlockingStub(api.channel())
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata))
                .getServer(GetServerRequest.getDefaultInstance()));
        assertThat(refusal.code()).isEqualTo(Code.UNAUTHENTICATED);
        assertThat(refusal.reason()).isEqualTo("UNAUTHENTICATED");
    }

    @Test
    void a_missing_scope_is_named_before_the_request_is_looked_at() {
        String reader = token(account("100", 5), "servers:read");
        Refusal refusal = Refusal.of(() -> Api.as(reader, ServerServiceGrpc.newBlockingStub(api.channel()))
                .startServer(StartServerRequest.getDefaultInstance()));
        assertThat(refusal.code()).isEqualTo(Code.PERMISSION_DENIED);
        assertThat(refusal.reason()).isEqualTo("MISSING_SCOPE");
        assertThat(refusal.detail(ErrorInfo.class).getMetadataMap()).containsEntry("scope", "servers:power");
    }

    @Test
    void operators_and_customers_keep_to_their_sides() {
        Refusal operator =
                Refusal.of(() -> Api.as(RunningBerth.ADMIN_TOKEN, ServerServiceGrpc.newBlockingStub(api.channel()))
                        .listServers(ListServersRequest.getDefaultInstance()));
        assertThat(operator.code()).isEqualTo(Code.PERMISSION_DENIED);
        assertThat(operator.reason()).isEqualTo("ACCOUNT_REQUIRED");
        Refusal customer = Refusal.of(
                () -> api.admin(RunningBerth.TOKEN).createAccount(CreateAccountRequest.getDefaultInstance()));
        assertThat(customer.code()).isEqualTo(Code.PERMISSION_DENIED);
        assertThat(customer.detail(ErrorInfo.class).getMetadataMap()).containsEntry("scope", "admin");
    }

    @Test
    void another_accounts_server_and_operation_are_not_found() {
        Operation operation = api.servers().createServer(newServer());
        var stranger = Api.as(token(account("1", 1), "servers:read"), OperationsGrpc.newBlockingStub(api.channel()));
        Refusal refusal = Refusal.of(() -> stranger.waitOperation(
                WaitOperationRequest.newBuilder().setName(operation.getName()).build()));
        assertThat(refusal.reason()).isEqualTo("OPERATION_NOT_FOUND");
    }

    @ParameterizedTest
    @CsvSource({
        "active, start, SERVER_ALREADY_RUNNING",
        "stopped, stop, SERVER_NOT_RUNNING",
        "stopped, reboot, SERVER_NOT_RUNNING",
        "suspended, start, SERVER_SUSPENDED",
        "suspended, stop, SERVER_SUSPENDED",
        "suspended, reboot, SERVER_SUSPENDED",
        "error, start, SERVER_IN_ERROR",
        "error, stop, SERVER_IN_ERROR",
        "error, reboot, SERVER_IN_ERROR"
    })
    void a_wrong_state_is_a_failed_precondition(String status, String verb, String reason) {
        long id = activeServer();
        setStatus(id, status);

        Refusal refusal = Refusal.of(() -> power(verb, id));

        assertThat(refusal.code()).isEqualTo(Code.FAILED_PRECONDITION);
        assertThat(refusal.reason()).isEqualTo(reason);
        assertThat(refusal.detail(ErrorInfo.class).getMetadataMap())
                .containsEntry("server_id", Long.toString(id))
                .containsEntry("status", status);
        assertThat(refusal.has(RetryInfo.class)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "provisioning, start",
        "starting, stop",
        "stopping, reboot",
        "rebooting, start",
    })
    void in_the_middle_of_a_change_it_says_when_to_try_again(String status, String verb) {
        long id = activeServer();
        setStatus(id, status);

        Refusal refusal = Refusal.of(() -> power(verb, id));

        assertThat(refusal.code()).isEqualTo(Code.ABORTED);
        assertThat(refusal.reason()).isEqualTo("OPERATION_IN_PROGRESS");
        assertThat(refusal.detail(RetryInfo.class).getRetryDelay().getSeconds()).isEqualTo(2);
    }

    @Test
    void without_credit_it_says_what_is_short() {
        String poor = token(account("0.0001", 1), "servers:write");
        Refusal refusal = Refusal.of(() ->
                Api.as(poor, ServerServiceGrpc.newBlockingStub(api.channel())).createServer(newServer()));
        assertThat(refusal.code()).isEqualTo(Code.RESOURCE_EXHAUSTED);
        assertThat(refusal.reason()).isEqualTo("INSUFFICIENT_CREDIT");
        assertThat(refusal.detail(QuotaFailure.class).getViolations(0).getSubject())
                .isEqualTo("credit");
        assertThat(refusal.detail(ErrorInfo.class).getMetadataMap()).containsEntry("balance", "0.0001");
    }

    @Test
    void beyond_its_quota_an_account_is_denied() {
        String full = token(account("100", 0), "servers:write");
        Refusal refusal = Refusal.of(() ->
                Api.as(full, ServerServiceGrpc.newBlockingStub(api.channel())).createServer(newServer()));
        assertThat(refusal.code()).isEqualTo(Code.PERMISSION_DENIED);
        assertThat(refusal.reason()).isEqualTo("QUOTA_EXCEEDED");
    }

    @Test
    void a_reference_books_once_and_conflicts_with_another_amount() {
        long account = account("7", 1);
        AddCreditRequest again = credit(account, "7");
        assertThat(api.admin(RunningBerth.ADMIN_TOKEN).addCredit(again).getBalance())
                .isEqualTo("7.0000");
        Refusal refusal = Refusal.of(() -> api.admin(RunningBerth.ADMIN_TOKEN).addCredit(credit(account, "8")));
        assertThat(refusal.code()).isEqualTo(Code.ALREADY_EXISTS);
        assertThat(refusal.reason()).isEqualTo("REFERENCE_CONFLICT");
    }

    @Test
    void google_s_methods_that_berth_has_no_use_case_for_are_unimplemented() {
        Refusal refusal = Refusal.of(() -> api.operations().listOperations(ListOperationsRequest.getDefaultInstance()));
        assertThat(refusal.code()).isEqualTo(Code.UNIMPLEMENTED);
    }

    @Test
    void a_field_of_a_newer_version_is_refused_and_not_ignored() {
        UnknownFieldSet validateOnly = UnknownFieldSet.newBuilder()
                .addField(900, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                .build();
        CreateServerRequest request = newServer();
        assertThat(fields(Refusal.of(() -> api.servers()
                        .createServer(request.toBuilder()
                                .setUnknownFields(validateOnly)
                                .build()))))
                .containsExactly("900");
        assertThat(fields(
                        Refusal.of(() -> create(request.getServer().toBuilder().setUnknownFields(validateOnly)))))
                .containsExactly("server.900");
    }

    @Test
    void a_message_beyond_the_limit_is_refused() {
        Refusal refusal =
                Refusal.of(() -> create(newServer().getServer().toBuilder().setHostname("x".repeat(70_000))));
        assertThat(refusal.code()).isEqualTo(Code.RESOURCE_EXHAUSTED);
        assertThat(fields(Refusal.of(
                        () -> create(newServer().getServer().toBuilder().setHostname("x".repeat(60_000))))))
                .containsExactly("server.hostname");
    }

    @Test
    void a_mask_changes_what_it_names_and_nothing_else() {
        Server before = get(activeServer());
        Server sent = Server.newBuilder()
                .setId(before.getId())
                .setName("new-name")
                .setHostname("new.example.com")
                .setBackupsEnabled(true)
                .build();

        assertThat(update(sent, "hostname").getHostname()).isEqualTo("new.example.com");
        assertThat(get(before.getId()).getName()).isEqualTo(before.getName());
        assertThat(update(sent, "backups_enabled").getBackupsEnabled()).isTrue();
        assertThat(update(sent.toBuilder().clearBackupsEnabled().build(), "backups_enabled")
                        .getBackupsEnabled())
                .isFalse();
        assertThat(update(sent, "name").getName()).isEqualTo("new-name");
    }

    @Test
    void without_a_mask_what_is_sent_is_changed() {
        Server before = get(activeServer());
        Server off = update(Server.newBuilder()
                .setId(before.getId())
                .setBackupsEnabled(true)
                .build());
        assertThat(off.getBackupsEnabled()).isTrue();
        assertThat(off.getName()).isEqualTo(before.getName());
        assertThat(update(Server.newBuilder()
                                .setId(before.getId())
                                .setName("other")
                                .build())
                        .getBackupsEnabled())
                .isTrue();
        Server readAndSentBack =
                update(get(before.getId()).toBuilder().setBackupsEnabled(false).build());
        assertThat(readAndSentBack.getBackupsEnabled()).isFalse();
        assertThat(readAndSentBack.getName()).isEqualTo("other");
    }

    @Test
    void a_star_replaces_everything_that_can_be_changed() {
        long id = activeServer();
        Refusal refusal = Refusal.of(
                () -> update(Server.newBuilder().setId(id).setName("all").build(), "*"));
        assertThat(fields(refusal)).containsExactlyInAnyOrder("server.hostname", "server.backups_enabled");
        Server replaced = update(
                Server.newBuilder()
                        .setId(id)
                        .setName("all")
                        .setHostname("all.example.com")
                        .setBackupsEnabled(true)
                        .build(),
                "*");
        assertThat(replaced.getHostname()).isEqualTo("all.example.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "plan.nonsense", "name.first", "", "Name", "*.name"})
    void an_unknown_path_is_named(String path) {
        Server sent = Server.newBuilder().setId(activeServer()).setName("x").build();
        Refusal refusal = Refusal.of(() -> update(sent, "name", path));
        assertThat(fields(refusal)).containsExactly("update_mask");
        assertThat(refusal.message()).contains("\"" + path + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "%", "ü", "漢"})
    void many_and_long_unknown_paths_still_fit_into_an_answer(String letter) {
        Server sent = Server.newBuilder().setId(activeServer()).build();
        UpdateServerRequest request = UpdateServerRequest.newBuilder()
                .setServer(sent)
                .setUpdateMask(FieldMask.newBuilder().addAllPaths(Collections.nCopies(30, letter.repeat(600))))
                .build();
        ManagedChannel strict = ManagedChannelBuilder.forTarget(berth.grpcAddress())
                .usePlaintext()
                .maxInboundMetadataSize(7 * 1024) // others take 8 KiB
                .build();
        try {
            Refusal refusal = Refusal.of(() -> {
                Server ignored = Api.as(RunningBerth.TOKEN, ServerServiceGrpc.newBlockingStub(strict))
                        .updateServer(request);
            });
            assertThat(fields(refusal)).hasSize(10).containsOnly("update_mask");
        } finally {
            strict.shutdownNow();
        }
    }

    @Test
    void what_a_client_has_sent_is_shown_to_it_in_ascii() {
        Refusal refusal = Refusal.of(() -> admin().registerHost(RegisterHostRequest.newBuilder()
                .setHost(Host.newBuilder()
                        .setName("kvm-7")
                        .setLocation("us-west")
                        .setHypervisor("simulated")
                        .setUri("qemu://h/s?" + "漢".repeat(470) + "=1")
                        .setVcpus(8)
                        .setMemoryMib(8192)
                        .setStorageGb(100))
                .build()));
        assertThat(violations(refusal)).singleElement().satisfies(violation -> {
            assertThat(violation.getField()).isEqualTo("host.uri");
            assertThat(violation.getDescription())
                    .isPrintable()
                    .isASCII()
                    .contains("?".repeat(470))
                    .contains("known_hosts_verify");
        });
        assertThat(refusal.message()).startsWith("host.uri: ").isASCII().endsWith("...");
    }

    @Test
    void what_is_set_once_cannot_be_changed_and_what_only_berth_sets_is_ignored() {
        Server before = get(activeServer());
        Refusal refusal = Refusal.of(() -> update(before.toBuilder()
                .setName("not-taken")
                .setPlanId(2)
                .setLocation("us-east")
                .build()));
        assertThat(fields(refusal)).containsExactlyInAnyOrder("server.plan_id", "server.location");
        assertThat(get(before.getId()).getName()).isEqualTo(before.getName());
        Server sent = before.toBuilder()
                .setState(Server.State.STATE_ERROR)
                .setIpAddress("192.0.2.77")
                .build();
        assertThat(update(sent, "state", "ip_address", "plan.name").getIpAddress())
                .isEqualTo(before.getIpAddress());
    }

    @Test
    void pages_hold_every_server_once_and_keep_their_total() {
        long account = account("100", 9);
        var servers = Api.as(
                token(account, "servers:read", "servers:write"), ServerServiceGrpc.newBlockingStub(api.channel()));
        for (int i = 0; i < 5; i++) {
            Operation ignored = servers.createServer(newServer());
        }
        List<Long> ids = new ArrayList<>();
        ListServersResponse page = ListServersResponse.getDefaultInstance();
        do {
            page = servers.listServers(ListServersRequest.newBuilder()
                    .setPageSize(2)
                    .setPageToken(page.getNextPageToken())
                    .build());
            assertThat(page.getTotalSize()).isEqualTo(5);
            assertThat(page.getServersCount()).isLessThanOrEqualTo(2);
            page.getServersList().forEach(server -> ids.add(server.getId()));
        } while (!page.getNextPageToken().isEmpty());
        assertThat(ids).hasSize(5).isSorted().doesNotHaveDuplicates();

        String token = servers.listServers(
                        ListServersRequest.newBuilder().setPageSize(2).build())
                .getNextPageToken();
        Refusal otherFilter = Refusal.of(() -> servers.listServers(ListServersRequest.newBuilder()
                .setPageToken(token)
                .setLocation("us-west")
                .build()));
        assertThat(fields(otherFilter)).containsExactly("page_token");
        var ofAnother =
                Api.as(token(account("100", 9), "servers:read"), ServerServiceGrpc.newBlockingStub(api.channel()));
        Refusal otherAccount = Refusal.of(() -> ofAnother.listServers(
                ListServersRequest.newBuilder().setPageToken(token).build()));
        assertThat(fields(otherAccount)).containsExactly("page_token");
        assertThat(servers.listServers(ListServersRequest.newBuilder()
                                .setPageSize(Integer.MAX_VALUE)
                                .build())
                        .getServersCount())
                .isEqualTo(5);
    }

    @Test
    void what_an_operator_asks_for_in_an_accounts_name_is_noted_with_its_id() {
        long account = account("100", 9);
        Metadata metadata = new Metadata();
        metadata.put(Metadata.Key.of("berth-account", Metadata.ASCII_STRING_MARSHALLER), Long.toString(account));
        var servers = Api.as(RunningBerth.ADMIN_TOKEN, ServerServiceGrpc.newBlockingStub(api.channel()))
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata));
        Operation created = servers.createServer(newServer());
        long id = Api.unpack(created.getMetadata(), OperationMetadata.class).getServerId();
        assertThat(Refusal.of(() -> servers.deleteServer(
                                DeleteServerRequest.newBuilder().setId(999_999).build()))
                        .code())
                .isEqualTo(Code.NOT_FOUND);
        Server ignored = servers.updateServer(UpdateServerRequest.newBuilder()
                .setServer(Server.newBuilder().setId(id).setName("secret").setPlanId(77))
                .setUpdateMask(FieldMask.newBuilder().addPaths("name"))
                .build());
        assertThat(Refusal.of(() -> servers.stopServer(StopServerRequest.newBuilder()
                                .setId(id)
                                .setUnknownFields(UnknownFieldSet.newBuilder()
                                        .addField(
                                                77,
                                                UnknownFieldSet.Field.newBuilder()
                                                        .addVarint(1)
                                                        .build())
                                        .build())
                                .build()))
                        .code())
                .isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(Refusal.of(() -> servers.startServer(StartServerRequest.getDefaultInstance()))
                        .code())
                .isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(admin().withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata))
                        .createAccount(CreateAccountRequest.newBuilder()
                                .setAccount(Account.newBuilder().setName("New").setMaxServers(1))
                                .build())
                        .getId())
                .as("in nobody's name")
                .isNotEqualTo(account);
        assertThat(api.admin(RunningBerth.ADMIN_TOKEN)
                        .listAuditEntries(ListAuditEntriesRequest.newBuilder()
                                .setAction("account.act")
                                .setAccountId(account)
                                .build())
                        .getEntriesList())
                .extracting(entry -> entry.getChanges(0).getAfter())
                .containsExactly(
                        "berth.v1.ServerService/StartServer",
                        "berth.v1.ServerService/StopServer " + id,
                        "berth.v1.ServerService/UpdateServer " + id,
                        "berth.v1.ServerService/DeleteServer 999999",
                        "berth.v1.ServerService/CreateServer");
    }

    @Test
    void every_scope_that_there_is_not_is_named() {
        Refusal refusal = Refusal.of(() -> {
            String ignored = token(account("1", 1), "servers:read", "x", "y");
        });
        assertThat(fields(refusal)).containsExactly("token.scopes", "token.scopes");
        assertThat(refusal.message()).contains("\"x\"").contains("\"y\"");
    }

    @Test
    void filters_filter() {
        long id = activeServer();
        setStatus(id, "suspended");
        assertThat(list(ListServersRequest.newBuilder()
                                .setState(Server.State.STATE_SUSPENDED)
                                .setLocation("us-west"))
                        .getServersList())
                .extracting(Server::getState)
                .isNotEmpty()
                .containsOnly(Server.State.STATE_SUSPENDED);
        assertThat(list(ListServersRequest.newBuilder().setLocation("eu-central"))
                        .getTotalSize())
                .isZero();
    }

    @Test
    void a_list_that_makes_no_sense_is_refused() {
        assertThat(fields(Refusal.of(() -> list(ListServersRequest.newBuilder()
                        .setPageSize(-1)
                        .setPageToken("nonsense")
                        .setStateValue(77)))))
                .containsExactlyInAnyOrder("page_size", "page_token", "state");
    }

    @ParameterizedTest
    @CsvSource({"'', 7, subject", "account.burn, 7, action", "account.burn, '', action"})
    void a_wrong_filter_of_the_audit_log_is_named(String action, String subject, String field) {
        assertThat(fields(Refusal.of(() -> admin().listAuditEntries(ListAuditEntriesRequest.newBuilder()
                        .setAction(action)
                        .setSubject(subject)
                        .build()))))
                .containsExactly(field);
    }

    @Test
    void a_wait_takes_no_negative_time() {
        Refusal refusal = Refusal.of(() -> api.operations()
                .waitOperation(WaitOperationRequest.newBuilder()
                        .setName("operations/1")
                        .setTimeout(Duration.newBuilder().setSeconds(-1))
                        .build()));
        assertThat(fields(refusal)).containsExactly("timeout");
    }

    @Test
    void health_needs_no_token() {
        assertThat(HealthGrpc.newBlockingStub(api.channel())
                        .check(HealthCheckRequest.getDefaultInstance())
                        .getStatus())
                .isEqualTo(ServingStatus.SERVING);
    }

    @Test
    void a_call_keeps_the_id_that_its_client_gave_it() {
        Refusal refusal =
                Refusal.of(() -> as("mine-17", api.servers()).getServer(GetServerRequest.getDefaultInstance()));
        assertThat(refusal.detail(RequestInfo.class).getRequestId()).isEqualTo("mine-17");
    }

    @Test
    void the_audit_log_has_the_id_of_the_call() {
        assertThat(idOfChange(as("mine-18", admin()))).isEqualTo("mine-18");
        assertThat(idOfChange(admin())).as("made by Berth").isNotEmpty();
        assertThat(idOfChange(as("no id", admin())))
                .as("made by Berth")
                .isNotEmpty()
                .isNotEqualTo("no id");
    }

    private static String idOfChange(AdminServiceGrpc.AdminServiceBlockingStub admin) {
        long account = admin.createAccount(CreateAccountRequest.newBuilder()
                        .setAccount(Account.newBuilder().setName("New").setMaxServers(1))
                        .build())
                .getId();
        return admin.listAuditEntries(ListAuditEntriesRequest.newBuilder()
                        .setAccountId(account)
                        .build())
                .getEntries(0)
                .getActor()
                .getRequestId();
    }

    private static AdminServiceGrpc.AdminServiceBlockingStub admin() {
        return api.admin(RunningBerth.ADMIN_TOKEN);
    }

    private static <S extends AbstractStub<S>> S as(String requestId, S stub) {
        Metadata metadata = new Metadata();
        metadata.put(Metadata.Key.of("x-request-id", Metadata.ASCII_STRING_MARSHALLER), requestId);
        return stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata));
    }

    private static List<FieldViolation> violations(Refusal refusal) {
        assertThat(refusal.code()).isEqualTo(Code.INVALID_ARGUMENT);
        return refusal.detail(BadRequest.class).getFieldViolationsList();
    }

    private static List<String> fields(Refusal refusal) {
        return violations(refusal).stream().map(FieldViolation::getField).toList();
    }

    private static CreateServerRequest newServer() {
        return Api.newServer("server-" + NAMES.incrementAndGet());
    }

    private static long activeServer() {
        Operation operation = api.ended(api.servers().createServer(newServer()).getName());
        return Api.unpack(operation.getMetadata(), OperationMetadata.class).getServerId();
    }

    private static Operation create(Server.Builder server) {
        return api.servers()
                .createServer(CreateServerRequest.newBuilder().setServer(server).build());
    }

    private static Server get(long id) {
        return api.servers().getServer(GetServerRequest.newBuilder().setId(id).build());
    }

    private static Server update(Server server, String... paths) {
        return api.servers()
                .updateServer(UpdateServerRequest.newBuilder()
                        .setServer(server)
                        .setUpdateMask(FieldMask.newBuilder().addAllPaths(List.of(paths)))
                        .build());
    }

    private static ListServersResponse list(ListServersRequest.Builder request) {
        return api.servers().listServers(request.build());
    }

    private static Operation start(long id) {
        return api.servers()
                .startServer(StartServerRequest.newBuilder().setId(id).build());
    }

    private static Operation power(String verb, long id) {
        return switch (verb) {
            case "start" -> start(id);
            case "stop" ->
                api.servers()
                        .stopServer(StopServerRequest.newBuilder().setId(id).build());
            default ->
                api.servers()
                        .rebootServer(RebootServerRequest.newBuilder().setId(id).build());
        };
    }

    private static long account(String credit, int maxServers) {
        long id = api.admin(RunningBerth.ADMIN_TOKEN)
                .createAccount(CreateAccountRequest.newBuilder()
                        .setAccount(Account.newBuilder().setName("somebody").setMaxServers(maxServers))
                        .build())
                .getId();
        assertThat(api.admin(RunningBerth.ADMIN_TOKEN)
                        .addCredit(credit(id, credit))
                        .getId())
                .isPositive();
        return id;
    }

    private static AddCreditRequest credit(long account, String amount) {
        return AddCreditRequest.newBuilder()
                .setAccountId(account)
                .setAmount(amount)
                .setReference("first")
                .build();
    }

    private static String token(long account, String... scopes) {
        return api.admin(RunningBerth.ADMIN_TOKEN)
                .createToken(CreateTokenRequest.newBuilder()
                        .setAccountId(account)
                        .setToken(ApiToken.newBuilder().setName("test").addAllScopes(List.of(scopes)))
                        .build())
                .getSecret();
    }

    /** Statuses that no use case leads to at will. */
    private static void setStatus(long id, String status) {
        DataSource dataSource = DelegatingDataSource.unwrapDataSource(berth.bean(DataSource.class));
        try (Connection connection = dataSource.getConnection();
                var statement = connection.prepareStatement("UPDATE servers SET status = ? WHERE id = ?")) {
            statement.setString(1, status.toUpperCase(Locale.ROOT));
            statement.setLong(2, id);
            assertThat(statement.executeUpdate()).isEqualTo(1);
            if (!connection.getAutoCommit()) {
                connection.commit();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
