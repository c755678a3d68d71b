package dev.berth.bootstrap.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.longrunning.GetOperationRequest;
import com.google.longrunning.WaitOperationRequest;
import com.google.protobuf.FieldMask;
import com.google.protobuf.MessageLite;
import com.google.rpc.BadRequest;
import dev.berth.bootstrap.OnEveryDatabase;
import dev.berth.bootstrap.grpc.Api.Refusal;
import dev.berth.proto.v1.Account;
import dev.berth.proto.v1.AddCreditRequest;
import dev.berth.proto.v1.ApiToken;
import dev.berth.proto.v1.CreateAccountRequest;
import dev.berth.proto.v1.CreateSshKeyRequest;
import dev.berth.proto.v1.CreateTokenRequest;
import dev.berth.proto.v1.DeleteSshKeyRequest;
import dev.berth.proto.v1.GetServerRequest;
import dev.berth.proto.v1.ListAuditEntriesRequest;
import dev.berth.proto.v1.ListServersRequest;
import dev.berth.proto.v1.Server;
import dev.berth.proto.v1.SshKey;
import dev.berth.proto.v1.UpdateServerRequest;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.micronaut.grpc.server.GrpcEmbeddedServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Whatever bytes are sent: it is never a fault of ours. */
@OnEveryDatabase
class MalformedMessagesTest {
    private static final int MESSAGES = 10_000;
    private static final long SEED = 20260101;
    private static final int AT_ONCE = 64;

