package dev.berth.grpc.request;

import com.google.protobuf.Message;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.FieldViolation;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Refuses messages with fields that this version does not know: what a newer client asks for with one, such as only to
 * validate, must not be ignored.
 */
public final class StrictMessages implements ServerInterceptor {
    private static final int MAX = 10;

    private StrictMessages() {}

    /** The same service, which also parses its messages where interceptors see the failure. */
    public static ServerServiceDefinition of(ServerServiceDefinition service) {
        return ServerInterceptors.useInputStreamMessages(ServerInterceptors.intercept(service, new StrictMessages()));
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
            @Override
            public void onMessage(Q message) {
                if (message instanceof Message sent) {
                    Acting.note(sent);
                    refuseUnknownFields(sent);
                }
                super.onMessage(message);
            }
        };
    }

    private static void refuseUnknownFields(Message message) {
        List<FieldViolation> violations = unknownFields("", message).limit(MAX).toList();
        if (!violations.isEmpty()) {
            throw DomainException.invalid(violations);
        }
    }

    private static Stream<FieldViolation> unknownFields(String path, Message message) {
        Stream<FieldViolation> here = message.getUnknownFields().asMap().keySet().stream()
                .map(number ->
                        new FieldViolation(path + number, "unknown_field", "There is no field with this number here."));
        Stream<FieldViolation> below = message.getAllFields().entrySet().stream()
                .flatMap(field -> nested(field)
                        .flatMap(inner -> unknownFields(path + field.getKey().getName() + ".", inner)));
        return Stream.concat(here, below);
    }

    private static Stream<Message> nested(Map.Entry<?, Object> field) {
        Stream<?> values = field.getValue() instanceof List<?> list ? list.stream() : Stream.of(field.getValue());
        return values.filter(Message.class::isInstance).map(Message.class::cast);
    }
}
