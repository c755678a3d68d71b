package dev.berth.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.bootstrap.ApiClient.Answer;
import dev.berth.proto.v1.AccountServiceGrpc;
import dev.berth.proto.v1.AdminServiceGrpc;
import dev.berth.proto.v1.GetAccountRequest;
import dev.berth.proto.v1.ListAuditEntriesRequest;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nothing that lets anybody in is ever said again: not in the log, however much it says, and not in an answer. */
class SecretsTest {
    private static final String ADMIN = "configured-admin-0123456789abcdef";
    private static final String DEMO = "configured-demo-0123456789abcdef!";
    private static final String PASSWORD = "password-of-the-database";
    private static final String TOKENS = "/api/v1/tokens/";

    private final List<String> answers = new ArrayList<>();
    private final List<String> secrets = new ArrayList<>(List.of(ADMIN, DEMO, PASSWORD));

    @Test
    void no_secret_is_in_the_log_or_in_any_answer_but_the_one_that_shows_it() {
        BerthProcess berth = BerthProcess.on(Database.postgresql())
                .with("BERTH_DB_PASSWORD", PASSWORD)
                .with("BERTH_ADMIN_TOKEN", ADMIN)
                .with("BERTH_DEMO_TOKEN", DEMO)
                .with("BERTH_DEMO", "true")
                .withOption("-Dlogger.levels.ROOT=DEBUG")
                .withOption("-Dlogger.levels.dev.berth=TRACE")
                .start();
        try (berth) {
            rest(berth.client(ADMIN), berth.client(DEMO));
            grpc(berth.grpcAddress());
        }
        assertThat(berth.output()).as("it says all that it can").contains(" DEBUG ");
        for (String secret : secrets) {
            assertThat(berth.output().lines().filter(line -> line.contains(secret)))
                    .as("the log")
                    .isEmpty();
            assertThat(answers).noneMatch(answer -> answer.contains(secret));
        }
        assertThat(secrets).hasSize(6);
        assertThat(answers).hasSizeGreaterThan(10);
    }

    private void rest(ApiClient admin, ApiClient demo) {
        JsonNode own = issue(demo, TOKENS);
        issue(admin, "/api/v1/admin/accounts/1/tokens/");
        ApiClient holder = demo.with(own.get("token").textValue());
        see(holder.post("/api/v1/servers/").body(Customer.createBody("us-west")).send(), 201);
        see(holder.get("/api/v1/servers/").send(), 200);
        see(holder.get(TOKENS).send(), 200);
        see(holder.post("/api/v1/servers/").body("{\"name\": 1}").send(), 400);
        see(admin.get("/api/v1/admin/accounts/1/tokens/").send(), 200);
        see(admin.get("/api/v1/admin/audit-log/").send(), 200);
        see(admin.get("/api/v1/account/").header("Berth-Account", "1").send(), 200);
        String mistyped = own.get("token").textValue().replaceFirst(".$", "-");
        secrets.add(mistyped);
        see(demo.with(mistyped).get(TOKENS).send(), 401);
        see(demo.delete(TOKENS + own.get("id") + "/").send(), 204);
        see(holder.get("/api/v1/servers/").send(), 401);
    }

    private JsonNode issue(ApiClient client, String path) {
        JsonNode issued = client.post(path)
                .body("{\"name\": \"ci\", \"scopes\": [\"servers:read\", \"servers:write\", \"account:read\"]}")
                .expect(201)
                .json();
        secrets.add(issued.get("token").textValue());
        return issued;
    }

    private void see(Answer answer, int status) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        answers.add(answer.response().headers().map() + answer.body());
    }

    private void grpc(String address) {
        ManagedChannel channel =
                ManagedChannelBuilder.forTarget(address).usePlaintext().build();
        try {
            answers.add(AdminServiceGrpc.newBlockingStub(channel)
                    .withInterceptors(bearer(ADMIN))
                    .listAuditEntries(ListAuditEntriesRequest.getDefaultInstance())
                    .toString());
            for (String token : List.of(DEMO, DEMO + "?", ADMIN)) {
                try {
                    answers.add(AccountServiceGrpc.newBlockingStub(channel)
                            .withInterceptors(bearer(token))
                            .getAccount(GetAccountRequest.getDefaultInstance())
                            .toString());
                } catch (StatusRuntimeException e) {
                    answers.add(e.getStatus() + " " + e.getTrailers());
                }
            }
        } finally {
            channel.shutdownNow();
        }
    }

    private static io.grpc.ClientInterceptor bearer(String token) {
        Metadata metadata = new Metadata();
        metadata.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
        return MetadataUtils.newAttachHeadersInterceptor(metadata);
    }
}
