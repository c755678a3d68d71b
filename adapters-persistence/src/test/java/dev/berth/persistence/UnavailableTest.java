package dev.berth.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.application.testdata.Repositories;
import dev.berth.domain.catalog.OperatingSystemId;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
            "datasources.default.minimum-idle", 2,
            "datasources.default.connection-timeout", 300);

    @Test
    void a_pool_without_a_free_connection_is_unavailable() throws Exception {
        try (Database database = Database.h2(TWO_CONNECTIONS)) {
            Repositories store = database.repositories();
            CountDownLatch taken = new CountDownLatch(2);
            CountDownLatch done = new CountDownLatch(1);
            List<CompletableFuture<Boolean>> holders = Stream.generate(() -> CompletableFuture.supplyAsync(
                            () -> store.transactions().required(() -> {
                                taken.countDown();
                                return await(done);
                            })))
                    .limit(2)
                    .toList();
            await(taken);
            assertUnavailable(() -> read(store));
            assertUnavailable(() -> store.transactions().required(() -> read(store)));
            done.countDown();
            for (CompletableFuture<Boolean> holder : holders) {
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
