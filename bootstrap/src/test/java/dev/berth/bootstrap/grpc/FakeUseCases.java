package dev.berth.bootstrap.grpc;

import dev.berth.application.account.port.in.Accounts;
import dev.berth.application.account.port.in.ApiTokens;
import dev.berth.application.account.port.in.Authentication;
import dev.berth.application.account.port.in.CreditQueries;
import dev.berth.application.account.port.in.SshKeys;
import dev.berth.application.audit.port.in.AuditLog;
import dev.berth.application.catalog.port.in.Catalog;
import dev.berth.application.catalog.port.in.CatalogAdministration;
import dev.berth.application.operation.port.in.OperationQueries;
import dev.berth.application.placement.port.in.AddressPools;
import dev.berth.application.placement.port.in.Hosts;
import dev.berth.application.server.port.in.ServerLifecycle;
import dev.berth.application.server.port.in.ServerQueries;
import dev.berth.application.server.port.in.ServersAdministration;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.Caller;
import dev.berth.domain.account.Scope;
import dev.berth.domain.account.TokenId;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import dev.berth.domain.error.FieldViolation;
import io.micronaut.context.ApplicationContext;
import io.micronaut.grpc.server.GrpcEmbeddedServer;
import io.micronaut.runtime.server.EmbeddedServer;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Both transports over use cases that only tell which of them was called, and refuse. */
final class FakeUseCases implements AutoCloseable {
    static final List<Class<?>> IN_PORTS = List.of(
            ServerQueries.class,
            ServerLifecycle.class,
            ServersAdministration.class,
            OperationQueries.class,
            Accounts.class,
            CreditQueries.class,
            ApiTokens.class,
            SshKeys.class,
            AuditLog.class,
            Catalog.class,
            CatalogAdministration.class,
            Hosts.class,
            AddressPools.class);

    private final ApplicationContext context;
    private final Api api;

    /** What all of them throw. */
    volatile RuntimeException refusal = new DomainException(ErrorCode.UNAVAILABLE, "not set");

    /** The last one called, such as {@code ServerQueries.get}. */
    volatile String called = "";

    FakeUseCases() {
        Map<String, Object> settings = RunningBerth.settings();
        settings.put("flyway.enabled", false);
        context =
                ApplicationContext.builder().properties(settings).banner(false).build();
        IN_PORTS.forEach(this::register);
        context.registerSingleton(Authentication.class, new TwoTokens());
        EmbeddedServer http = context.start().getBean(EmbeddedServer.class).start();
        GrpcEmbeddedServer grpc = context.getBean(GrpcEmbeddedServer.class);
        api = new Api(http.getURI(), "127.0.0.1:" + grpc.getPort(), RunningBerth.TOKEN);
    }

    static DomainException refusal(ErrorCode code) {
        return code == ErrorCode.INVALID_REQUEST
                ? DomainException.invalid(List.of(new FieldViolation("id", "not_found", "There is no such thing.")))
                : new DomainException(code, "Refused with a figure.", Map.of("figure", 17));
    }

    Api api() {
        return api;
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        api.close();
        context.close();
    }

    private <T> void register(Class<T> port) {
        context.registerSingleton(
                port,
                port.cast(Proxy.newProxyInstance(
                        port.getClassLoader(),
                        new Class<?>[] {port},
                        (proxy, method, arguments) -> switch (method.getName()) {
                            case "hashCode" -> System.identityHashCode(proxy);
                            case "equals" -> proxy == arguments[0];
                            case "toString" -> port.getName();
                            default -> {
                                called = port.getSimpleName() + "." + method.getName();
                                throw refusal;
                            }
                        })));
    }

    /** The operator's, and a customer's. */
    private static final class TwoTokens implements Authentication {
        @Override
        public Caller authenticate(String secret) {
            return secret.equals(RunningBerth.ADMIN_TOKEN)
                    ? new Caller(new TokenId(1), "admin", null, Set.of(Scope.ADMIN))
                    : new Caller(new TokenId(2), "ci", new AccountId(7), Scope.customerScopes());
        }

        @Override
        public Caller actFor(Caller operator, AccountId account) {
            return operator.actingFor(account);
        }
    }
}
