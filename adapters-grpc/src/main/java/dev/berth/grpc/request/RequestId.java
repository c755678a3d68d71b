package dev.berth.grpc.request;

import io.grpc.Context;
import io.grpc.Metadata;
import org.jspecify.annotations.Nullable;

/** The id of a call, for its answer, the log and the audit log. */
public final class RequestId {
    private static final Metadata.Key<String> METADATA =
            Metadata.Key.of("x-request-id", Metadata.ASCII_STRING_MARSHALLER);
    private static final Context.Key<String> KEY = Context.key("berth.request-id");

    private RequestId() {}

    /** The one that the client has sent; null when there is none. */
    public static @Nullable String sent(Metadata headers) {
        return headers.get(METADATA);
    }

    /** Sends it to the client. */
    public static void send(String id, Metadata answer) {
        answer.put(METADATA, id);
    }

    /** Leaves it to whoever comes after. */
    public static Context with(String id) {
        return Context.current().withValue(KEY, id);
    }

    /** That of the call under way. */
    static String current() {
        String id = KEY.get();
        if (id == null) {
            throw new IllegalStateException("a call without an id");
        }
        return id;
    }
}
