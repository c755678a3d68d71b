package dev.berth.application.operation.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.application.operation.port.in.OperationQueries;
import dev.berth.application.operation.port.out.OperationRepository;
import dev.berth.application.testdata.Fixtures;
import dev.berth.application.testdata.Repositories;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import dev.berth.domain.operation.Operation;
import dev.berth.domain.operation.OperationId;
import dev.berth.domain.operation.OperationKind;
import dev.berth.domain.operation.OperationStatus;
import dev.berth.domain.server.Server;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Waiting for operations, turn by turn, with a clock that stands still; at the end also with the thread. */
class OperationWaitersTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Repositories store = Repositories.inMemory();
    private final Fixtures fixtures = new Fixtures(store);
    private final AccountId account = fixtures.account.id();
    private final Server server = fixtures.active(account);
    private final WatchedRepository watched = new WatchedRepository(store.operations());
    private final List<Runnable> answers = new ArrayList<>();
    private long nanos = -5;

    private OperationWaiters waiters;
    private OperationQueries queries;

    @BeforeEach
    void setUp() {
        waiters = new OperationWaiters(watched, () -> nanos, answers::add);
        queries = new OperationQueriesService(watched, waiters);
    }

    @Test
    void a_wait_ends_with_the_operation() {
        Operation operation = insert();
        CompletableFuture<Operation> answer = await(operation, MINUTE);
        look();
        assertThat(answer).isNotDone();
        Operation ended = save(operation.supersede(fixtures.now));
        look();
        assertThat(answer).isCompletedWithValue(ended);
        assertThat(waiters.size()).isZero();
    }

    @Test
    void all_who_wait_for_an_operation_are_answered_and_nobody_else() {
        Operation operation = insert();
        List<CompletableFuture<Operation>> answered =
                IntStream.range(0, 3).mapToObj(i -> await(operation, MINUTE)).toList();
        CompletableFuture<Operation> other = await(insert(), MINUTE);
        save(operation.supersede(fixtures.now));
        look();
        assertThat(answered).allMatch(CompletableFuture::isDone);
        assertThat(other).isNotDone();
        assertThat(waiters.size()).isOne();
    }

    @Test
    void what_has_ended_before_is_answered_at_once() {
        Operation ended = save(insert().supersede(fixtures.now));
        assertThat(queries.await(account, ended.id(), MINUTE).toCompletableFuture())
                .isCompletedWithValue(ended);
        assertThat(waiters.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void no_time_to_wait_is_a_read(long seconds) {
        Operation operation = insert();
        waiters.close(); // not even asked
        assertThat(queries.await(account, operation.id(), Duration.ofSeconds(seconds))
                        .toCompletableFuture())
                .isCompletedWithValue(operation);
    }

    @Test
    void nobody_waits_for_what_is_not_there_or_somebody_elses() {
        Operation operation = insert();
        assertRefused(ErrorCode.OPERATION_NOT_FOUND, () -> queries.await(account, new OperationId(4711), MINUTE));
        AccountId other = fixtures.account(1).id();
        assertRefused(ErrorCode.OPERATION_NOT_FOUND, () -> queries.await(other, operation.id(), MINUTE));
        assertThat(waiters.size()).isZero();
    }

    @Test
    void a_wait_that_is_over_is_answered_with_what_the_operation_is_then() {
        Operation operation = insert();
        CompletableFuture<Operation> answer = await(operation, Duration.ofSeconds(30));
        Operation running = save(operation.claim(fixtures.now).stepDone());
        pass(Duration.ofSeconds(30).minusNanos(1));
        assertThat(answer).isNotDone();
        pass(Duration.ofNanos(1));
        assertThat(answer).isCompletedWithValue(running);
        assertThat(running.status()).isEqualTo(OperationStatus.RUNNING);
        assertThat(waiters.size()).isZero();
    }

    @Test
    void each_wait_is_over_at_its_own_time() {
        Operation operation = insert();
        CompletableFuture<Operation> late = await(operation, Duration.ofSeconds(2));
        CompletableFuture<Operation> early = await(operation, Duration.ofSeconds(1));
        pass(Duration.ofSeconds(1));
        assertThat(early).isCompletedWithValue(operation);
        assertThat(late).isNotDone();
        pass(Duration.ofSeconds(1));
        assertThat(late).isCompletedWithValue(operation);
    }

    @Test
    void no_wait_is_longer_than_an_hour() {
        CompletableFuture<Operation> answer = await(insert(), Duration.ofSeconds(Long.MAX_VALUE));
        pass(Duration.ofHours(1).minusNanos(1));
        assertThat(answer).isNotDone();
        pass(Duration.ofNanos(1));
        assertThat(answer).isDone();
    }

    @Test
    void an_end_that_comes_while_the_state_is_read_is_not_missed() {
        Operation operation = insert();
        CompletableFuture<Operation> announced = waiters.await(operation.id(), MINUTE, () -> {
            waiters.ended(operation.supersede(fixtures.now));
            return operation; // as it was before
        });
        CompletableFuture<Operation> found = waiters.await(operation.id(), MINUTE, () -> {
            save(operation.supersede(fixtures.now));
            look();
            return operation;
        });
        runAnswers();
        assertSuperseded(announced);
        assertSuperseded(found);
        assertThat(waiters.size()).isZero();
    }

    @Test
    void what_this_process_has_ended_itself_is_answered_without_a_read() {
        Operation operation = insert();
        CompletableFuture<Operation> answer = await(operation, MINUTE);
        watched.reads.clear();
        waiters.ended(operation.supersede(fixtures.now));
        runAnswers();
        assertSuperseded(answer);
        assertThat(watched.reads).isEmpty();
    }

    @Test
    void whoever_loses_interest_leaves_nothing_behind() {
        Operation operation = insert();
        await(operation, MINUTE).cancel(false);
        await(operation, MINUTE).complete(operation);
        await(operation, MINUTE).completeExceptionally(new CancellationException());
        assertThat(waiters.size()).isZero();
        watched.reads.clear();
        pass(Duration.ofHours(2));
        assertThat(watched.reads).isEmpty();
        assertThat(answers).isEmpty();
    }

    @Test
    void the_store_is_read_every_so_often_and_only_while_somebody_waits() {
        look();
        assertThat(watched.reads).isEmpty();
        assertThat(await(insert(), MINUTE)).isNotDone();
        watched.reads.clear();
        pass(OperationWaiters.PERIOD.minusNanos(1));
        assertThat(watched.reads).isEmpty();
        pass(Duration.ofNanos(1));
        waiters.turn();
        assertThat(watched.reads).containsExactly(1);
        look();
        assertThat(watched.reads).containsExactly(1, 1);
    }

    @Test
    void awaited_operations_are_read_in_batches_and_each_once() {
        List<Operation> operations = IntStream.range(0, 2 * OperationWaiters.BATCH + 1)
                .mapToObj(i -> insert())
                .toList();
        List<CompletableFuture<Operation>> all = new ArrayList<>();
        operations.forEach(operation -> all.add(await(operation, MINUTE)));
        operations.forEach(operation -> all.add(await(operation, MINUTE)));
        watched.reads.clear();
        look();
        assertThat(watched.reads).containsExactly(OperationWaiters.BATCH, OperationWaiters.BATCH, 1);
        watched.reads.clear();
        operations.forEach(operation -> save(operation.supersede(fixtures.now)));
        pass(MINUTE);
        assertThat(watched.reads).containsExactly(OperationWaiters.BATCH, OperationWaiters.BATCH, 1);
        assertThat(all).allSatisfy(OperationWaitersTest::assertSuperseded);
    }

    @Test
    void a_store_that_fails_is_asked_again() {
        Operation operation = insert();
        CompletableFuture<Operation> answer = await(operation, MINUTE);
        Operation ended = save(operation.supersede(fixtures.now));
        watched.broken = true;
        look();
        look();
        assertThat(answer).isNotDone();
        watched.broken = false;
        look();
        assertThat(answer).isCompletedWithValue(ended);
    }

    @Test
    void waits_are_over_in_time_though_the_store_fails() {
        Operation operation = insert();
        CompletableFuture<Operation> answer = await(operation, MINUTE);
        watched.broken = true;
        pass(MINUTE);
        assertThat(answer).isCompletedWithValue(operation);
    }

    @Test
    void a_store_that_fails_is_not_asked_for_every_batch() {
        assertThat(IntStream.range(0, OperationWaiters.BATCH + 1).mapToObj(i -> await(insert(), MINUTE)))
                .noneMatch(CompletableFuture::isDone);
        watched.reads.clear();
        watched.broken = true;
        look();
        assertThat(watched.reads).hasSize(1);
    }

    @Test
    void only_so_many_wait_at_once() {
        Operation operation = insert();
        List<CompletableFuture<Operation>> all = IntStream.range(0, OperationWaiters.MAX_WAITERS)
                .mapToObj(i -> await(operation, MINUTE))
                .toList();
        assertRefused(ErrorCode.UNAVAILABLE, () -> await(operation, MINUTE));
        assertThat(queries.await(account, operation.id(), Duration.ZERO)).isCompleted();
        all.get(0).cancel(false);
        assertThat(await(operation, MINUTE)).isNotDone();
        assertThat(waiters.size()).isEqualTo(OperationWaiters.MAX_WAITERS);
    }

    @Test
    void nothing_that_depends_on_an_answer_runs_in_the_turn() {
        Operation operation = insert();
        CompletableFuture<Operation> answer = await(operation, MINUTE);
        CompletableFuture<Operation> overdue = await(insert(), Duration.ofNanos(1));
        save(operation.supersede(fixtures.now));
        nanos += OperationWaiters.PERIOD.toNanos();
        waiters.turn();
        assertThat(answer).isNotDone();
        assertThat(overdue).isNotDone();
        runAnswers();
        assertThat(answer).isDone();
        assertThat(overdue).isDone();
    }

    @Test
    void at_the_end_of_the_process_all_who_wait_are_told_how_it_stands() throws Exception {
        ExecutorService answering = Executors.newFixedThreadPool(2);
        try (OperationWaiters closing = new OperationWaiters(watched, () -> nanos, answering)) {
            Operation operation = insert();
            Supplier<CompletableFuture<Operation>> wait = () -> closing.await(operation.id(), MINUTE, () -> operation);
            CountDownLatch told = new CountDownLatch(100);
            List<CompletableFuture<Operation>> all =
                    IntStream.range(0, 100).mapToObj(i -> wait.get()).toList();
            List<CompletableFuture<Void>> dependents = all.stream()
                    .map(answer -> answer.handle((result, failure) -> {
                        told.countDown();
                        return (Void) null;
                    }))
                    .toList();
            assertThat(dependents).noneMatch(CompletableFuture::isDone);
            Operation ended = save(operation.supersede(fixtures.now)); // by another process, so not noticed yet
            closing.close();
            assertThat(told.getCount()).isZero(); // so their connections may be closed now
            assertThat(all).allSatisfy(answer -> assertThat(answer).isCompletedWithValue(ended));
            assertThat(wait.get()).as("nobody waits any longer").isCompletedWithValue(operation);
            assertThat(closing.size()).isZero();
        } finally {
            answering.shutdownNow();
        }
    }

    @Test
    void who_reads_the_state_while_the_process_ends_is_told_it() throws Exception {
        ExecutorService answering = Executors.newFixedThreadPool(1);
        try (OperationWaiters closing = new OperationWaiters(watched, () -> nanos, answering)) {
            Operation operation = insert();
            watched.broken = true;
            CompletableFuture<Operation> answer = closing.await(operation.id(), MINUTE, () -> {
                closing.close();
                return operation;
            });
            assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo(operation);
        } finally {
            answering.shutdownNow();
        }
    }

    @Test
    void the_thread_answers_survives_a_failing_store_and_sleeps_while_nobody_waits() throws Exception {
        ExecutorService answering = Executors.newFixedThreadPool(1);
        try (OperationWaiters running = new OperationWaiters(watched, System::nanoTime, answering)) {
            running.start();
            Thread thread = Thread.getAllStackTraces().keySet().stream()
                    .filter(candidate -> candidate.getName().equals("operation-waiters"))
                    .findAny()
                    .orElseThrow();
            eventually(() -> thread.getState() == Thread.State.WAITING);

            Operation operation = insert();
            CompletableFuture<Operation> answer = running.await(operation.id(), MINUTE, () -> operation);
            watched.broken = true;
            eventually(() -> watched.failures > 1);
            CompletableFuture<Operation> brief = running.await(operation.id(), Duration.ofMillis(1), () -> operation);
            assertThat(brief.get(20, TimeUnit.SECONDS)).isEqualTo(operation);
            Operation ended = save(operation.supersede(fixtures.now));
            watched.broken = false;
            assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo(ended);

            eventually(() -> thread.getState() == Thread.State.WAITING);
            running.close();
            thread.join(20_000);
            assertThat(thread.isAlive()).isFalse();
        } finally {
            answering.shutdownNow();
        }
    }

    private Operation insert() {
        Operation operation = Operation.accept(
                store.operations().nextId(), server.id(), account, OperationKind.STOP, Duration.ZERO, fixtures.now);
        store.operations().insert(operation);
        return operation;
    }

    private Operation save(Operation next) {
        store.operations().save(next);
        return next;
    }

    private CompletableFuture<Operation> await(Operation operation, Duration atMost) {
        return queries.await(account, operation.id(), atMost).toCompletableFuture();
    }

    /** The time passes at once, and one turn is taken. */
    private void pass(Duration time) {
        nanos += time.toNanos();
        waiters.turn();
        runAnswers();
    }

    private void look() {
        pass(OperationWaiters.PERIOD);
    }

    private void runAnswers() {
        List<Runnable> due = List.copyOf(answers);
        answers.clear();
        due.forEach(Runnable::run);
    }

    private static void assertSuperseded(CompletableFuture<Operation> answer) {
        assertThat(answer).isCompletedWithValueMatching(operation -> operation.status() == OperationStatus.SUPERSEDED);
    }

    private static void assertRefused(ErrorCode code, Supplier<CompletionStage<Operation>> request) {
        assertThatThrownBy(request::get)
                .isInstanceOfSatisfying(
                        DomainException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    private static void eventually(Supplier<Boolean> condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.get()) {
            assertThat(System.nanoTime()).as("time").isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    /** Writes down how many operations each read of several asked for, and fails on demand. */
    private static final class WatchedRepository implements OperationRepository {
        private final OperationRepository operations;
        final List<Integer> reads = new ArrayList<>();
        volatile boolean broken;
        volatile int failures;

        WatchedRepository(OperationRepository operations) {
            this.operations = operations;
        }

        @Override
        public OperationId nextId() {
            return operations.nextId();
        }

        @Override
        public void insert(Operation operation) {
            operations.insert(operation);
        }

        @Override
        public void save(Operation operation) {
            operations.save(operation);
        }

        @Override
        public Optional<Operation> find(OperationId operation) {
            return operations.find(operation);
        }

        @Override
        public List<Operation> findAll(Collection<OperationId> wanted) {
            note(wanted);
            return operations.findAll(wanted);
        }

        @Override
        public List<Operation> ended(Collection<OperationId> awaited) {
            note(awaited);
            return operations.ended(awaited);
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
        private void note(Collection<OperationId> ids) {
            reads.add(ids.size());
            if (broken) {
                failures++;
                throw new DomainException(ErrorCode.UNAVAILABLE, "The database does not answer.");
            }
        }
    }
}
