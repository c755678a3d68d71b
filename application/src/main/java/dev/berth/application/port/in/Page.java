package dev.berth.application.port.in;

import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/**
 * A part of a list.
 *
 * @param items in the list's order
 * @param total the filtered total as of the first page
 * @param hasMore whether another page follows
 */
public record Page<T>(List<T> items, long total, boolean hasMore) {
    public Page {
        items = List.copyOf(items);
    }

    /**
     * The page that was wanted.
     *
     * @param found one more than wanted, if there are so many
     * @param count counts the filtered total; asked only by a first page that is not also the last
     */
    public static <T> Page<T> of(List<T> found, PageRequest request, LongSupplier count) {
        boolean hasMore = found.size() > request.limit();
        List<T> shown = hasMore ? found.subList(0, request.limit()) : found;
        Long total = request.total();
        if (total == null) {
            total = hasMore ? count.getAsLong() : shown.size();
        }
        return new Page<>(shown, total, hasMore);
    }

    /** Where the next page begins; empty after the last. */
    public Optional<PagePosition> next(ToLongFunction<T> id) {
        return hasMore && !items.isEmpty()
                ? Optional.of(new PagePosition(id.applyAsLong(items.get(items.size() - 1)), total))
                : Optional.empty();
    }
}
