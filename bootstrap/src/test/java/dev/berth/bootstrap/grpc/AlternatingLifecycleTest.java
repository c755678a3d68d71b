package dev.berth.bootstrap.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.longrunning.Operation;
import com.google.protobuf.Empty;
import com.google.protobuf.FieldMask;
import dev.berth.bootstrap.OnEveryDatabase;
import dev.berth.bootstrap.grpc.Api.Answer;
import dev.berth.bootstrap.grpc.Api.Refusal;
import dev.berth.proto.v1.AdminServer;
import dev.berth.proto.v1.AdminServerChange;
import dev.berth.proto.v1.AdminServiceGetServerRequest;
import dev.berth.proto.v1.AdminServiceGrpc;
import dev.berth.proto.v1.AdminServiceListServersRequest;
import dev.berth.proto.v1.DeleteServerRequest;
import dev.berth.proto.v1.GetServerRequest;
import dev.berth.proto.v1.Hold;
import dev.berth.proto.v1.ListServersRequest;
import dev.berth.proto.v1.OperationMetadata;
import dev.berth.proto.v1.RebootServerRequest;
import dev.berth.proto.v1.Server;
import dev.berth.proto.v1.StartServerRequest;
import dev.berth.proto.v1.StopServerRequest;
import dev.berth.proto.v1.SuspendServerRequest;
import dev.berth.proto.v1.UnsuspendServerRequest;
import dev.berth.proto.v1.UpdateServerRequest;
import io.grpc.Status.Code;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One server, and every step of its life over the other transport than the one before. */
@OnEveryDatabase
class AlternatingLifecycleTest {
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_server_can_be_handed_from_one_transport_to_the_other_at_every_step(boolean grpcFirst) {
        try (RunningBerth berth = new RunningBerth(Map.of())) {
            new Life(berth.api(), grpcFirst).run();
        }
    }

    @Test
    void an_operation_that_a_delete_has_taken_the_place_of_is_aborted() {
        try (RunningBerth berth = new RunningBerth(Map.of("berth.simulated-boot-time", "1m"))) {
            Api api = berth.api();
            Operation provisioning = api.servers().createServer(Api.newServer("short-lived"));
            long id = Api.unpack(provisioning.getMetadata(), OperationMetadata.class)
                    .getServerId();
            Operation deletion = api.servers()
                    .deleteServer(DeleteServerRequest.newBuilder().setId(id).build());

            Operation superseded = api.operation(provisioning.getName());

            assertThat(superseded.getDone()).isTrue();
            assertThat(superseded.getError().getCode()).isEqualTo(Code.ABORTED.value());
            assertThat(api.ended(deletion.getName()).getResponse().is(Empty.class))
                    .isTrue();
        }
    }

    @Test
    void the_response_of_an_operation_whose_server_is_gone_has_its_id() {
        try (RunningBerth berth = new RunningBerth(Map.of())) {
            Api api = berth.api();
            String provisioning =
                    api.servers().createServer(Api.newServer("gone")).getName();
            Server server = Api.unpack(api.ended(provisioning).getResponse(), Server.class);
            api.servers()
                    .deleteServer(DeleteServerRequest.newBuilder()
                            .setId(server.getId())
                            .build());

            Server left = Api.unpack(api.operation(provisioning).getResponse(), Server.class);

            assertThat(left).isEqualTo(Server.newBuilder().setId(server.getId()).build());
        }
    }

    private static final class Life {
        private final Api api;
        private boolean overGrpc;
        private long id;

        Life(Api api, boolean grpcFirst) {
            this.api = api;
            this.overGrpc = grpcFirst;
        }

        void run() {
            String operation = create();
            end(operation);
            expect("active");
            update();
            expect("active");
            listed();
            power("stop", "stopped");
            listed();
            power("start", "active");
            power("reboot", "active");
            suspend();
            expect("suspended");
            unsuspend();
            expect("active");
            end(delete());
            gone();
            gone();
        }

