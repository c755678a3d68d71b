package dev.berth.grpc.request;

import com.google.longrunning.OperationsGrpc;
import dev.berth.domain.account.Scope;
import dev.berth.proto.v1.AccountServiceGrpc;
import dev.berth.proto.v1.AdminServiceGrpc;
import dev.berth.proto.v1.CatalogServiceGrpc;
import dev.berth.proto.v1.ServerServiceGrpc;
import dev.berth.proto.v1.SshKeyServiceGrpc;
import dev.berth.proto.v1.TokenServiceGrpc;
import io.grpc.MethodDescriptor;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who may call what. A method that is not listed is served to nobody. */
final class MethodScopes {
    private static final Set<String> OPEN_SERVICES = Set.of(
            "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection");

    private static final Map<String, Need> NEEDS = Map.ofEntries(
            reads(Scope.SERVERS_READ, ServerServiceGrpc.getListServersMethod()),
            reads(Scope.SERVERS_READ, ServerServiceGrpc.getGetServerMethod()),
            changes(Scope.SERVERS_WRITE, ServerServiceGrpc.getCreateServerMethod()),
            changes(Scope.SERVERS_WRITE, ServerServiceGrpc.getUpdateServerMethod()),
            changes(Scope.SERVERS_WRITE, ServerServiceGrpc.getDeleteServerMethod()),
            changes(Scope.SERVERS_POWER, ServerServiceGrpc.getStartServerMethod()),
            changes(Scope.SERVERS_POWER, ServerServiceGrpc.getStopServerMethod()),
            changes(Scope.SERVERS_POWER, ServerServiceGrpc.getRebootServerMethod()),
            reads(Scope.SERVERS_READ, OperationsGrpc.getGetOperationMethod()),
            reads(Scope.SERVERS_READ, OperationsGrpc.getWaitOperationMethod()),
            reads(Scope.ACCOUNT_READ, AccountServiceGrpc.getGetAccountMethod()),
            reads(Scope.ACCOUNT_READ, SshKeyServiceGrpc.getListSshKeysMethod()),
            changes(Scope.ACCOUNT_WRITE, SshKeyServiceGrpc.getCreateSshKeyMethod()),
            reads(Scope.ACCOUNT_READ, SshKeyServiceGrpc.getGetSshKeyMethod()),
            changes(Scope.ACCOUNT_WRITE, SshKeyServiceGrpc.getDeleteSshKeyMethod()),
            reads(Scope.ACCOUNT_READ, AccountServiceGrpc.getListCreditEntriesMethod()),
            reads(Scope.ACCOUNT_READ, TokenServiceGrpc.getListTokensMethod()),
            changes(Scope.ACCOUNT_WRITE, TokenServiceGrpc.getCreateTokenMethod()),
            changes(Scope.ACCOUNT_WRITE, TokenServiceGrpc.getRevokeTokenMethod()),
            anyToken(CatalogServiceGrpc.getListPlansMethod()),
            anyToken(CatalogServiceGrpc.getGetPlanMethod()),
            anyToken(CatalogServiceGrpc.getListOperatingSystemsMethod()),
            anyToken(CatalogServiceGrpc.getGetOperatingSystemMethod()),
            anyToken(CatalogServiceGrpc.getListLocationsMethod()),
            anyToken(CatalogServiceGrpc.getGetLocationMethod()),
            changes(Scope.ADMIN, AdminServiceGrpc.getCreateAccountMethod()),
            reads(Scope.ADMIN, AdminServiceGrpc.getListAccountsMethod()),
            reads(Scope.ADMIN, AdminServiceGrpc.getGetAccountMethod()),
            changes(Scope.ADMIN, AdminServiceGrpc.getSetAccountQuotaMethod()),
            changes(Scope.ADMIN, AdminServiceGrpc.getCloseAccountMethod()),
            changes(Scope.ADMIN, AdminServiceGrpc.getAddCreditMethod()),
            changes(Scope.ADMIN, AdminServiceGrpc.getCreateTokenMethod()),
            reads(Scope.ADMIN, AdminServiceGrpc.getListTokensMethod()),
            changes(Scope.ADMIN, AdminServiceGrpc.getRevokeTokenMethod()),
            reads(Scope.ADMIN, AdminServiceGrpc.getListServersMethod()),
            reads(Scope.ADMIN, AdminServiceGrpc.getGetServerMethod()),
            changes(Scope.ADMIN, AdminServiceGrpc.getSuspendServerMethod()),
            changes(Scope.ADMIN, AdminServiceGrpc.getUnsuspendServerMethod()),
            changes(Scope.ADMIN, AdminServiceGrpc.getResetServerMethod()),
            changes(Scope.ADMIN, AdminServiceGrpc.getCreatePlanMethod()),
            reads(Scope.ADMIN, AdminServiceGrpc.getListPlansMethod()),
            reads(Scope.ADMIN, AdminServiceGrpc.getGetPlanMethod()),
            changes(Scope.ADMIN, AdminServiceGrpc.getUpdatePlanMethod()),
            changes(Scope.ADMIN, AdminServiceGrpc.getCreateOperatingSystemMethod()),
            reads(Scope.ADMIN, AdminServiceGrpc.getListOperatingSystemsMethod()),
            reads(Scope.ADMIN, AdminServiceGrpc.getGetOperatingSystemMethod()),
            changes(Scope.ADMIN, AdminServiceGrpc.getUpdateOperatingSystemMethod()),
            changes(Scope.ADMIN, AdminServiceGrpc.getCreateLocationMethod()),
            reads(Scope.ADMIN, AdminServiceGrpc.getListLocationsMethod()),
            reads(Scope.ADMIN, AdminServiceGrpc.getGetLocationMethod()),
            changes(Scope.ADMIN, AdminServiceGrpc.getUpdateLocationMethod()),
            changes(Scope.ADMIN, AdminServiceGrpc.getRegisterHostMethod()),
            reads(Scope.ADMIN, AdminServiceGrpc.getListHostsMethod()),
            reads(Scope.ADMIN, AdminServiceGrpc.getGetHostMethod()),
            changes(Scope.ADMIN, AdminServiceGrpc.getDrainHostMethod()),
            changes(Scope.ADMIN, AdminServiceGrpc.getActivateHostMethod()),
            changes(Scope.ADMIN, AdminServiceGrpc.getCreateAddressPoolMethod()),
            reads(Scope.ADMIN, AdminServiceGrpc.getListAddressPoolsMethod()),
            reads(Scope.ADMIN, AdminServiceGrpc.getListAuditEntriesMethod()));

