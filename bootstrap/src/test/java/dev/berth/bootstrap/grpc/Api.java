package dev.berth.bootstrap.grpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.longrunning.GetOperationRequest;
import com.google.longrunning.Operation;
import com.google.longrunning.OperationsGrpc;
import com.google.longrunning.WaitOperationRequest;
import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import dev.berth.proto.v1.AccountServiceGrpc;
import dev.berth.proto.v1.AdminServiceGrpc;
import dev.berth.proto.v1.CatalogServiceGrpc;
import dev.berth.proto.v1.CreateServerRequest;
import dev.berth.proto.v1.Server;
import dev.berth.proto.v1.ServerServiceGrpc;
import dev.berth.proto.v1.SshKeyServiceGrpc;
import dev.berth.proto.v1.TokenServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Objects;

/** A client of both transports. */
final class Api implements AutoCloseable {
    static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI uri;
    private final ManagedChannel channel;
    private final String token;
    private volatile String lastRpc = "";

    Api(URI uri, String grpcAddress, String token) {
        this.uri = uri;
        this.channel = newChannel(grpcAddress);
        this.token = token;
    }

    static ManagedChannel newChannel(String grpcAddress) {
        return ManagedChannelBuilder.forTarget(grpcAddress).usePlaintext().build();
    }

    ServerServiceGrpc.ServerServiceBlockingStub servers() {
        return as(token, recorded(ServerServiceGrpc.newBlockingStub(channel)));
    }

    SshKeyServiceGrpc.SshKeyServiceBlockingStub sshKeys() {
        return as(token, recorded(SshKeyServiceGrpc.newBlockingStub(channel)));
    }

    OperationsGrpc.OperationsBlockingStub operations() {
        return as(token, recorded(OperationsGrpc.newBlockingStub(channel)));
    }

    AccountServiceGrpc.AccountServiceBlockingStub account() {
        return as(token, recorded(AccountServiceGrpc.newBlockingStub(channel)));
    }

    TokenServiceGrpc.TokenServiceBlockingStub tokens() {
        return as(token, recorded(TokenServiceGrpc.newBlockingStub(channel)));
    }

    CatalogServiceGrpc.CatalogServiceBlockingStub catalog() {
        return as(token, catalogOfNobody());
    }

    /** Without a token. */
    CatalogServiceGrpc.CatalogServiceBlockingStub catalogOfNobody() {
        return recorded(CatalogServiceGrpc.newBlockingStub(channel));
    }

    AdminServiceGrpc.AdminServiceBlockingStub admin(String adminToken) {
        return as(adminToken, recorded(AdminServiceGrpc.newBlockingStub(channel)));
    }

    ManagedChannel channel() {
        return channel;
    }

    static <S extends AbstractStub<S>> S as(String token, S stub) {
        Metadata metadata = new Metadata();
        metadata.put(AUTHORIZATION, "Bearer " + token);
        return stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata));
    }

    /** The full name of the method called last. */
    String lastRpc() {
        return lastRpc;
    }

    private <S extends AbstractStub<S>> S recorded(S stub) {
        return stub.withInterceptors(new ClientInterceptor() {
            @Override
            public <Q, A> ClientCall<Q, A> interceptCall(
                    MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
                lastRpc = method.getFullMethodName();
                return next.newCall(method, options);
            }
        });
    }

    static CreateServerRequest newServer(String name) {
        return CreateServerRequest.newBuilder()
                .setServer(Server.newBuilder()
                        .setName(name)
                        .setPlanId(1)
                        .setOsId(5)
                        .setLocation("us-west"))
                .build();
    }

    /** Waits until an operation has ended. */
    Operation ended(String name) {
        return operations()
                .waitOperation(WaitOperationRequest.newBuilder().setName(name).build());
    }

    Operation operation(String name) {
        return operations()
                .getOperation(GetOperationRequest.newBuilder().setName(name).build());
    }

    Answer rest(String method, String path, String body) {
        return rest(method, path, body, token);
    }

    Answer rest(String method, String path, String body, String as) {
        try {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(uri.resolve(path))
                            .header("Authorization", "Bearer " + as)
                            .method(method, HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response, JSON.readTree(response.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    /** What REST has answered. */
    record Answer(int status, HttpResponse<String> response, JsonNode json) {}

    /** What gRPC has refused. */
    record Refusal(StatusRuntimeException thrown) {
        static Refusal of(Runnable call) {
            try {
                call.run();
            } catch (StatusRuntimeException e) {
                return new Refusal(e);
            }
            throw new AssertionError("not refused");
        }

        io.grpc.Status.Code code() {
            return thrown.getStatus().getCode();
        }

        String message() {
            return Objects.requireNonNullElse(thrown.getStatus().getDescription(), "");
        }

        Status status() {
            return Objects.requireNonNull(StatusProto.fromThrowable(thrown));
        }

        String reason() {
            return detail(ErrorInfo.class).getReason();
        }

        <T extends Message> boolean has(Class<T> type) {
            return status().getDetailsList().stream().anyMatch(detail -> detail.is(type));
        }

        <T extends Message> T detail(Class<T> type) {
            return status().getDetailsList().stream()
                    .filter(detail -> detail.is(type))
                    .map(detail -> unpack(detail, type))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no " + type.getSimpleName() + " in " + status()));
        }
    }

    static <T extends Message> T unpack(Any any, Class<T> type) {
        try {
            return any.unpack(type);
        } catch (InvalidProtocolBufferException e) {
            throw new UncheckedIOException(e);
        }
    }
}
