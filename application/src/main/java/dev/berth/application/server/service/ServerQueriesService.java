package dev.berth.application.server.service;

import dev.berth.application.catalog.port.out.CatalogRepository;
import dev.berth.application.placement.service.Locations;
import dev.berth.application.port.in.Page;
import dev.berth.application.port.in.PageRequest;
import dev.berth.application.server.port.in.ServerQueries;
import dev.berth.application.server.port.out.ServerRepository;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.server.ServerDetails;
import dev.berth.domain.server.ServerFilter;
import dev.berth.domain.server.ServerRef;
import dev.berth.domain.server.ServerSummary;
import java.time.Clock;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Reads servers: single statements, no transaction. */
public final class ServerQueriesService implements ServerQueries {
    private static final int BATCH = 2_000;

    private final ServerRepository servers;
    private final CatalogRepository catalog;
    private final Clock clock;

    public ServerQueriesService(ServerRepository servers, CatalogRepository catalog, Clock clock) {
        this.servers = servers;
        this.catalog = catalog;
        this.clock = clock;
    }

    @Override
    public ServerDetails get(ServerRef server) {
        return servers.find(server, clock.instant()).orElseThrow(server.server()::notFound);
    }

    @Override
    public Page<ServerSummary> page(AccountId account, ServerFilter filter, PageRequest request) {
        List<ServerSummary> found = servers.page(account, filter, request.after(), request.limit() + 1);
        if (found.isEmpty()) { // a location with servers is known
            Locations.requireKnown(catalog, filter.location());
        }
        return Page.of(found, request, () -> servers.count(account, filter));
    }

    @Override
    public Iterator<List<ServerSummary>> all(AccountId account, ServerFilter filter) {
        List<ServerSummary> first = servers.page(account, filter, 0, BATCH);
        if (first.isEmpty()) {
            Locations.requireKnown(catalog, filter.location());
        }
        return new Batches(account, filter, first);
    }

    private final class Batches implements Iterator<List<ServerSummary>> {
        private final AccountId account;
        private final ServerFilter filter;
        private List<ServerSummary> next;
        private boolean isRead = true;
        private long last;

        Batches(AccountId account, ServerFilter filter, List<ServerSummary> first) {
            this.account = account;
            this.filter = filter;
            this.next = first;
        }

        @Override
        public boolean hasNext() {
            if (!isRead) {
                next = servers.page(account, filter, last, BATCH);
                isRead = true;
            }
            return !next.isEmpty();
        }

        @Override
        public List<ServerSummary> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            List<ServerSummary> batch = next;
            last = batch.get(batch.size() - 1).server().id().value();
            // a short batch was the last one
            next = List.of();
            isRead = batch.size() < BATCH;
            return batch;
        }
    }
}
