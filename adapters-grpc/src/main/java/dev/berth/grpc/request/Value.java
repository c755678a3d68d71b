package dev.berth.grpc.request;

import org.jspecify.annotations.Nullable;

/**
 * A field that was read: what it holds is there to be used once the whole message has been found valid.
 *
 * @param <T> its type
 */
public final class Value<T> {
    private final @Nullable T content;

    Value(@Nullable T content) {
        this.content = content;
    }

    /** What is known without being read. */
    public static <T> Value<T> of(T content) {
        return new Value<>(content);
    }

    /** What a required field holds, in a message that is valid. */
    public T get() {
        if (content == null) {
            throw new IllegalStateException("read before the message was found valid");
        }
        return content;
    }

    /** What an optional field holds; null when it is not set. */
    public @Nullable T orNull() {
        return content;
    }
}
