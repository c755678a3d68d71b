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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every {@link OperationRepository} does. */
public abstract class OperationRepositoryContract {
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
        assertThat(operations.find(new OperationId(9_000_000_000L))).isEmpty();
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
