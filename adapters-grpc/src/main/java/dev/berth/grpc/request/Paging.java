package dev.berth.grpc.request;

import dev.berth.application.port.in.Page;
import dev.berth.application.port.in.PagePosition;
import dev.berth.application.port.in.PageRequest;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The {@code page_size} and {@code page_token} of a list, and what the answer says of the next page. */
public final class Paging {
    private static final int DEFAULT_SIZE = 100;
    private static final int MAX_SIZE = 1000;

    private final Object list;
    private final int size;
    private final @Nullable PagePosition from;

    private Paging(Object list, int size, @Nullable PagePosition from) {
        this.list = list;
        this.size = size;
        this.from = from;
    }

    /**
     * Reads both.
     *
     * @param list the list with its filter, which tokens are bound to as they are to the account
     */
    public static Paging read(Fields fields, int pageSize, String pageToken, Object list) {
        if (pageSize < 0) {
            fields.refuse("page_size", "out_of_range", "Must be 0 or more.");
        }
        Value<PagePosition> from = fields.optionalText("page_token", pageToken, text -> position(text, list));
        return new Paging(list, pageSize == 0 ? DEFAULT_SIZE : Math.min(pageSize, MAX_SIZE), from.orNull());
    }

    /** The page that is wanted. */
    public PageRequest wanted() {
        return from == null ? PageRequest.first(size) : PageRequest.from(from, size);
    }

    /** The token of the next page; empty after the last. */
    public <T> String next(Page<T> page, ToLongFunction<T> id) {
        return page.next(id)
                .map(position -> position.format(Callers.caller().accountId(), list))
                .orElse("");
    }

    /** The total, as far as its field can say it. */
    public static int total(Page<?> page) {
        return (int) Math.min(page.total(), Integer.MAX_VALUE);
    }

    private static PagePosition position(String text, Object list) {
        return PagePosition.parse(text, Callers.caller().accountId(), list)
                .orElseThrow(() -> Fields.refused(
                        "invalid_value", "Must be the next_page_token of the same list, with the same filter."));
    }
}
