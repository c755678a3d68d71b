package dev.berth.rest.server;

import dev.berth.application.server.port.in.PagePosition;
import dev.berth.application.server.port.in.PageRequest;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.server.ServerFilter;
import dev.berth.domain.server.ServerStatus;
import dev.berth.rest.request.ApiRequest;
import dev.berth.rest.request.FieldType;
import dev.berth.rest.request.Query;
import dev.berth.rest.request.Value;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The query of a list.
 *
 * @param filter which servers
 * @param page which part of them; null for all
 */
record ListServersRequest(ServerFilter filter, @Nullable PageRequest page) {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1000;
    private static final Pattern LIMIT = Pattern.compile("[1-9][0-9]{0,3}");

    static ListServersRequest read(ApiRequest request) {
        Query query = request.query();
        Value<ServerStatus> status = query.optional("status", ServerStatus::ofWireName);
        Value<LocationCode> location = query.optional("location", LocationCode::new);
        Value<Integer> limit = query.optional("limit", ListServersRequest::limit);
        ServerFilter filter = new ServerFilter(status.orNull(), location.orNull());
        Value<PagePosition> cursor = query.optional("cursor", text -> cursor(text, filter));
        request.requireValid();
        return new ListServersRequest(filter, page(limit.orNull(), cursor.orNull()));
    }

    private static @Nullable PageRequest page(@Nullable Integer limit, @Nullable PagePosition cursor) {
        if (cursor != null) {
            return new PageRequest(limit == null ? DEFAULT_LIMIT : limit, cursor.after(), cursor.total());
        }
        return limit == null ? null : new PageRequest(limit, 0, null);
    }

    private static PagePosition cursor(String text, ServerFilter filter) {
        return PagePosition.parse(text, filter)
                .orElseThrow(() -> FieldType.refused(
                        "invalid_value",
                        "Must be the cursor of a page of the same list, with the same status and location."));
    }

    private static Integer limit(String text) {
        if (!LIMIT.matcher(text).matches() || Integer.parseInt(text) > MAX_LIMIT) {
            throw FieldType.refused("out_of_range", "Must be a whole number from 1 to %d.".formatted(MAX_LIMIT));
        }
        return Integer.valueOf(text);
    }
}
