package dev.berth.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.application.operation.port.out.NothingClaimedException;
import dev.berth.application.testdata.Concurrently;
import dev.berth.application.testdata.Fixtures;
import dev.berth.application.testdata.Repositories;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.Money;
import dev.berth.domain.catalog.OperatingSystemId;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A store that does not answer is told from a fault, in statements and in transactions alike. */
@Timeout(60)
class UnavailableTest {
    /** Flyway takes both while it migrates. */
    private static final Map<String, Object> TWO_CONNECTIONS = Map.of(
            "datasources.default.maximum-pool-size", 2,
            "datasources.default.minimum-idle", 2);

    @Test
    void a_pool_without_a_free_connection_is_unavailable() throws Exception {
        Map<String, Object> hurried = new HashMap<>(TWO_CONNECTIONS);
        hurried.put("datasources.default.connection-timeout", 300);
        try (Database database = Database.h2(hurried)) {
            Repositories store = database.repositories();
            CountDownLatch taken = new CountDownLatch(2);
            CountDownLatch done = new CountDownLatch(1);
            List<FutureTask<Boolean>> holders = Stream.generate(() ->
                            new FutureTask<>(() -> store.transactions().required(() -> {
                                taken.countDown();
                                return await(done);
                            })))
                    .limit(2)
                    .toList();
            holders.forEach(holder -> new Thread(holder, "holder").start());
            assertThat(await(taken)).isTrue();
            assertUnavailable(() -> read(store));
            assertUnavailable(() -> store.transactions().required(() -> read(store)));
            assertThatThrownBy(() -> store.queue().claim(Fixtures.replicaId(), 1, Instant.EPOCH))
                    .isInstanceOf(NothingClaimedException.class);
            done.countDown();
            for (FutureTask<Boolean> holder : holders) {
                assertThat(holder.get(10, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(read(store)).isFalse();
        }
    }

    @Test
    void an_h2_database_that_is_shut_down_is_unavailable() {
        try (Database database = Database.h2(TWO_CONNECTIONS)) {
            assertUnavailable(() -> database.bean(Sql.class).update("SHUTDOWN IMMEDIATELY"));
        }
    }

    @Test
    void a_postgres_server_that_ends_the_session_is_unavailable() {
        try (Database database = Database.postgres(TWO_CONNECTIONS)) {
            Repositories store = database.repositories();
            assertUnavailable(() -> endThisSession(database));
            assertUnavailable(() -> store.transactions().required(() -> {
                endThisSession(database);
                return read(store);
            }));
            assertThat(read(store)).as("on a new connection").isFalse();
        }
    }

    @Test
    void a_statement_that_postgres_has_cancelled_for_its_length_is_unavailable() {
        try (Database database = Database.postgres(TWO_CONNECTIONS)) {
            Sql sql = database.bean(Sql.class);
            assertUnavailable(() -> database.repositories().transactions().required(() -> {
                sql.update("SET LOCAL statement_timeout = '50ms'");
                return sql.list("SELECT pg_sleep(10)", row -> true);
            }));
        }
    }

    @Test
    void a_transaction_that_lasts_too_long_begins_nothing_any_more_unless_it_may_take_its_time() {
        try (Database database = Database.postgres(Map.of("berth.transaction-patience", "500ms"))) {
            Repositories store = database.repositories();
            Supplier<Boolean> slow = () -> {
                database.bean(Sql.class).list("SELECT pg_sleep(0.6)", row -> true);
                return read(store);
            };
            assertUnavailable(() -> store.transactions().required(slow));
            assertThat(store.transactions().unhurried(slow)).isFalse();
        }
    }

    @Test
    void a_transaction_that_postgres_cannot_serialize_is_run_again() throws Exception {
        try (Database database = Database.postgres(Map.of())) {
            Repositories store = database.repositories();
            Sql sql = database.bean(Sql.class);
            AccountId account = new Fixtures(store).account.id();
            CountDownLatch bothHaveRead = new CountDownLatch(2);
            AtomicInteger attempts = new AtomicInteger();
            Concurrently.run(
                    2,
                    () -> store.transactions().required(() -> {
                        attempts.incrementAndGet();
                        sql.update("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
                        store.accounts().find(account);
                        bothHaveRead.countDown();
                        await(bothHaveRead);
                        store.accounts().adjust(account, Money.ZERO, 1);
                        return true;
                    }));
            assertThat(store.accounts().find(account).orElseThrow().servers()).isEqualTo(2);
            assertThat(attempts).hasValueGreaterThan(2);
        }
    }

    private static void endThisSession(Database database) {
        database.bean(Sql.class)
                .only("SELECT pg_terminate_backend(pg_backend_pid()) AS ended", row -> row.flag("ended"));
    }

    private static boolean read(Repositories store) {
        return store.catalog().operatingSystem(new OperatingSystemId(1)).isPresent();
    }

    private static void assertUnavailable(ThrowingCallable call) {
        DomainException refusal = catchThrowableOfType(DomainException.class, call);
        assertThat(refusal).isNotNull();
        assertThat(refusal.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(refusal.detail().toUpperCase(Locale.ROOT)).doesNotContain("SELECT", "SQL", "JDBC", "HIKARI");
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
