package dev.berth.rest.request;

import org.jspecify.annotations.Nullable;

/**
 * A field or parameter that was read: what it holds is there to be used once the whole request has been found valid.
 *
 * @param <T> its type
 */
public final class Value<T> {
    private static final Value<?> NONE = new Value<>(null);

    private final @Nullable T content;

    private Value(@Nullable T content) {
        this.content = content;
    }

    static <T> Value<T> of(T content) {
        return new Value<>(content);
    }

    @SuppressWarnings("unchecked") // holds nothing of any type
    static <T> Value<T> none() {
        return (Value<T>) NONE;
    }

    /** What a required field holds, in a request that is valid. */
    public T get() {
        if (content == null) {
            throw new IllegalStateException("read before the request was found valid");
        }
        return content;
    }

    /** What an optional field holds; null when it is absent. */
    public @Nullable T orNull() {
        return content;
    }

    /** What an optional field holds, or this when it is absent. */
    public T orElse(T other) {
        return content == null ? other : content;
    }
}
