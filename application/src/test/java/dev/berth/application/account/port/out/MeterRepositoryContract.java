package dev.berth.application.account.port.out;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.application.account.port.out.MeterRepository.Advance;
import dev.berth.application.account.port.out.MeterRepository.Due;
import dev.berth.application.testdata.Concurrently;
import dev.berth.application.testdata.Fixtures;
import dev.berth.application.testdata.Repositories;
import dev.berth.domain.account.Meter;
import dev.berth.domain.operation.Operation;
import dev.berth.domain.operation.OperationId;
import dev.berth.domain.operation.OperationKind;
import dev.berth.domain.server.Server;
import dev.berth.domain.server.ServerId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link MeterRepository} does. */
public abstract class MeterRepositoryContract {
    private Repositories store;
    private MeterRepository meters;
    private Fixtures fixtures;
    private Instant firstHour;

    /** The ports under test, over an empty store. */
    protected abstract Repositories repositories();

    @BeforeEach
    void setUp() {
        store = repositories();
        meters = store.meters();
        fixtures = new Fixtures(store);
        firstHour = fixtures.now.plus(Duration.ofHours(1));
    }

    @Test
    void a_meter_is_kept_with_all_that_it_has() {
        Meter meter = running();
        assertThat(lock(meter.serverId())).contains(meter);
        assertThat(lock(fixtures.active(fixtures.account.id()).id())).isEmpty();
    }

    @Test
    void a_server_has_one_meter() {
        Meter meter = running();
        assertThatThrownBy(() -> meters.insert(meter)).isInstanceOf(RuntimeException.class);
        assertThat(lock(meter.serverId())).contains(meter);
    }

    @Test
    void a_server_that_has_come_to_life_without_a_meter_gets_one_from_its_creation_on() {
        Meter running = running();
        Server without = fixtures.active(fixtures.account.id());
        fixtures.provisioning();
        assertThat(meters.insertMissing()).isOne();
        assertThat(lock(without.id())).contains(Meter.of(without));
        assertThat(lock(running.serverId())).contains(running);
        assertThat(meters.insertMissing()).isZero();
    }

    @Test
    void of_many_at_once_one_gives_a_server_its_meter() throws Exception {
        List<Server> without = List.of(
                fixtures.active(fixtures.account.id()),
                fixtures.active(fixtures.account.id()),
                fixtures.active(fixtures.account.id()));
        List<Integer> given = Concurrently.run(8, () -> meters.insertMissing());
        assertThat(given.stream().mapToInt(Integer::intValue).sum()).isEqualTo(3);
        assertThat(without).allSatisfy(server -> assertThat(lock(server.id())).contains(Meter.of(server)));
    }

    @Test
    void a_meter_that_has_ended_is_kept_and_never_due() {
        Meter ended = running().end(fixtures.now);
        store.transactions().required(() -> {
            meters.lock(ended.serverId());
            meters.save(ended);
            return ended;
        });
        assertThat(lock(ended.serverId())).contains(ended);
        assertThat(due(Instant.parse("2999-12-31T00:00:00Z"), null)).isEmpty();
    }

    @Test
    void a_meter_is_due_from_the_end_of_its_first_hour_that_is_not_booked() {
        Meter meter = running();
        assertThat(due(firstHour.minusNanos(1_000), null)).isEmpty();
        assertThat(due(firstHour, null)).containsExactly(meter);
    }

    @Test
    void meters_come_in_the_order_that_they_were_due_in_batch_after_batch() {
        Meter second = running();
        Meter third = running();
        Meter first = running(fixtures.now.minusSeconds(5));
        Meter last = running(fixtures.now.plusSeconds(5));
        Instant now = firstHour.plusSeconds(5);
        assertThat(due(now, null)).containsExactly(first, second);
        assertThat(due(now, second)).containsExactly(third, last);
        assertThat(due(now, last)).isEmpty();
        assertThat(due(firstHour, second)).containsExactly(third);
    }

