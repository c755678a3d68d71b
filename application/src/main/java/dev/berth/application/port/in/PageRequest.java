package dev.berth.application.port.in;

import org.jspecify.annotations.Nullable;

/**
 * Which part of a list.
 *
 * @param limit at most this many, 1 to 1000
 * @param after only what comes after this id in the list's order; 0 for the first page
 * @param total the filtered total as of the first page; null on the first page, which counts it
 */
public record PageRequest(int limit, long after, @Nullable Long total) {
    /** The part that follows a position. */
    public static PageRequest from(PagePosition position, int limit) {
        return new PageRequest(limit, position.after(), position.total());
    }

    /** The first part. */
    public static PageRequest first(int limit) {
        return new PageRequest(limit, 0, null);
    }

    /** In a list with the newest first: only what has a lower id than this. */
    public long before() {
        return after == 0 ? Long.MAX_VALUE : after;
    }
}
