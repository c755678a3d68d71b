package dev.berth.application.operation.port.out;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.application.testdata.Concurrently;
import dev.berth.application.testdata.Fixtures;
import dev.berth.application.testdata.Repositories;
import dev.berth.domain.operation.Operation;
import dev.berth.domain.operation.OperationFailure;
import dev.berth.domain.operation.OperationId;
import dev.berth.domain.operation.OperationKind;
import dev.berth.domain.server.Server;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link OperationRepository} does. */
public abstract class OperationRepositoryContract {
    private static final OperationId UNKNOWN = new OperationId(9_000_000_000L);

    private Repositories store;
    private OperationRepository operations;
    private Fixtures fixtures;

    /** The ports under test, over an empty store. */
    protected abstract Repositories repositories();

    @BeforeEach
    void setUp() {
        store = repositories();
        operations = store.operations();
        fixtures = new Fixtures(store);
    }

    @Test
    void ids_are_positive_and_never_come_twice() throws Exception {
        List<List<Long>> ids = Concurrently.run(
                4,
                () -> IntStream.range(0, 25)
                        .mapToObj(i -> operations.nextId().value())
                        .toList());
        assertThat(ids.stream().flatMap(List::stream)).doesNotHaveDuplicates().allMatch(id -> id > 0);
    }

    @ParameterizedTest
    @EnumSource
    void an_operation_of_every_kind_is_found_as_it_was_stored(OperationKind kind) {
        Operation operation = insert(kind);
        assertThat(operations.find(operation.id())).contains(operation);
    }

    @Test
    void an_unknown_operation_is_not_found() {
        assertThat(operations.find(UNKNOWN)).isEmpty();
    }

    @Test
    void every_part_of_a_running_operation_is_kept() {
        Operation running = insert(OperationKind.REBOOT)
                .claim(fixtures.now.plusMillis(1))
                .stepDone()
                .relocate()
                .again(fixtures.now.plusSeconds(2), fixtures.now.plusSeconds(60));
        save(running);
        assertThat(operations.find(running.id())).contains(running);
        assertThat(running.graceUntil()).isNotNull();
    }

    @Test
    void every_end_is_kept() {
        Operation succeeded =
                insert(OperationKind.STOP).claim(fixtures.now).stepDone().succeed(fixtures.now.plusSeconds(1));
        Operation superseded = insert(OperationKind.START).supersede(fixtures.now.plusSeconds(1));
        save(succeeded);
        save(superseded);
        assertThat(operations.find(succeeded.id())).contains(succeeded);
        assertThat(operations.find(superseded.id())).contains(superseded);
    }

    @ParameterizedTest
    @EnumSource
    void every_failure_is_kept(OperationFailure failure) {
        Operation failed = insert(OperationKind.STOP).claim(fixtures.now).fail(failure, fixtures.now.plusSeconds(1));
        save(failed);
        assertThat(operations.find(failed.id())).contains(failed);
    }

    @Test
    void several_operations_are_found_at_once_and_unknown_ones_left_out() {
        Operation first = insert(OperationKind.STOP);
        Operation second = insert(OperationKind.START).supersede(fixtures.now);
        save(second);
        insert(OperationKind.REBOOT);
        assertThat(operations.findAll(List.of(first.id(), UNKNOWN, second.id())))
                .containsExactlyInAnyOrder(first, second);
        assertThat(operations.findAll(List.of(UNKNOWN))).isEmpty();
        assertThat(operations.findAll(List.of())).isEmpty();
    }

    @Test
    void an_operation_that_is_named_twice_is_found_once() {
        Operation operation = insert(OperationKind.STOP).supersede(fixtures.now);
        save(operation);
        List<OperationId> twice = List.of(operation.id(), operation.id());
        assertThat(operations.findAll(twice)).containsExactly(operation);
        assertThat(operations.ended(twice)).containsExactly(operation);
    }

    @Test
    void of_awaited_operations_those_are_read_that_have_ended_in_whatever_way() {
        Operation pending = insert(OperationKind.STOP);
        Operation running = insert(OperationKind.STOP).claim(fixtures.now);
        Operation succeeded = insert(OperationKind.STOP).claim(fixtures.now).succeed(fixtures.now);
        Operation failed =
                insert(OperationKind.STOP).claim(fixtures.now).fail(OperationFailure.NO_CAPACITY, fixtures.now);
        Operation superseded = insert(OperationKind.STOP).supersede(fixtures.now);
        Operation notAwaited = insert(OperationKind.STOP).supersede(fixtures.now);
        Stream.of(running, succeeded, failed, superseded, notAwaited).forEach(this::save);
        assertThat(operations.ended(
                        List.of(pending.id(), running.id(), succeeded.id(), UNKNOWN, failed.id(), superseded.id())))
                .containsExactlyInAnyOrder(succeeded, failed, superseded);
        assertThat(operations.ended(List.of(pending.id(), running.id()))).isEmpty();
        assertThat(operations.ended(List.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 63, 64, 65, 500})
    void any_number_of_operations_up_to_some_hundreds_is_read_at_once(int number) {
        Operation ended = insert(OperationKind.STOP).supersede(fixtures.now);
        save(ended);
        List<OperationId> ids = Stream.concat(
                        LongStream.range(1, number).mapToObj(i -> new OperationId(UNKNOWN.value() + i)),
                        Stream.of(ended.id()))
                .toList();
        assertThat(operations.ended(ids)).containsExactly(ended);
        assertThat(operations.findAll(ids)).containsExactly(ended);
    }

    private Operation insert(OperationKind kind) {
        Server server = fixtures.active(fixtures.account.id());
        Operation operation = Operation.accept(
                operations.nextId(), server.id(), server.accountId(), kind, Duration.ofSeconds(60), fixtures.now);
        operations.insert(operation);
        return operation;
    }

    private void save(Operation next) {
        store.transactions().required(() -> {
            operations.save(next);
            return next;
        });
    }
}