    @Test
    void a_meter_moves_on_only_from_where_it_is() {
        Meter meter = running();
        Meter gone = running();
        Meter next = meter.bookEnded(firstHour);
        store.transactions().required(() -> {
            meters.lock(gone.serverId());
            meters.save(new Meter(
                    gone.serverId(),
                    gone.accountId(),
                    gone.priceHourly(),
                    gone.priceMonthly(),
                    gone.startedAt(),
                    0,
                    null));
            return gone;
        });
        List<Advance> both = List.of(new Advance(meter, next), new Advance(gone, gone.bookEnded(firstHour)));
        assertThat(advance(both)).containsExactly(both.get(0));
        assertThat(advance(both)).isEmpty();
        assertThat(lock(meter.serverId())).contains(next);
        assertThat(lock(gone.serverId()))
                .hasValueSatisfying(ended -> assertThat(ended.dueAt()).isNull());
        assertThat(advance(List.of())).isEmpty();
    }

    @Test
    void what_is_taken_back_was_not_moved_on() {
        Meter meter = running();
        assertThatThrownBy(() -> store.transactions().required(() -> {
                    assertThat(meters.advance(List.of(new Advance(meter, meter.bookEnded(firstHour)))))
                            .hasSize(1);
                    throw new IllegalStateException("planned");
                }))
                .hasMessage("planned");
        assertThat(lock(meter.serverId())).contains(meter);
    }

    @Test
    void of_many_at_once_one_moves_a_meter_on() throws Exception {
        List<Advance> advances = List.of(next(running()), next(running()), next(running()));
        List<Integer> moved = Concurrently.run(8, () -> advance(advances).size());
        assertThat(moved).containsOnly(0, 3);
        assertThat(moved.stream().mapToInt(Integer::intValue).sum()).isEqualTo(3);
    }

    @Test
    void a_meter_that_was_left_behind_by_a_deleted_server_says_when_the_delete_was_accepted() {
        Server server = fixtures.active(fixtures.account.id());
        Meter meter = insert(Meter.of(server));
        Instant deletedAt = fixtures.now.plusSeconds(7);
        accept(server, OperationKind.STOP, fixtures.now);
        OperationId delete = accept(server, OperationKind.DELETE, deletedAt);
        Server deleting = server.begin(OperationKind.DELETE, delete, deletedAt);
        store.servers().save(deleting);
        assertThat(meters.due(firstHour, null, 10)).containsExactly(new Due(meter, deletedAt));
        store.servers().save(deleting.complete(OperationKind.DELETE, firstHour));
        assertThat(meters.due(firstHour, null, 10)).containsExactly(new Due(meter, deletedAt));
    }

    private OperationId accept(Server server, OperationKind kind, Instant now) {
        OperationId id = store.operations().nextId();
        store.operations().insert(Operation.accept(id, server.id(), server.accountId(), kind, Duration.ZERO, now));
        return id;
    }

    /** At most two. */
    private List<Meter> due(Instant now, @Nullable Meter after) {
        List<Due> due = meters.due(now, after, 2);
        assertThat(due).allMatch(one -> one.deletedAt() == null);
        return due.stream().map(Due::meter).toList();
    }

    private Advance next(Meter meter) {
        return new Advance(meter, meter.bookEnded(firstHour));
    }

    private Meter running() {
        return running(fixtures.now);
    }

    private Meter running(Instant start) {
        Server server = fixtures.active(fixtures.account.id());
        return insert(new Meter(
                server.id(),
                server.accountId(),
                server.priceHourly(),
                server.priceMonthly(),
                start,
                0,
                start.plus(Duration.ofHours(1))));
    }

    private Meter insert(Meter meter) {
        return store.transactions().required(() -> {
            meters.insert(meter);
            return meter;
        });
    }

    private List<Advance> advance(List<Advance> advances) {
        return store.transactions().required(() -> meters.advance(advances));
    }

    private Optional<Meter> lock(ServerId server) {
        return store.transactions().required(() -> meters.lock(server));
    }
}
