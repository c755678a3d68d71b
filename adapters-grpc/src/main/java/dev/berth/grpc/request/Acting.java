package dev.berth.grpc.request;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.berth.application.audit.port.in.AuditLog;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.audit.Actor;
import io.grpc.Context;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.ServerCall;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A change that an operator asks for in an account's name, which is noted once: with the id in its message, before the
 * message is judged, or else without one.
 */
final class Acting {
    private static final Context.Key<Acting> KEY = Context.key("berth.acting");

    private final AuditLog auditLog;
    private final Actor actor;
    private final AccountId account;
    private final String method;
    private boolean isNoted;

    Acting(AuditLog auditLog, Actor actor, AccountId account, String method) {
        this.auditLog = auditLog;
        this.actor = actor;
        this.account = account;
        this.method = method;
    }

    /** Leaves it to {@link StrictMessages}, which sees what the message says. */
    Context in(Context context) {
        return context.withValue(KEY, this);
    }

    /** Notes what is asked for in the call under way, if an operator asks for it in an account's name. */
    static void note(Message message) {
        Acting acting = KEY.get();
        if (acting != null) {
            acting.noteOnce(method(acting, message));
        }
    }

    /** The same listener, which has a call noted too of which no message can be read. */
    <Q> ServerCall.Listener<Q> noting(ServerCall.Listener<Q> listener) {
        return new SimpleForwardingServerCallListener<>(listener) {
            @Override
            public void onMessage(Q message) {
                try {
                    super.onMessage(message);
                } finally {
                    noteOnce(method);
                }
            }

            @Override
            public void onComplete() {
                noteOnce(method);
                super.onComplete();
            }

            @Override
            public void onCancel() {
                noteOnce(method);
                super.onCancel();
            }
        };
    }

    private static String method(Acting acting, Message message) {
        return id(message).map(id -> acting.method + " " + id).orElse(acting.method);
    }

    private void noteOnce(String request) {
        if (!isNoted) {
            isNoted = true;
            auditLog.acting(actor, account, request);
        }
    }

    /** Its own, or in an update that of what is to be changed; never anything else that was sent. */
    private static Optional<Long> id(Message message) {
        Stream<Message> updated = message.getDescriptorForType().findFieldByName("update_mask") == null
                ? Stream.empty()
                : message.getAllFields().values().stream()
                        .filter(Message.class::isInstance)
                        .map(Message.class::cast);
        return Stream.concat(Stream.of(message), updated).flatMap(Acting::ownId).findFirst();
    }

    private static Stream<Long> ownId(Message message) {
        FieldDescriptor field = message.getDescriptorForType().findFieldByName("id");
        return field != null && message.getField(field) instanceof Long id && id != 0 ? Stream.of(id) : Stream.empty();
    }
}
