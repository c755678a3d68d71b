package dev.berth.bootstrap.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.bootstrap.OnEveryDatabase;
import dev.berth.proto.v1.AdminServiceRevokeTokenRequest;
import dev.berth.proto.v1.ApiToken;
import dev.berth.proto.v1.CreateTokenRequest;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.micronaut.grpc.server.GrpcEmbeddedServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every method with every kind of token: who gets in, and who does not. What the empty message then meets is not asked. */
@OnEveryDatabase
class MethodAccessTest {
    private static final List<String> SCOPES =
            List.of("servers:read", "servers:write", "servers:power", "account:read", "account:write");
    private static final String ANY = "any";
    private static final String ADMIN = "admin";

    /** What a method needs, by what it is called. */
    private static String needed(String method) {
        String[] name = method.split("/", 2);
        boolean isRead = name[1].matches("(Get|List|Wait|Watch).*");
        return switch (name[0]) {
            case "berth.v1.AdminService" -> ADMIN;
            case "berth.v1.CatalogService" -> ANY;
            case "google.longrunning.Operations" -> "servers:read";
            case "berth.v1.ServerService" ->
                isRead
                        ? "servers:read"
                        : name[1].matches("(Start|Stop|Reboot)Server") ? "servers:power" : "servers:write";
            case "berth.v1.AccountService", "berth.v1.SshKeyService", "berth.v1.TokenService" ->
                isRead ? "account:read" : "account:write";
            default -> throw new AssertionError("a service that this test does not know: " + method);
        };
    }

    @Test
    void a_method_lets_in_whom_it_should() {
        try (RunningBerth berth = new RunningBerth(Map.of())) {
            ManagedChannel channel = berth.api().channel();
            Map<String, String> byScope = new LinkedHashMap<>();
            SCOPES.forEach(scope -> byScope.put(scope, issue(berth, scope).getSecret()));
            byScope.put(ADMIN, RunningBerth.ADMIN_TOKEN);
            ApiToken revoked = issue(berth, "servers:read");
            berth.api()
                    .admin(RunningBerth.ADMIN_TOKEN)
                    .revokeToken(AdminServiceRevokeTokenRequest.newBuilder()
                            .setAccountId(1)
                            .setId(revoked.getId())
                            .build());
            List<String> methods = methods(berth);
            assertThat(methods).hasSizeGreaterThan(40);
            for (String method : methods) {
                for (String nobody : List.of("", "garbage-garbage-garbage-garbage-gar", revoked.getSecret())) {
                    assertThat(call(channel, method, nobody)).as(method).isEqualTo(Code.UNAUTHENTICATED);
                }
                String needed = needed(method);
                byScope.forEach((scope, token) -> {
                    Code code = call(channel, method, token);
                    if (needed.equals(scope) || needed.equals(ANY)) {
                        assertThat(code)
                                .as("%s with %s", method, scope)
                                .isNotIn(Code.UNAUTHENTICATED, Code.PERMISSION_DENIED, Code.INTERNAL, Code.UNKNOWN);
                    } else {
                        assertThat(code).as("%s with %s", method, scope).isEqualTo(Code.PERMISSION_DENIED);
                    }
                });
            }
        }
    }

    private static List<String> methods(RunningBerth berth) {
        return berth.bean(GrpcEmbeddedServer.class).getServer().getServices().stream()
                .filter(service ->
                        service.getServiceDescriptor().getName().matches("berth\\..*|google\\.longrunning\\..*"))
                .flatMap(service -> service.getMethods().stream())
                .map(method -> method.getMethodDescriptor().getFullMethodName())
                .filter(method -> !method.matches("google.longrunning.Operations/(List|Delete|Cancel).*"))
                .toList();
    }

    private static ApiToken issue(RunningBerth berth, String scope) {
        return berth.api()
                .admin(RunningBerth.ADMIN_TOKEN)
                .createToken(CreateTokenRequest.newBuilder()
                        .setAccountId(1)
                        .setToken(ApiToken.newBuilder().setName("access").addScopes(scope))
                        .build());
    }

    /** Sends an empty message. */
    private static Code call(ManagedChannel channel, String method, String token) {
        Metadata headers = new Metadata();
        if (!token.isEmpty()) {
            headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
        }
        MethodDescriptor<byte[], byte[]> unary = MethodDescriptor.newBuilder(Bytes.MARSHALLER, Bytes.MARSHALLER)
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(method)
                .build();
        try {
            ClientCalls.blockingUnaryCall(
                    io.grpc.ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers)),
                    unary,
                    CallOptions.DEFAULT,
                    new byte[0]);
            return Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        }
    }

    /** Messages as they are on the wire. */
    private enum Bytes implements MethodDescriptor.Marshaller<byte[]> {
        MARSHALLER;

        @Override
        public InputStream stream(byte[] message) {
            return new ByteArrayInputStream(message);
        }

        @Override
        public byte @Nullable [] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