    private static final List<MessageLite> SAMPLES = List.of(
            Api.newServer("sample"),
            GetServerRequest.newBuilder().setId(1).build(),
            ListServersRequest.newBuilder()
                    .setPageSize(10)
                    .setPageToken("MSAyIDM0")
                    .setLocation("us-west")
                    .build(),
            UpdateServerRequest.newBuilder()
                    .setServer(Server.newBuilder().setId(1).setName("new").setBackupsEnabled(true))
                    .setUpdateMask(FieldMask.newBuilder().addPaths("name").addPaths("plan.name"))
                    .build(),
            GetOperationRequest.newBuilder().setName("operations/1").build(),
            WaitOperationRequest.newBuilder()
                    .setName("operations/1")
                    .setTimeout(com.google.protobuf.Duration.newBuilder().setNanos(1))
                    .build(),
            CreateSshKeyRequest.newBuilder()
                    .setSshKey(SshKey.newBuilder()
                            .setName("laptop")
                            .setPublicKey(
                                    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIH6QlRova6QAf0IMsCOmqyaWuGc+JEQRFxRSI2VPglsw"))
                    .build(),
            DeleteSshKeyRequest.newBuilder().setId(1).build(),
            CreateAccountRequest.newBuilder()
                    .setAccount(Account.newBuilder().setName("somebody").setMaxServers(1))
                    .build(),
            AddCreditRequest.newBuilder()
                    .setAccountId(1)
                    .setAmount("1.5")
                    .setReference("r")
                    .setDescription("d")
                    .build(),
            CreateTokenRequest.newBuilder()
                    .setAccountId(1)
                    .setToken(ApiToken.newBuilder().setName("t").addScopes("servers:read"))
                    .build(),
            HealthCheckRequest.newBuilder().setService("x").build(),
            ServerReflectionRequest.newBuilder()
                    .setFileContainingSymbol("berth.v1.Server")
                    .build());

    @Test
    void ten_thousand_random_and_truncated_messages_are_no_fault_of_ours() throws Exception {
        try (RunningBerth berth = new RunningBerth(Map.of())) {
            List<MethodDescriptor<byte[], byte[]>> methods = methods(berth);
            ManagedChannel channel = berth.api().channel();
            Random random = new Random(SEED);
            Map<Status.Code, AtomicInteger> answers = new ConcurrentHashMap<>();
            Map<String, String> faults = new ConcurrentHashMap<>();
            Semaphore free = new Semaphore(AT_ONCE);
            for (int i = 0; i < MESSAGES; i++) {
                MethodDescriptor<byte[], byte[]> method = methods.get(random.nextInt(methods.size()));
                byte[] message = message(random);
                free.acquire();
                var ignored = call(channel, method, message).thenAccept(status -> {
                    answers.computeIfAbsent(status.getCode(), code -> new AtomicInteger())
                            .incrementAndGet();
                    if (status.getCode() == Status.Code.UNKNOWN || status.getCode() == Status.Code.INTERNAL) {
                        faults.put(method.getFullMethodName() + " " + Arrays.toString(message), status.toString());
                    }
                    free.release();
                });
            }
            assertThat(free.tryAcquire(AT_ONCE, 1, TimeUnit.MINUTES)).isTrue();

            assertThat(faults).isEmpty();
            assertThat(answers.values().stream().mapToInt(AtomicInteger::get).sum())
                    .isEqualTo(MESSAGES);
            // both what cannot be read and what can got through to where it is judged
            assertThat(answers).containsKeys(Status.Code.OK, Status.Code.INVALID_ARGUMENT, Status.Code.NOT_FOUND);
        }
    }

    @Test
    void what_cannot_be_read_names_no_field_and_is_noted_when_an_operator_acts_for_an_account() {
        try (RunningBerth berth = new RunningBerth(Map.of())) {
            MethodDescriptor<byte[], byte[]> method = methods(berth).stream()
                    .filter(one -> one.getFullMethodName().equals("berth.v1.ServerService/DeleteServer"))
                    .findFirst()
                    .orElseThrow();
            Metadata metadata = new Metadata();
            metadata.put(Api.AUTHORIZATION, "Bearer " + RunningBerth.ADMIN_TOKEN);
            metadata.put(Metadata.Key.of("berth-account", Metadata.ASCII_STRING_MARSHALLER), "1");
            Channel channel = ClientInterceptors.intercept(
                    berth.api().channel(), MetadataUtils.newAttachHeadersInterceptor(metadata));
            Refusal refusal = Refusal.of(() -> {
                byte[] ignored =
                        ClientCalls.blockingUnaryCall(channel, method, CallOptions.DEFAULT, new byte[] {-1, -1, -1});
            });
            assertThat(refusal.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(refusal.reason()).isEqualTo("INVALID_REQUEST");
            assertThat(refusal.message()).startsWith("It is not a message");
            assertThat(refusal.has(BadRequest.class)).isFalse();
            assertThat(berth.api()
                            .admin(RunningBerth.ADMIN_TOKEN)
                            .listAuditEntries(ListAuditEntriesRequest.newBuilder()
                                    .setAction("account.act")
                                    .build())
                            .getEntriesList())
                    .extracting(entry -> entry.getChanges(0).getAfter())
                    .containsExactly("berth.v1.ServerService/DeleteServer");
        }
    }

    @Test
    void no_message_and_two_messages_are_no_fault_of_ours() throws Exception {
        try (RunningBerth berth = new RunningBerth(Map.of())) {
            for (MethodDescriptor<byte[], byte[]> method : methods(berth)) {
                if (!method.getType().clientSendsOneMessage()
                        || method.getFullMethodName().startsWith("google.longrunning.Operations/")) {
                    continue;
                }
                // a client that may send any number
                MethodDescriptor<byte[], byte[]> lax = method.toBuilder()
                        .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
                        .build();
                for (byte[][] messages : new byte[][][] {{}, {{}, {}}}) {
                    Status status = call(berth.api().channel(), lax, messages).get(1, TimeUnit.MINUTES);
                    assertThat(status.getCode())
                            .as("%d messages to %s: %s", messages.length, method.getFullMethodName(), status)
                            // two: gRPC itself resets the stream
                            .isEqualTo(messages.length == 0 ? Status.Code.INVALID_ARGUMENT : Status.Code.CANCELLED);
                }
            }
        }
    }

    private static List<MethodDescriptor<byte[], byte[]>> methods(RunningBerth berth) {
        return berth.bean(GrpcEmbeddedServer.class).getServer().getServices().stream()
                .flatMap(service -> service.getMethods().stream())
                .map(method -> method.getMethodDescriptor().toBuilder(new Bytes(), new Bytes())
                        .build())
                .toList();
    }

    private static byte[] message(Random random) {
        byte[] sample = SAMPLES.get(random.nextInt(SAMPLES.size())).toByteArray();
        return switch (random.nextInt(3)) {
            case 0 -> {
                byte[] bytes = new byte[random.nextInt(200)];
                random.nextBytes(bytes);
                yield bytes;
            }
            case 1 -> Arrays.copyOf(sample, random.nextInt(sample.length + 1));
            default -> {
                sample[random.nextInt(sample.length)] = (byte) random.nextInt();
                yield sample;
            }
        };
    }

    private static CompletableFuture<Status> call(
            ManagedChannel channel, MethodDescriptor<byte[], byte[]> method, byte[]... messages) {
        ClientCall<byte[], byte[]> call = channel.newCall(method, CallOptions.DEFAULT);
        CompletableFuture<Status> status = new CompletableFuture<>();
        Metadata metadata = new Metadata();
        boolean operator = method.getFullMethodName().startsWith("berth.v1.AdminService/");
        metadata.put(Api.AUTHORIZATION, "Bearer " + (operator ? RunningBerth.ADMIN_TOKEN : RunningBerth.TOKEN));
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onMessage(byte[] message) {
                        if (!method.getType().serverSendsOneMessage()) {
                            status.complete(Status.OK); // there may be no end to it
                            call.cancel("seen enough", null);
                        }
                    }

                    @Override
                    public void onClose(Status closed, Metadata trailers) {
                        status.complete(closed);
                    }
                },
                metadata);
        call.request(2);
        for (byte[] message : messages) {
            call.sendMessage(message);
        }
        call.halfClose();
        return status;
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
