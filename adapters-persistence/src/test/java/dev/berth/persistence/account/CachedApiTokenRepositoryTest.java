package dev.berth.persistence.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.application.account.port.out.ApiTokenRepository;
import dev.berth.application.account.port.out.ConfiguredToken;
import dev.berth.application.account.port.out.TokenHash;
import dev.berth.application.testdata.Fixtures;
import dev.berth.application.testing.InMemoryStore;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.ApiToken;
import dev.berth.domain.account.Scope;
import dev.berth.domain.account.TokenId;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CachedApiTokenRepositoryTest {
    private static final Instant NOW = Instant.parse("2026-01-10T14:30:00Z");
    private static final Set<Scope> ADMIN = Set.of(Scope.ADMIN);
    private static final AccountId ACCOUNT = new AccountId(1);
    private static final int PATIENCE = 60; // seconds
    private static final TokenHash FIRST = new TokenHash("1".repeat(64));
    private static final TokenHash SECOND = new TokenHash("2".repeat(64));

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // about to begin again at the least number
    private final InMemoryStore store = new InMemoryStore(Clock.systemUTC());
    private final ApiTokenRepository stored = store.apiTokens();
    private final ApiTokenRepository here = new CachedApiTokenRepository(stored, store.transactions(), nanos::get);
    private final ApiTokenRepository elsewhere = new CachedApiTokenRepository(stored, store.transactions(), nanos::get);

    @Test
    void a_token_is_read_once_in_four_seconds() {
        here.insertConfigured(ConfiguredToken.ADMIN, null, ADMIN, FIRST, NOW);
        assertThat(here.find(FIRST)).isPresent();
        stored.replaceConfigured(ConfiguredToken.ADMIN, SECOND);
        pass(Duration.ofSeconds(4).minusNanos(1));
        assertThat(here.find(FIRST)).isPresent();
        pass(Duration.ofNanos(1));
        assertThat(here.find(FIRST)).isEmpty();
    }

    @Test
    void what_is_unknown_is_remembered_as_long() {
        assertThat(here.find(FIRST)).isEmpty();
        stored.insertConfigured(ConfiguredToken.ADMIN, null, ADMIN, FIRST, NOW);
        assertThat(here.find(FIRST)).isEmpty();
        pass(Duration.ofSeconds(4));
        assertThat(here.find(FIRST)).isPresent();
    }

    @Test
    void a_change_is_seen_at_once_where_it_is_made_and_in_time_elsewhere() {
        assertThat(here.find(FIRST)).isEmpty();
        assertThat(elsewhere.find(FIRST)).isEmpty();
        here.insertConfigured(ConfiguredToken.ADMIN, null, ADMIN, FIRST, NOW);
        assertThat(here.find(FIRST)).isPresent();
        pass(Duration.ofSeconds(4));
        assertThat(elsewhere.find(FIRST)).isPresent();
        here.replaceConfigured(ConfiguredToken.ADMIN, SECOND);
        assertThat(here.find(FIRST)).isEmpty();
        assertThat(here.find(SECOND)).isPresent();
        pass(Duration.ofSeconds(4));
        assertThat(elsewhere.find(FIRST)).isEmpty();
    }

    @Test
    void a_revocation_is_seen_at_once_where_it_is_committed_and_in_time_elsewhere() {
        TokenId token = here.insert(ACCOUNT, "ci", Scope.customerScopes(), null, "berth_abcdef", FIRST, NOW)
                .id();
        assertThat(here.find(FIRST)).isPresent();
        assertThat(elsewhere.find(FIRST)).isPresent();
        store.transactions().required(() -> {
            here.revoke(ACCOUNT, token, NOW);
            return here.find(FIRST);
        });
        assertThat(here.find(FIRST)).isEmpty();
        assertThat(elsewhere.find(FIRST)).isPresent();
        pass(Duration.ofSeconds(4));
        assertThat(elsewhere.find(FIRST)).isEmpty();
    }

    @Test
    void an_answer_that_was_on_its_way_during_a_revocation_is_not_remembered() {
        AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
        ApiTokenRepository cached = new CachedApiTokenRepository(slow(meanwhile), store.transactions(), nanos::get);
        TokenId token = cached.insert(ACCOUNT, "ci", Scope.customerScopes(), null, "berth_abcdef", FIRST, NOW)
                .id();
        meanwhile.set(() -> cached.revoke(ACCOUNT, token, NOW));
        assertThat(cached.find(FIRST)).as("it asked before").isPresent();
        assertThat(cached.find(FIRST)).isEmpty();
    }

    /** Somebody asks all the time, and so also at the moment that the late answer comes. */
    @Test
    void an_answer_from_before_a_revocation_is_given_to_nobody_who_asks_after_it() throws Exception {
        AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
        ApiTokenRepository cached = new CachedApiTokenRepository(slow(meanwhile), store.transactions(), nanos::get);
        for (int round = 0; round < 2_000; round++) {
            TokenHash hash = Fixtures.tokenHash();
            TokenId token = cached.insert(ACCOUNT, "ci", Scope.customerScopes(), null, "berth_abcdef", hash, NOW)
                    .id();
            CountDownLatch revoked = new CountDownLatch(1);
            meanwhile.set(() -> {
                cached.revoke(ACCOUNT, token, NOW);
                revoked.countDown();
            });
            CompletableFuture<Optional<ApiToken>> late = CompletableFuture.supplyAsync(() -> cached.find(hash));
            assertThat(revoked.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
            do {
                assertThat(cached.find(hash)).isEmpty();
            } while (!late.isDone());
            assertThat(late.join()).as("it asked before").isPresent();
            assertThat(cached.find(hash)).isEmpty();
        }
    }

    @Test
    void what_concerns_no_other_token_has_none_read_again() {
        here.insertConfigured(ConfiguredToken.ADMIN, null, ADMIN, FIRST, NOW);
        assertThat(here.find(FIRST)).isPresent();
        stored.replaceConfigured(ConfiguredToken.ADMIN, Fixtures.tokenHash()); // seen as soon as it is read again
        TokenId token = here.insert(ACCOUNT, "ci", Scope.customerScopes(), null, "berth_abcdef", SECOND, NOW)
                .id();
        assertThat(here.find(FIRST)).as("after another was issued").isPresent();
        assertThat(here.find(SECOND)).isPresent();
        here.revoke(new AccountId(2), token, NOW);
        here.revoke(ACCOUNT, new TokenId(999_999), NOW);
        assertThat(here.find(FIRST)).as("after none was revoked").isPresent();
        here.revoke(ACCOUNT, token, NOW);
        assertThat(here.find(FIRST)).as("after one was revoked").isEmpty();
    }

    @Test
    void a_configured_token_is_read_again_when_it_is_committed_and_not_before() {
        assertThat(here.find(FIRST)).isEmpty();
        store.transactions().required(() -> {
            here.insertConfigured(ConfiguredToken.ADMIN, null, ADMIN, FIRST, NOW);
            assertThat(here.find(FIRST)).isEmpty();
            return "inserted";
        });
        assertThat(here.find(FIRST)).isPresent();
        store.transactions().required(() -> {
            here.replaceConfigured(ConfiguredToken.ADMIN, SECOND);
            assertThat(here.find(FIRST)).isPresent();
            return "replaced";
        });
        assertThat(here.find(FIRST)).isEmpty();
        assertThat(here.find(SECOND)).isPresent();
    }

    /** The stored tokens, where something happens once right after one was read. */
    private ApiTokenRepository slow(AtomicReference<Runnable> meanwhile) {
        return (ApiTokenRepository) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ApiTokenRepository.class}, (proxy, method, arguments) -> {
                    Object answer = method.invoke(stored, arguments);
                    if (method.getName().equals("find")) {
                        meanwhile.getAndSet(() -> {}).run();
                    }
                    return answer;
                });
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
