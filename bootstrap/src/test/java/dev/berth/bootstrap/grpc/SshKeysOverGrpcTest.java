package dev.berth.bootstrap.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.Empty;
import com.google.protobuf.FieldMask;
import com.google.rpc.BadRequest;
import com.google.rpc.BadRequest.FieldViolation;
import com.google.rpc.ErrorInfo;
import dev.berth.bootstrap.OnEveryDatabase;
import dev.berth.bootstrap.SshKeyLines;
import dev.berth.bootstrap.grpc.Api.Answer;
import dev.berth.bootstrap.grpc.Api.Refusal;
import dev.berth.persistence.Sql;
import dev.berth.proto.v1.CreateServerRequest;
import dev.berth.proto.v1.CreateSshKeyRequest;
import dev.berth.proto.v1.DeleteSshKeyRequest;
import dev.berth.proto.v1.GetSshKeyRequest;
import dev.berth.proto.v1.ListSshKeysRequest;
import dev.berth.proto.v1.Server;
import dev.berth.proto.v1.SshKey;
import dev.berth.proto.v1.UpdateServerRequest;
import io.grpc.Status.Code;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** SSH keys over gRPC: the same keys, the same refusals. */
@OnEveryDatabase
class SshKeysOverGrpcTest {
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
    void a_key_is_the_same_over_both_transports() {
        String line = SshKeyLines.next();
        SshKey created = api.sshKeys().createSshKey(request("laptop", line + "  ada on  a laptop "));
        assertThat(created.getName()).isEqualTo("laptop");
        assertThat(created.getPublicKey()).isEqualTo(line + " ada on  a laptop");
        assertThat(created.hasCreateTime()).isTrue();
        assertThat(api.sshKeys().getSshKey(get(created.getId()))).isEqualTo(created);
        assertThat(list()).contains(created);

        String path = "/api/v1/ssh-keys/" + created.getId() + "/";
        Answer rest = api.rest("GET", path, "");
        assertThat(rest.json().get("public_key").asText()).isEqualTo(created.getPublicKey());
        assertThat(rest.json().get("fingerprint").asText()).isEqualTo(created.getFingerprint());

        assertThat(api.sshKeys().deleteSshKey(delete(created.getId()))).isEqualTo(Empty.getDefaultInstance());
        assertThat(api.rest("GET", path, "").status()).isEqualTo(404);
        assertThat(list()).doesNotContain(created);
    }

    @Test
    void a_key_that_is_not_there_is_not_found() {
        for (Runnable call : List.<Runnable>of(
                () -> api.sshKeys().getSshKey(get(999_999)), () -> api.sshKeys().deleteSshKey(delete(999_999)))) {
            Refusal refusal = Refusal.of(call);
            assertThat(refusal.code()).isEqualTo(Code.NOT_FOUND);
            assertThat(refusal.reason()).isEqualTo("SSH_KEY_NOT_FOUND");
        }
    }

    @Test
    void the_same_key_twice_already_exists() {
        SshKey key = api.sshKeys().createSshKey(request("laptop", SshKeyLines.next()));
        Refusal refusal = Refusal.of(() -> api.sshKeys().createSshKey(request("other", key.getPublicKey() + " x")));
        assertThat(refusal.code()).isEqualTo(Code.ALREADY_EXISTS);
        assertThat(refusal.reason()).isEqualTo("ALREADY_EXISTS");
        assertThat(refusal.detail(ErrorInfo.class).getMetadataMap())
                .isEqualTo(Map.of("fingerprint", key.getFingerprint()));
    }

    @Test
    void all_fields_that_are_wrong_are_named() {
        assertThat(violations(() -> api.sshKeys().createSshKey(CreateSshKeyRequest.getDefaultInstance())))
                .containsExactly(tuple("ssh_key", "REQUIRED"));
        assertThat(violations(() -> api.sshKeys().createSshKey(request("", ""))))
                .containsExactly(tuple("ssh_key.name", "REQUIRED"), tuple("ssh_key.public_key", "REQUIRED"));
        assertThat(violations(() -> api.sshKeys().createSshKey(request(" ", "-----BEGIN PRIVATE KEY-----"))))
                .containsExactly(tuple("ssh_key.name", "INVALID_FORMAT"), tuple("ssh_key.public_key", "PRIVATE_KEY"));
        assertThat(violations(() -> api.sshKeys().getSshKey(get(0)))).containsExactly(tuple("id", "REQUIRED"));
        assertThat(violations(() -> api.sshKeys().deleteSshKey(delete(-1))))
                .containsExactly(tuple("id", "OUT_OF_RANGE"));
    }

