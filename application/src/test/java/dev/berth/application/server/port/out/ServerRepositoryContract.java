package dev.berth.application.server.port.out;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.application.testdata.Concurrently;
import dev.berth.application.testdata.Fixtures;
import dev.berth.application.testdata.Repositories;
import dev.berth.domain.account.Account;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.catalog.Location;
import dev.berth.domain.operation.OperationKind;
import dev.berth.domain.placement.HostId;
import dev.berth.domain.server.AdminServerFilter;
import dev.berth.domain.server.HoldKind;
import dev.berth.domain.server.Hostname;
import dev.berth.domain.server.ResourceUsage;
import dev.berth.domain.server.Server;
import dev.berth.domain.server.ServerDetails;
import dev.berth.domain.server.ServerFilter;
import dev.berth.domain.server.ServerId;
import dev.berth.domain.server.ServerName;
import dev.berth.domain.server.ServerRef;
import dev.berth.domain.server.ServerStatus;
import dev.berth.domain.server.ServerSummary;
import dev.berth.domain.server.UsageRecord;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link ServerRepository} does. */
public abstract class ServerRepositoryContract {
    private Repositories store;
    private ServerRepository servers;
    private Fixtures fixtures;

    /** The ports under test, over an empty store. */
    protected abstract Repositories repositories();

    @BeforeEach
    void setUp() {
        store = repositories();
        servers = store.servers();
        fixtures = new Fixtures(store);
    }

    @Test
    void ids_are_positive_and_never_come_twice() throws Exception {
        List<List<Long>> ids = Concurrently.run(
                4,
                () -> IntStream.range(0, 25)
                        .mapToObj(i -> servers.nextId().value())
                        .toList());
        assertThat(ids.stream().flatMap(List::stream)).doesNotHaveDuplicates().allMatch(id -> id > 0);
    }

    @Test
    void a_new_server_is_found_as_it_was_stored() {
        Server server = fixtures.provisioning();
        assertThat(servers.find(Fixtures.ref(server), fixtures.now)
                        .orElseThrow()
                        .summary())
                .isEqualTo(new ServerSummary(server, fixtures.plan, fixtures.os));
        assertThat(lock(server)).contains(server);
    }

    @Test
    void the_next_state_takes_the_place_of_the_one_before() {
        Server server = fixtures.provisioning();
        Server next = server.complete(OperationKind.PROVISION, fixtures.now.plusSeconds(3))
                .update(new ServerName("other"), new Hostname("other.example.com"), false, fixtures.now.plusSeconds(5))
                .withNextFence();
        save(next);
        assertThat(found(server)).contains(next);
    }

    @Test
    void a_server_that_never_came_to_life_and_has_no_operation_is_kept_exactly() {
        Server failed = fixtures.provisioning().fail(OperationKind.PROVISION, fixtures.now);
        save(failed);
        assertThat(found(failed)).contains(failed);
        assertThat(failed.firstActiveAt()).isNull();
        assertThat(failed.currentOperation()).isNull();
    }

    @Test
    void holds_and_what_is_to_run_after_them_are_kept_exactly() {
        Server active = fixtures.active(fixtures.account.id());
        assertThat(found(active).orElseThrow().holds()).isEmpty();
        Server held = active.hold(HoldKind.BILLING).hold(HoldKind.OPERATOR);
        save(held);
        assertThat(found(active)).contains(held);
        Server suspending = held.begin(OperationKind.SUSPEND, store.operations().nextId(), fixtures.now);
        save(suspending);
        assertThat(found(active)).contains(suspending);
        assertThat(lock(active)).contains(suspending);
        Server heldByOne = suspending.lift(HoldKind.BILLING, fixtures.now);
        save(heldByOne);
        assertThat(found(active)).contains(heldByOne);
    }

    @Test
    void a_server_is_locked_whosever_it_is_also_when_it_is_deleted() {
        Server server = fixtures.active(fixtures.account(5).id());
        assertThat(store.transactions().required(() -> servers.lock(server.id())))
                .contains(server);
        Server deleting = server.begin(OperationKind.DELETE, store.operations().nextId(), fixtures.now);
        save(deleting);
        assertThat(store.transactions().required(() -> servers.lock(server.id())))
                .contains(deleting);
        assertThat(store.transactions().required(() -> servers.lock(new ServerId(9_000_000_000L))))
                .isEmpty();
    }

