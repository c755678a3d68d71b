package dev.berth.grpc.request;

import com.google.longrunning.OperationsGrpc;
import dev.berth.domain.account.Scope;
import dev.berth.proto.v1.AdminServiceGrpc;
import dev.berth.proto.v1.ServerServiceGrpc;
import io.grpc.MethodDescriptor;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who may call what. A method that is not listed is served to nobody. */
final class MethodScopes {
    private static final Set<String> OPEN_SERVICES = Set.of(
            "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection");

    private static final Map<String, Scope> SCOPES = Map.ofEntries(
            needs(Scope.SERVERS_READ, ServerServiceGrpc.getListServersMethod()),
            needs(Scope.SERVERS_READ, ServerServiceGrpc.getGetServerMethod()),
            needs(Scope.SERVERS_WRITE, ServerServiceGrpc.getCreateServerMethod()),
            needs(Scope.SERVERS_WRITE, ServerServiceGrpc.getUpdateServerMethod()),
            needs(Scope.SERVERS_WRITE, ServerServiceGrpc.getDeleteServerMethod()),
            needs(Scope.SERVERS_POWER, ServerServiceGrpc.getStartServerMethod()),
            needs(Scope.SERVERS_POWER, ServerServiceGrpc.getStopServerMethod()),
            needs(Scope.SERVERS_POWER, ServerServiceGrpc.getRebootServerMethod()),
            needs(Scope.SERVERS_READ, OperationsGrpc.getGetOperationMethod()),
            needs(Scope.SERVERS_READ, OperationsGrpc.getWaitOperationMethod()),
            needs(Scope.ADMIN, AdminServiceGrpc.getCreateAccountMethod()),
            needs(Scope.ADMIN, AdminServiceGrpc.getAddCreditMethod()),
            needs(Scope.ADMIN, AdminServiceGrpc.getCreateTokenMethod()));

    private MethodScopes() {}

    /** Whether a method is for everybody, without a token. */
    static boolean isOpen(MethodDescriptor<?, ?> method) {
        String service = method.getServiceName();
        return service != null && OPEN_SERVICES.contains(service);
    }

    /** The scope that a method needs; empty for one that is not served. */
    static Optional<Scope> of(MethodDescriptor<?, ?> method) {
        return Optional.ofNullable(SCOPES.get(method.getFullMethodName()));
    }

    private static Map.Entry<String, Scope> needs(Scope scope, MethodDescriptor<?, ?> method) {
        return Map.entry(method.getFullMethodName(), scope);
    }
}
