package dev.berth.grpc.request;

import dev.berth.application.account.port.in.Authentication;
import dev.berth.application.audit.port.in.AuditLog;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.Caller;
import dev.berth.domain.account.Scope;
import dev.berth.domain.audit.Actor;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.micronaut.core.order.Ordered;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lets nobody in without a valid token, and nobody to a method without the method's scope. */
@Singleton
final class SecurityInterceptor implements ServerInterceptor, Ordered {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Pattern BEARER = Pattern.compile("Bearer +([\\x21-\\x7E]+)", Pattern.CASE_INSENSITIVE);

    /** The metadata with which an operator acts for an account. */
    private static final Metadata.Key<String> ACCOUNT =
            Metadata.Key.of("berth-account", Metadata.ASCII_STRING_MARSHALLER);

    private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,15}");

    private final Authentication authentication;
    private final AuditLog auditLog;

    SecurityInterceptor(Authentication authentication, AuditLog auditLog) {
        this.authentication = authentication;
        this.auditLog = auditLog;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (MethodScopes.isOpen(call.getMethodDescriptor())) {
            return next.startCall(call, headers);
        }
        Caller sender = authentication.authenticate(secret(headers));
        MethodScopes.Need need = MethodScopes.of(call.getMethodDescriptor())
                .orElseThrow(() -> Status.UNIMPLEMENTED
                        .withDescription("Berth does not serve this method.")
                        .asRuntimeException());
        Optional<AccountId> account = accountToActFor(headers, sender);
        Caller caller = account.map(id -> authentication.actFor(sender, id)).orElse(sender);
        need.scope().ifPresent(caller::require);
        Actor actor = new Actor(caller.token(), caller.name(), address(call), RequestId.current());
        Context context = Callers.with(caller, actor);
        if (account.isEmpty() || !need.isAccountChange()) {
            return Contexts.interceptCall(context, call, headers, next);
        }
        Acting acting = new Acting(
                auditLog, actor, account.get(), call.getMethodDescriptor().getFullMethodName());
        return acting.noting(Contexts.interceptCall(acting.in(context), call, headers, next));
    }

    private static Optional<AccountId> accountToActFor(Metadata headers, Caller sender) {
        Iterable<String> all = headers.getAll(ACCOUNT);
        if (all == null) {
            return Optional.empty();
        }
        sender.require(Scope.ADMIN);
        List<String> sent = new ArrayList<>();
        all.forEach(one -> sent.add(one.strip()));
        if (sent.size() != 1 || !ID.matcher(sent.get(0)).matches() || !Fields.isId(Long.parseLong(sent.get(0)))) {
            throw DomainException.invalid(
                    ACCOUNT.name(), "invalid_format", "Must be sent once, with the id of the account to act for.");
        }
        return Optional.of(new AccountId(Long.parseLong(sent.get(0))));
    }

    private static @Nullable String address(ServerCall<?, ?> call) {
        SocketAddress peer = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
        return peer instanceof InetSocketAddress internet && internet.getAddress() != null
                ? internet.getAddress().getHostAddress()
                : null;
    }

    private static String secret(Metadata headers) {
        Iterable<String> all = headers.getAll(AUTHORIZATION);
        List<String> sent = new ArrayList<>();
        if (all != null) {
            all.forEach(sent::add);
        }
        if (sent.size() == 1) {
            Matcher matcher = BEARER.matcher(sent.get(0).strip());
            if (matcher.matches()) {
                return matcher.group(1);
            }
        }
        throw new DomainException(
                ErrorCode.UNAUTHENTICATED,
                "Send one API token, as the metadata \"authorization: Bearer <API token>\".");
    }

    /** After the one that answers what this one throws. */
    @Override
    public int getOrder() {
        return 0;
    }
}