    @Test
    void a_server_is_found_whosever_it_is_until_it_is_deleted() {
        Server server = fixtures.active(fixtures.account(5).id());
        store.usage()
                .save(List.of(
                        new UsageRecord(server.id(), 12.5, 2048, 20, 5_000_000_000L, 7_000_000_000L, fixtures.now)));
        assertThat(servers.find(server.id(), fixtures.now))
                .isPresent()
                .isEqualTo(servers.find(Fixtures.ref(server), fixtures.now));
        delete(server);
        assertThat(servers.find(server.id(), fixtures.now)).isEmpty();
        assertThat(servers.find(new ServerId(9_000_000_000L), fixtures.now)).isEmpty();
    }

    @Test
    void all_accounts_servers_are_listed_by_account_host_and_status_with_what_they_use() {
        Account other = fixtures.account(5);
        Server first = fixtures.active(fixtures.account.id());
        Server second = fixtures.active(other.id());
        Server deleted = delete(fixtures.active(other.id()));
        Server elsewhere = fixtures.active(other.id(), fixtures.anotherHost());
        Server stopping = elsewhere.begin(OperationKind.STOP, store.operations().nextId(), fixtures.now);
        save(stopping);
        store.usage().save(List.of(new UsageRecord(second.id(), 12.5, 2048, 20, 5_000_000_000L, 0, fixtures.now)));

        assertThat(listed(new AdminServerFilter(null, null, null))).containsExactly(first, second, stopping);
        assertThat(listed(new AdminServerFilter(other.id(), null, null))).containsExactly(second, stopping);
        assertThat(listed(new AdminServerFilter(null, fixtures.host.id(), null)))
                .containsExactly(first, second);
        assertThat(listed(new AdminServerFilter(null, null, ServerStatus.STOPPING)))
                .containsExactly(stopping);
        assertThat(listed(new AdminServerFilter(other.id(), fixtures.host.id(), ServerStatus.ACTIVE)))
                .containsExactly(second);
        assertThat(listed(new AdminServerFilter(fixtures.account.id(), stopping.hostId(), null)))
                .isEmpty();
        assertThat(listed(new AdminServerFilter(null, new HostId(9_000_000_000L), null)))
                .isEmpty();
        assertThat(servers.page(
                        new AdminServerFilter(null, null, null), first.id().value(), 1, fixtures.now))
                .containsExactly(servers.find(second.id(), fixtures.now).orElseThrow());
        assertThat(deleted.status().isVisible()).isFalse();
    }

    /** Those that are found, which are as many as are counted. */
    private List<Server> listed(AdminServerFilter filter) {
        List<Server> found = servers.page(filter, 0, 100, fixtures.now).stream()
                .map(ServerDetails::server)
                .toList();
        assertThat(servers.count(filter)).isEqualTo(found.size());
        return found;
    }

    @Test
    void usage_is_zero_before_the_first_sample() {
        Server server = fixtures.active(fixtures.account.id());
        assertThat(servers.find(Fixtures.ref(server), fixtures.now)
                        .orElseThrow()
                        .usage())
                .isEqualTo(ResourceUsage.NONE);
    }

    @Test
    void usage_is_what_was_sampled_as_it_is_shown_at_that_time() {
        Server server = fixtures.active(fixtures.account.id());
        UsageRecord usage = new UsageRecord(server.id(), 12.5, 2048, 20, 5_000_000_000L, 7_000_000_000L, fixtures.now);
        store.usage().save(List.of(usage));
        assertThat(servers.find(Fixtures.ref(server), fixtures.now)
                        .orElseThrow()
                        .usage())
                .isEqualTo(new ResourceUsage(12.5, 2048, 20, 7));
        assertThat(servers.find(Fixtures.ref(server), fixtures.now.plus(Duration.ofDays(31)))
                        .orElseThrow()
                        .usage()
                        .bandwidthUsed())
                .isZero();
    }

    @Test
    void the_server_of_another_account_is_not_there() {
        Server server = fixtures.provisioning();
        ServerRef foreign = new ServerRef(fixtures.account(5).id(), server.id());
        assertThat(servers.find(foreign, fixtures.now)).isEmpty();
        assertThat(store.transactions().required(() -> servers.lock(foreign))).isEmpty();
    }

    @Test
    void an_unknown_server_is_not_there() {
        ServerRef unknown = new ServerRef(fixtures.account.id(), new ServerId(9_000_000_000L));
        assertThat(servers.find(unknown, fixtures.now)).isEmpty();
        assertThat(store.transactions().required(() -> servers.lock(unknown))).isEmpty();
    }

    @Test
    void a_server_that_is_being_deleted_cannot_be_seen_but_can_be_locked() {
        Server deleting = delete(fixtures.active(fixtures.account.id()));
        assertThat(servers.find(Fixtures.ref(deleting), fixtures.now)).isEmpty();
        assertThat(page(fixtures.account.id(), ServerFilter.ALL)).isEmpty();
        assertThat(servers.count(fixtures.account.id(), ServerFilter.ALL)).isZero();
        assertThat(lock(deleting)).contains(deleting);
    }