        private boolean next() {
            overGrpc = !overGrpc;
            return !overGrpc;
        }

        private String create() {
            if (next()) {
                Operation operation = api.servers().createServer(Api.newServer("handed-over"));
                id = Api.unpack(operation.getMetadata(), OperationMetadata.class)
                        .getServerId();
                return operation.getName();
            }
            Answer answer = api.rest(
                    "POST",
                    "/api/v1/servers/",
                    "{\"name\":\"handed-over\",\"plan_id\":1,\"os_id\":5,\"location\":\"us-west\"}");
            assertThat(answer.status()).isEqualTo(201);
            id = answer.json().get("id").asLong();
            return "operations/" + answer.json().get("operation_id").asLong();
        }

        private void end(String operation) {
            if (next()) {
                Operation ended = api.ended(operation);
                assertThat(ended.getDone()).isTrue();
                assertThat(ended.hasResponse()).as("%s", ended).isTrue();
            } else {
                Answer answer = api.rest("GET", "/api/v1/" + operation + "/?wait=60s", "");
                assertThat(answer.json().get("status").asText()).isEqualTo("succeeded");
            }
        }

        private void expect(String status) {
            if (next()) {
                assertThat(server().getState().name()).isEqualTo("STATE_" + status.toUpperCase(Locale.ROOT));
            } else {
                assertThat(api.rest("GET", path(), "").json().get("status").asText())
                        .isEqualTo(status);
            }
        }

        private void update() {
            if (next()) {
                Server renamed = api.servers()
                        .updateServer(UpdateServerRequest.newBuilder()
                                .setServer(Server.newBuilder()
                                        .setId(id)
                                        .setName("renamed")
                                        .setHostname("ignored.example.com"))
                                .setUpdateMask(FieldMask.newBuilder().addPaths("name"))
                                .build());
                assertThat(renamed.getName()).isEqualTo("renamed");
                assertThat(renamed.getHostname()).isEqualTo("handed-over");
            } else {
                assertThat(api.rest("PATCH", path(), "{\"name\":\"renamed\"}").status())
                        .isEqualTo(200);
            }
            assertThat(server().getName()).isEqualTo("renamed");
            assertThat(api.rest("GET", path(), "").json().get("name").asText()).isEqualTo("renamed");
        }

        private void listed() {
            if (next()) {
                assertThat(api.servers()
                                .listServers(ListServersRequest.getDefaultInstance())
                                .getServersList())
                        .extracting(Server::getId)
                        .contains(id);
            } else {
                assertThat(api.rest("GET", "/api/v1/servers/", "")
                                .json()
                                .get("count")
                                .asLong())
                        .isEqualTo(1);
            }
        }

        private void power(String verb, String status) {
            String operation = next() ? powerOverGrpc(verb) : powerOverRest(verb);
            end(operation);
            expect(status);
        }

        private String powerOverGrpc(String verb) {
            return switch (verb) {
                case "stop" ->
                    api.servers()
                            .stopServer(StopServerRequest.newBuilder().setId(id).build())
                            .getName();
                case "start" ->
                    api.servers()
                            .startServer(
                                    StartServerRequest.newBuilder().setId(id).build())
                            .getName();
                default ->
                    api.servers()
                            .rebootServer(
                                    RebootServerRequest.newBuilder().setId(id).build())
                            .getName();
            };
        }

        private String powerOverRest(String verb) {
            Answer answer = api.rest("POST", path() + verb + "/", "");
            assertThat(answer.status()).isEqualTo(200);
            return "operations/" + answer.json().get("operation_id").asLong();
        }

