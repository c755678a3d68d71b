package dev.berth.rest.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import dev.berth.domain.server.ServerSummary;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The lists without pages that are under way: so many at once, each for so long. */
@Singleton
final class FullLists {
    private final FullListSettings settings;
    private final ObjectMapper mapper;
    private final Clock clock;
    private final Set<FullList> open = ConcurrentHashMap.newKeySet();

    FullLists(FullListSettings settings, ObjectMapper mapper, Clock clock) {
        this.settings = settings;
        this.mapper = mapper;
        this.clock = clock;
    }

    /** Begins a list. Refuses with {@code UNAVAILABLE} when there are too many, and with whatever its first batch does. */
    FullList open(String requestId, Supplier<Iterator<List<ServerSummary>>> batches) {
        FullList list = admit(requestId);
        try {
            list.begin(batches.get());
            return list;
        } catch (RuntimeException | Error e) {
            list.close();
            throw e;
        }
    }

    private synchronized FullList admit(String requestId) {
        Instant now = clock.instant();
        // its client reads nothing more, or its end was never noticed
        open.stream().filter(list -> list.isOverdueAt(now)).forEach(FullList::close);
        if (open.size() >= settings.maxConcurrent()) {
            throw new DomainException(
                    ErrorCode.UNAVAILABLE,
                    "Too many full lists are being sent at once. Try again, or ask for pages with \"limit\".");
        }
        FullList list = new FullList(requestId, mapper, clock, now.plus(settings.maxDuration()), open::remove);
        open.add(list);
        return list;
    }
}
