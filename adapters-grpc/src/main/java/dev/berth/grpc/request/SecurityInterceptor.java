package dev.berth.grpc.request;

import dev.berth.application.account.port.in.Authentication;
import dev.berth.domain.account.Caller;
import dev.berth.domain.account.Scope;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.micronaut.core.order.Ordered;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lets nobody in without a valid token, and nobody to a method without the method's scope. */
@Singleton
final class SecurityInterceptor implements ServerInterceptor, Ordered {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Pattern BEARER = Pattern.compile("Bearer +([\\x21-\\x7E]+)", Pattern.CASE_INSENSITIVE);

    private final Authentication authentication;

    SecurityInterceptor(Authentication authentication) {
        this.authentication = authentication;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (MethodScopes.isOpen(call.getMethodDescriptor())) {
            return next.startCall(call, headers);
        }
        Caller caller = authentication.authenticate(secret(headers));
        Scope scope = MethodScopes.of(call.getMethodDescriptor())
                .orElseThrow(() -> Status.UNIMPLEMENTED
                        .withDescription("Berth does not serve this method.")
                        .asRuntimeException());
        caller.require(scope);
        return Contexts.interceptCall(Callers.with(caller), call, headers, next);
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