    @Test
    void a_server_is_created_with_a_key_and_does_not_show_it() {
        SshKey key = api.sshKeys().createSshKey(request("laptop", SshKeyLines.next()));
        var operation = api.servers().createServer(server(key.getId()));
        Server server = Api.unpack(api.ended(operation.getName()).getResponse(), Server.class);
        assertThat(server.getSshKeyId()).isZero();
        assertThat(installed(server.getId())).isEqualTo(key.getPublicKey());
    }

    @Test
    void a_server_is_not_created_with_a_key_that_is_not_there() {
        assertThat(violations(() -> api.servers().createServer(server(999_999))))
                .containsExactly(tuple("server.ssh_key_id", "NOT_FOUND"));
        assertThat(violations(() -> api.servers().createServer(server(-1))))
                .containsExactly(tuple("server.ssh_key_id", "OUT_OF_RANGE"));
    }

    @Test
    void the_key_of_a_server_cannot_be_changed() {
        SshKey key = api.sshKeys().createSshKey(request("laptop", SshKeyLines.next()));
        var operation = api.servers().createServer(Api.newServer("web"));
        Server server = Api.unpack(api.ended(operation.getName()).getResponse(), Server.class);
        Server changed = server.toBuilder().setSshKeyId(key.getId()).build();
        assertThat(violations(() -> api.servers().updateServer(update(changed, "ssh_key_id"))))
                .containsExactly(tuple("server.ssh_key_id", "IMMUTABLE"));
        assertThat(violations(() -> api.servers().updateServer(update(changed))))
                .containsExactly(tuple("server.ssh_key_id", "IMMUTABLE"));
        assertThat(api.servers().updateServer(update(server)).getName()).isEqualTo("web");
    }

    private static List<SshKey> list() {
        return api.sshKeys()
                .listSshKeys(ListSshKeysRequest.getDefaultInstance())
                .getSshKeysList();
    }

    /** What is on the server's machine. */
    private static String installed(long server) {
        return berth.bean(Sql.class)
                .only(
                        "SELECT m.ssh_key FROM simulated_machines m JOIN servers s ON s.machine = m.machine"
                                + " WHERE s.id = ?",
                        row -> row.text("ssh_key"),
                        server);
    }

    private static CreateSshKeyRequest request(String name, String publicKey) {
        return CreateSshKeyRequest.newBuilder()
                .setSshKey(SshKey.newBuilder().setName(name).setPublicKey(publicKey))
                .build();
    }

    private static GetSshKeyRequest get(long id) {
        return GetSshKeyRequest.newBuilder().setId(id).build();
    }

    private static DeleteSshKeyRequest delete(long id) {
        return DeleteSshKeyRequest.newBuilder().setId(id).build();
    }

    private static CreateServerRequest server(long sshKey) {
        CreateServerRequest plain = Api.newServer("web");
        return plain.toBuilder()
                .setServer(plain.getServer().toBuilder().setSshKeyId(sshKey))
                .build();
    }

    private static UpdateServerRequest update(Server server, String... paths) {
        return UpdateServerRequest.newBuilder()
                .setServer(server)
                .setUpdateMask(FieldMask.newBuilder().addAllPaths(List.of(paths)))
                .build();
    }

    private static List<Tuple> violations(Runnable call) {
        Refusal refusal = Refusal.of(call);
        assertThat(refusal.code()).isEqualTo(Code.INVALID_ARGUMENT);
        return refusal.detail(BadRequest.class).getFieldViolationsList().stream()
                .map((FieldViolation violation) -> tuple(violation.getField(), violation.getReason()))
                .toList();
    }
}
