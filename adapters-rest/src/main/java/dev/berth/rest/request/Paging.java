package dev.berth.rest.request;

import dev.berth.application.port.in.Page;
import dev.berth.application.port.in.PagePosition;
import dev.berth.application.port.in.PageRequest;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The {@code limit} and {@code cursor} of a list, and the answer that they lead to. */
public final class Paging {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1000;
    private static final Pattern LIMIT = Pattern.compile("[1-9][0-9]{0,3}");

    private final ApiRequest request;
    private final Object list;
    private final @Nullable Integer limit;
    private final @Nullable PagePosition cursor;

    private Paging(ApiRequest request, Object list, @Nullable Integer limit, @Nullable PagePosition cursor) {
        this.request = request;
        this.list = list;
        this.limit = limit;
        this.cursor = cursor;
    }

    /**
     * Reads both, after the parameters of the filter.
     *
     * @param list the list with its filter, which cursors are bound to as they are to the account
     */
    public static Paging read(ApiRequest request, Object list) {
        Value<Integer> limit = request.query().optional("limit", Paging::limit);
        Value<PagePosition> cursor = request.query().optional("cursor", text -> cursor(text, request, list));
        return new Paging(request, list, limit.orNull(), cursor.orNull());
    }

    /** The page that is wanted; null when neither was sent. */
    public @Nullable PageRequest wanted() {
        return limit == null && cursor == null ? null : wantedOrFirst();
    }

    /** The page that is wanted, which is the first one when neither was sent. */
    public PageRequest wantedOrFirst() {
        int size = limit == null ? DEFAULT_LIMIT : limit;
        return cursor == null ? PageRequest.first(size) : PageRequest.from(cursor, size);
    }

    /** 200 with a page, and where the next one is. */
    public <T> HttpResponse<?> answer(Page<T> page, ToLongFunction<T> id, Function<T, ?> item) {
        request.requireJsonAccepted();
        String next = page.next(id).map(this::next).orElse(null);
        var answer = Answers.ok(new PageResponse(
                page.total(), next, page.items().stream().<Object>map(item).toList()));
        return next == null ? answer : answer.header(HttpHeaders.LINK, "<%s>; rel=\"next\"".formatted(next));
    }

    private String next(PagePosition position) {
        return request.sameListWith(
                wantedOrFirst().limit(), position.format(request.caller().accountId(), list));
    }

    private static PagePosition cursor(String text, ApiRequest request, Object list) {
        return PagePosition.parse(text, request.caller().accountId(), list)
                .orElseThrow(() -> FieldType.refused(
                        "invalid_value", "Must be the cursor of a page of the same list, with the same filter."));
    }

    private static Integer limit(String text) {
        if (!LIMIT.matcher(text).matches() || Integer.parseInt(text) > MAX_LIMIT) {
            throw FieldType.refused("out_of_range", "Must be a whole number from 1 to %d.".formatted(MAX_LIMIT));
        }
        return Integer.valueOf(text);
    }
}