        private void suspend() {
            boolean grpc = next();
            if (grpc) {
                AdminServerChange change = admin().suspendServer(SuspendServerRequest.newBuilder()
                        .setId(id)
                        .setReason("abuse")
                        .build());
                assertThat(change.getServer().getServer().getState()).isEqualTo(Server.State.STATE_STOPPING);
                end(change.getOperation().getName());
            } else {
                Answer answer = adminRest("suspend", "{\"reason\":\"abuse\"}");
                assertThat(answer.json().get("status").asText()).isEqualTo("stopping");
                end("operations/" + answer.json().get("operation_id").asLong());
            }
            assertHeldBy(grpc ? "the operator over gRPC" : "the operator over REST");
        }

        private void unsuspend() {
            if (next()) {
                AdminServerChange change = admin().unsuspendServer(
                                UnsuspendServerRequest.newBuilder().setId(id).build());
                assertThat(change.getServer().getHoldsList()).isEmpty();
                end(change.getOperation().getName());
            } else {
                Answer answer = adminRest("unsuspend", "");
                assertThat(answer.json().get("holds")).isEmpty();
                end("operations/" + answer.json().get("operation_id").asLong());
            }
        }

        /** Both transports show the same hold. */
        private void assertHeldBy(String where) {
            AdminServer held = admin().getServer(
                            AdminServiceGetServerRequest.newBuilder().setId(id).build());
            assertThat(held.getServer()).as(where).isEqualTo(server());
            assertThat(held.getHoldsList()).as(where).hasSize(1);
            assertThat(held.getHolds(0).getKind()).isEqualTo(Hold.Kind.KIND_OPERATOR);
            assertThat(held.getHolds(0).getReason()).isEqualTo("abuse");
            assertThat(admin().listServers(AdminServiceListServersRequest.newBuilder()
                                    .setAccountId(held.getAccountId())
                                    .setHostId(held.getHostId())
                                    .setState(Server.State.STATE_SUSPENDED)
                                    .build())
                            .getServersList())
                    .as(where)
                    .containsExactly(held);
            JsonNode rest = api.rest("GET", "/api/v1/admin/servers/" + id + "/", "", RunningBerth.ADMIN_TOKEN)
                    .json();
            assertThat(rest.get("account_id").asLong()).isEqualTo(held.getAccountId());
            assertThat(rest.get("host_id").asLong()).isEqualTo(held.getHostId());
            assertThat(rest.at("/holds/0/actor").asText())
                    .isEqualTo(held.getHolds(0).getActor());
            assertThat(Instant.parse(rest.at("/holds/0/since").asText()).getEpochSecond())
                    .isEqualTo(held.getHolds(0).getCreateTime().getSeconds());
        }

        private AdminServiceGrpc.AdminServiceBlockingStub admin() {
            return api.admin(RunningBerth.ADMIN_TOKEN);
        }

        private Answer adminRest(String verb, String body) {
            Answer answer =
                    api.rest("POST", "/api/v1/admin/servers/" + id + "/" + verb + "/", body, RunningBerth.ADMIN_TOKEN);
            assertThat(answer.status()).isEqualTo(200);
            return answer;
        }

        private String delete() {
            if (next()) {
                return api.servers()
                        .deleteServer(DeleteServerRequest.newBuilder().setId(id).build())
                        .getName();
            }
            Answer answer = api.rest("DELETE", path(), "");
            assertThat(answer.status()).isEqualTo(204);
            return answer.response()
                    .headers()
                    .firstValue("Operation-Location")
                    .orElseThrow()
                    .replaceAll("^/api/v1/|/$", "");
        }

        private void gone() {
            if (next()) {
                Refusal refusal = Refusal.of(this::server);
                assertThat(refusal.code()).isEqualTo(Code.NOT_FOUND);
                assertThat(refusal.reason()).isEqualTo("SERVER_NOT_FOUND");
            } else {
                assertThat(api.rest("GET", path(), "").status()).isEqualTo(404);
            }
        }

        private Server server() {
            return api.servers()
                    .getServer(GetServerRequest.newBuilder().setId(id).build());
        }

        private String path() {
            return "/api/v1/servers/" + id + "/";
        }
    }
}