    private MethodScopes() {}

    /**
     * What a method needs.
     *
     * @param scope the scope; empty when any valid token will do
     * @param isChange whether it changes anything
     */
    record Need(Optional<Scope> scope, boolean isChange) {
        /** Whether it changes what is an account's own, so that it can be asked for in the account's name. */
        boolean isAccountChange() {
            return isChange && !scope.equals(Optional.of(Scope.ADMIN));
        }
    }

    /** Whether a method is for everybody, without a token. */
    static boolean isOpen(MethodDescriptor<?, ?> method) {
        String service = method.getServiceName();
        return service != null && OPEN_SERVICES.contains(service);
    }

    /** What a method needs; empty for one that is not served. */
    static Optional<Need> of(MethodDescriptor<?, ?> method) {
        return Optional.ofNullable(NEEDS.get(method.getFullMethodName()));
    }

    private static Map.Entry<String, Need> anyToken(MethodDescriptor<?, ?> method) {
        return Map.entry(method.getFullMethodName(), new Need(Optional.empty(), false));
    }

    private static Map.Entry<String, Need> reads(Scope scope, MethodDescriptor<?, ?> method) {
        return Map.entry(method.getFullMethodName(), new Need(Optional.of(scope), false));
    }

    private static Map.Entry<String, Need> changes(Scope scope, MethodDescriptor<?, ?> method) {
        return Map.entry(method.getFullMethodName(), new Need(Optional.of(scope), true));
    }
}
