package dev.berth.application.server.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.berth.application.port.in.Page;
import dev.berth.application.port.in.PageRequest;
import dev.berth.application.server.port.out.ServerRepository;
import dev.berth.application.testing.InMemoryStore;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.Money;
import dev.berth.domain.catalog.Location;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.catalog.OperatingSystem;
import dev.berth.domain.catalog.OperatingSystemId;
import dev.berth.domain.catalog.Plan;
import dev.berth.domain.catalog.PlanId;
import dev.berth.domain.catalog.Resources;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import dev.berth.domain.operation.OperationId;
import dev.berth.domain.operation.OperationKind;
import dev.berth.domain.placement.HostId;
import dev.berth.domain.server.AdminServerFilter;
import dev.berth.domain.server.Hostname;
import dev.berth.domain.server.Server;
import dev.berth.domain.server.ServerDetails;
import dev.berth.domain.server.ServerFilter;
import dev.berth.domain.server.ServerId;
import dev.berth.domain.server.ServerName;
import dev.berth.domain.server.ServerRef;
import dev.berth.domain.server.ServerStatus;
import dev.berth.domain.server.ServerSummary;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerQueriesServiceTest {
    private static final Instant NOW = Instant.parse("2026-01-10T14:30:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final AccountId ACCOUNT = new AccountId(1);
    private static final LocationCode WEST = new LocationCode("us-west");
    private static final LocationCode EMPTY = new LocationCode("empty");
    private static final LocationCode NOWHERE = new LocationCode("nowhere");
    private static final Plan PLAN =
            new Plan(new PlanId(1), "Standard", new Resources(1, 1, 1), 1, Money.ZERO, Money.ZERO, true);
    private static final OperatingSystem OS = new OperatingSystem(new OperatingSystemId(1), "Debian 12", true);

    private final InMemoryStore store = new InMemoryStore(CLOCK);
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger counts = new AtomicInteger();
    private final ServerQueriesService service = new ServerQueriesService(new Counting(), store.catalog(), CLOCK);

    ServerQueriesServiceTest() {
        store.catalog().insert(PLAN);
        store.catalog().insert(OS);
        store.catalog().insert(new Location(WEST, "West", true));
        store.catalog().insert(new Location(EMPTY, "Empty", false));
    }

    /** Counts the statements. */
    private final class Counting implements ServerRepository {
        private final ServerRepository behind = store.servers();

        @Override
        public ServerId nextId() {
            return behind.nextId();
        }

        @Override
        public void insert(Server server) {
            behind.insert(server);
        }

        @Override
        public void save(Server server) {
            behind.save(server);
        }

        @Override
        public Optional<Server> lock(ServerRef server) {
            return behind.lock(server);
        }

        @Override
        public Optional<Server> lock(ServerId server) {
            return behind.lock(server);
        }

        @Override
        public Optional<ServerDetails> find(ServerRef server, Instant now) {
            assertThat(now).isEqualTo(NOW);
            return behind.find(server, now);
        }

        @Override
        public Optional<ServerDetails> find(ServerId server, Instant now) {
            return behind.find(server, now);
        }

        @Override
        public List<ServerDetails> page(AdminServerFilter filter, long afterId, int limit, Instant now) {
            return behind.page(filter, afterId, limit, now);
        }

        @Override
        public long count(AdminServerFilter filter) {
            return behind.count(filter);
        }

        @Override
        public List<ServerSummary> page(AccountId account, ServerFilter filter, long afterId, int limit) {
            reads.incrementAndGet();
            return behind.page(account, filter, afterId, limit);
        }

        @Override
        public long count(AccountId account, ServerFilter filter) {
            counts.incrementAndGet();
            return behind.count(account, filter);
        }
    }

    @ParameterizedTest
    @CsvSource({"0,1", "1,1", "1999,1", "2000,2", "2001,2", "3999,2", "4000,3", "4001,3"})
    void a_list_of_any_length_is_read_in_batches_and_has_every_server_once(int servers, int statements) {
        insert(servers);
        Iterator<List<ServerSummary>> batches = service.all(ACCOUNT, ServerFilter.ALL);
        assertThat(reads).as("the first batch is read at once").hasValue(1);
        List<Long> ids = new ArrayList<>();
        while (batches.hasNext()) {
            assertThat(batches.hasNext()).as("to ask twice reads nothing").isTrue();
            List<ServerSummary> batch = batches.next();
            assertThat(batch).isNotEmpty().hasSizeLessThanOrEqualTo(2_000);
            batch.forEach(summary -> ids.add(summary.server().id().value()));
        }
        assertThat(ids).isEqualTo(LongStream.rangeClosed(1, servers).boxed().toList());
        assertThat(reads).hasValue(statements);
        assertThat(batches.hasNext()).isFalse();
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(batches::next);
        assertThat(reads).hasValue(statements);
    }

    @Test
    void batches_can_be_taken_without_asking_for_them() {
        insert(2_001);
        Iterator<List<ServerSummary>> batches = service.all(ACCOUNT, ServerFilter.ALL);
        assertThat(batches.next()).hasSize(2_000);
        assertThat(reads).as("nothing is read ahead").hasValue(1);
        assertThat(batches.next()).hasSize(1);
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(batches::next);
    }

    @Test
    void what_is_deleted_between_two_batches_costs_no_other_server_its_place() {
        insert(2_002);
        Iterator<List<ServerSummary>> batches = service.all(ACCOUNT, ServerFilter.ALL);
        batches.next();
        delete(5);
        delete(2_001);
        assertThat(batches.next())
                .extracting(summary -> summary.server().id().value())
                .containsExactly(2_002L);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 10})
    void pages_one_after_the_other_have_every_server_once_and_the_total_of_the_first(int limit) {
        insert(10);
        List<Long> ids = new ArrayList<>();
        Page<ServerSummary> page = service.page(ACCOUNT, ServerFilter.ALL, new PageRequest(limit, 0, null));
        assertThat(page.total()).isEqualTo(10);
        while (true) {
            page.items().forEach(summary -> ids.add(summary.server().id().value()));
            assertThat(page.total()).isEqualTo(10);
            assertThat(page.hasMore()).isEqualTo(ids.size() < 10);
            if (!page.hasMore()) {
                break;
            }
            assertThat(page.items()).hasSize(limit);
            page = service.page(
                    ACCOUNT, ServerFilter.ALL, new PageRequest(limit, ids.get(ids.size() - 1), page.total()));
        }
        assertThat(ids).isEqualTo(LongStream.rangeClosed(1, 10).boxed().toList());
        assertThat(counts)
                .as("counted once, and only when the first page is not all")
                .hasValue(limit < 10 ? 1 : 0);
    }

    @Test
    void a_later_page_keeps_the_total_though_servers_have_gone() {
        insert(5);
        delete(5);
        Page<ServerSummary> page = service.page(ACCOUNT, ServerFilter.ALL, new PageRequest(2, 2, 5L));
        assertThat(page.total()).isEqualTo(5);
        assertThat(page.hasMore()).isFalse();
        assertThat(page.items())
                .extracting(summary -> summary.server().id().value())
                .containsExactly(3L, 4L);
    }

    @Test
    void filters_combine() {
        insert(4);
        Server stopped = store.servers().lock(ref(3)).orElseThrow();
        store.servers()
                .save(stopped.complete(OperationKind.PROVISION, NOW)
                        .begin(OperationKind.STOP, new OperationId(1), NOW)
                        .complete(OperationKind.STOP, NOW));
        assertThat(ids(new ServerFilter(ServerStatus.STOPPED, null))).containsExactly(3L);
        assertThat(ids(new ServerFilter(ServerStatus.STOPPED, WEST))).containsExactly(3L);
        assertThat(ids(new ServerFilter(ServerStatus.STOPPED, EMPTY))).isEmpty();
        assertThat(ids(new ServerFilter(ServerStatus.SUSPENDED, WEST))).isEmpty();
        assertThat(ids(new ServerFilter(null, WEST))).hasSize(4);
        assertThat(service.page(ACCOUNT, new ServerFilter(ServerStatus.PROVISIONING, null), new PageRequest(2, 0, null))
                        .total())
                .isEqualTo(3);
    }

    @Test
    void a_location_that_is_not_there_is_refused_before_anything_is_listed() {
        insert(1);
        ServerFilter filter = new ServerFilter(null, NOWHERE);
        for (Runnable request : List.<Runnable>of(
                () -> service.all(ACCOUNT, filter),
                () -> service.page(ACCOUNT, filter, new PageRequest(10, 0, null)),
                () -> service.page(ACCOUNT, filter, new PageRequest(10, 7, 1L)))) {
            assertThatExceptionOfType(DomainException.class)
                    .isThrownBy(request::run)
                    .satisfies(refused -> {
                        assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
                        assertThat(refused.violations()).extracting("field").containsExactly("location");
                    });
        }
        assertThat(ids(new ServerFilter(null, EMPTY)))
                .as("known, and without servers")
                .isEmpty();
        assertThat(ids(new ServerFilter(null, WEST)))
                .as("retired, and with servers")
                .hasSize(1);
    }

    @Test
    void other_accounts_and_deleted_servers_are_not_listed() {
        insert(3);
        delete(2);
        assertThat(ids(ServerFilter.ALL)).containsExactly(1L, 3L);
        assertThat(service.all(new AccountId(2), ServerFilter.ALL).hasNext()).isFalse();
        assertThat(service.page(new AccountId(2), ServerFilter.ALL, new PageRequest(10, 0, null)))
                .isEqualTo(new Page<>(List.of(), 0, false));
    }

    @Test
    void one_server_is_found_with_its_plan_though_that_is_retired() {
        insert(1);
        assertThat(service.get(ref(1)).summary().plan()).isEqualTo(PLAN);
        assertThatExceptionOfType(DomainException.class)
                .isThrownBy(() -> service.get(new ServerRef(new AccountId(2), new ServerId(1))))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(ErrorCode.SERVER_NOT_FOUND));
    }

    private List<Long> ids(ServerFilter filter) {
        List<Long> ids = new ArrayList<>();
        service.all(ACCOUNT, filter)
                .forEachRemaining(
                        batch -> batch.forEach(s -> ids.add(s.server().id().value())));
        return ids;
    }

    private static ServerRef ref(long id) {
        return new ServerRef(ACCOUNT, new ServerId(id));
    }

    private void delete(long id) {
        Server server = store.servers().lock(ref(id)).orElseThrow();
        store.servers().save(server.begin(OperationKind.DELETE, new OperationId(9), NOW));
    }

    private void insert(int servers) {
        for (int id = 1; id <= servers; id++) {
            store.servers()
                    .insert(Server.provision(
                            new ServerId(id),
                            new UUID(0, id),
                            ACCOUNT,
                            new ServerName("web"),
                            new Hostname("web"),
                            false,
                            PLAN,
                            OS.id(),
                            null,
                            WEST,
                            new HostId(1),
                            "203.0.113.1",
                            "2001:db8::1",
                            new OperationId(id),
                            NOW));
        }
    }
}