    @Test
    void a_page_is_in_ascending_order_and_goes_on_after_an_id() {
        List<Server> all = IntStream.range(0, 5)
                .mapToObj(i -> fixtures.active(fixtures.account.id()))
                .toList();
        AccountId account = fixtures.account.id();
        assertThat(servers.page(account, ServerFilter.ALL, 0, 2))
                .extracting(ServerSummary::server)
                .containsExactly(all.get(0), all.get(1));
        assertThat(servers.page(account, ServerFilter.ALL, all.get(1).id().value(), 2))
                .extracting(ServerSummary::server)
                .containsExactly(all.get(2), all.get(3));
        assertThat(servers.page(account, ServerFilter.ALL, all.get(3).id().value(), 2))
                .extracting(ServerSummary::server)
                .containsExactly(all.get(4));
        assertThat(servers.page(account, ServerFilter.ALL, all.get(4).id().value(), 2))
                .isEmpty();
    }

    @Test
    void a_page_goes_on_where_it_was_when_its_last_server_is_gone() {
        Server first = fixtures.active(fixtures.account.id());
        Server second = fixtures.active(fixtures.account.id());
        delete(first);
        assertThat(servers.page(
                        fixtures.account.id(), ServerFilter.ALL, first.id().value(), 10))
                .extracting(ServerSummary::server)
                .containsExactly(second);
    }

    @Test
    void a_list_shows_plan_and_operating_system_and_only_the_accounts_own() {
        Account other = fixtures.account(5);
        Server mine = fixtures.active(fixtures.account.id());
        fixtures.active(other.id());
        assertThat(page(fixtures.account.id(), ServerFilter.ALL))
                .containsExactly(new ServerSummary(mine, fixtures.plan, fixtures.os));
        assertThat(servers.count(fixtures.account.id(), ServerFilter.ALL)).isEqualTo(1);
    }

    @Test
    void a_list_can_be_filtered_by_status() {
        Server provisioning = fixtures.provisioning();
        Server active = fixtures.active(fixtures.account.id());
        assertFiltered(new ServerFilter(ServerStatus.ACTIVE, null), active);
        assertFiltered(new ServerFilter(ServerStatus.PROVISIONING, null), provisioning);
        assertFiltered(new ServerFilter(ServerStatus.ERROR, null));
    }

    @Test
    void a_list_can_be_filtered_by_location_and_by_both() {
        Location other = Fixtures.location();
        store.catalog().insert(other);
        Server provisioning = fixtures.provisioning();
        Server active = fixtures.active(fixtures.account.id());
        assertFiltered(new ServerFilter(null, fixtures.location.code()), provisioning, active);
        assertFiltered(new ServerFilter(null, other.code()));
        assertFiltered(new ServerFilter(ServerStatus.ACTIVE, fixtures.location.code()), active);
        assertFiltered(new ServerFilter(ServerStatus.ACTIVE, other.code()));
    }

    @Test
    void a_locked_server_is_changed_by_one_at_a_time() throws Exception {
        Server server = fixtures.active(fixtures.account.id());
        Concurrently.run(8, () -> {
            for (int i = 0; i < 5; i++) {
                store.transactions().required(() -> {
                    Server locked = servers.lock(Fixtures.ref(server)).orElseThrow();
                    servers.save(locked.withNextFence());
                    return locked;
                });
            }
            return "done";
        });
        assertThat(found(server).orElseThrow().fence()).isEqualTo(server.fence() + 40);
    }

    private void assertFiltered(ServerFilter filter, Server... expected) {
        assertThat(page(fixtures.account.id(), filter))
                .extracting(ServerSummary::server)
                .containsExactly(expected);
        assertThat(servers.count(fixtures.account.id(), filter)).isEqualTo(expected.length);
    }

    private List<ServerSummary> page(AccountId account, ServerFilter filter) {
        return servers.page(account, filter, 0, 100);
    }

    private Optional<Server> found(Server server) {
        return servers.find(Fixtures.ref(server), fixtures.now).map(details -> details.server());
    }

    private Optional<Server> lock(Server server) {
        return store.transactions().required(() -> servers.lock(Fixtures.ref(server)));
    }

    private Server delete(Server server) {
        Server deleting = server.begin(OperationKind.DELETE, store.operations().nextId(), fixtures.now);
        save(deleting);
        return deleting;
    }

    private void save(Server next) {
        store.transactions().required(() -> {
            servers.lock(Fixtures.ref(next));
            servers.save(next);
            return next;
        });
    }
}
