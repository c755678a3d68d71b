package dev.berth.application.account.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.berth.application.account.port.out.ConfiguredToken;
import dev.berth.application.audit.service.AuditTrail;
import dev.berth.application.testdata.Fixtures;
import dev.berth.application.testdata.Repositories;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.Scope;
import dev.berth.domain.audit.Actor;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of configured tokens over every store, also of one whose account is closed. */
public abstract class ConfiguredTokensContract {
    private static final Actor OPERATOR = new Actor(null, "ops", null, null);

    // others in each test, as what one is worth is remembered for a while
    private final String first = "first-" + UUID.randomUUID();
    private final String second = "second-" + UUID.randomUUID();
    private final String issued = "issued-" + UUID.randomUUID();

    private Repositories store;
    private AccountId account;
    private AccountsService accounts;
    private ConfiguredTokens tokens;

    /** The ports under test, over an empty store. */
    protected abstract Repositories repositories();

    @BeforeEach
    void setUp() {
        store = repositories();
        Fixtures fixtures = new Fixtures(store);
        Clock clock = Clock.fixed(fixtures.now, ZoneOffset.UTC);
        account = fixtures.account.id();
        accounts = new AccountsService(
                store.transactions(),
                store.accounts(),
                store.apiTokens(),
                new AuditTrail(store.auditEntries(), clock),
                clock);
        tokens = new ConfiguredTokens(store.transactions(), store.accounts(), store.apiTokens(), new Random(2), clock);
        assertThat(ensure(first).isNew()).isTrue();
        assertThat(isGood(first)).isTrue();
    }

    @Test
    void a_closed_account_gets_no_configured_token_back() {
        accounts.close(OPERATOR, account);
        assertThat(ensure(second).isNew()).isFalse();
        assertThat(isGood(first)).isFalse();
        assertThat(isGood(second)).isFalse();
    }

    @Test
    void an_account_gets_no_configured_token_back_while_it_is_being_closed() throws Exception {
        CompletableFuture<?> start = store.transactions().required(() -> {
            accounts.close(OPERATOR, account);
            CompletableFuture<?> starting = CompletableFuture.runAsync(() -> ensure(second)); // by another replica
            await(starting);
            return starting;
        });
        start.get(60, TimeUnit.SECONDS);
        assertThat(isGood(first)).isFalse();
        assertThat(isGood(second)).isFalse();
    }

    @Test
    void a_secret_that_another_token_has_is_refused_and_changes_nothing() {
        assertRefused(ConfiguredToken.ADMIN, first);
        assertThat(tokens.isThere(ConfiguredToken.ADMIN)).isFalse();
        tokens.ensure(ConfiguredToken.ADMIN, null, Set.of(Scope.ADMIN), second);
        store.apiTokens()
                .insert(
                        account,
                        "ci",
                        Scope.customerScopes(),
                        null,
                        "berth_abcdef",
                        TokenSecrets.hash(issued),
                        Instant.EPOCH);
        assertRefused(ConfiguredToken.ADMIN, first);
        assertRefused(ConfiguredToken.ADMIN, issued);
        assertRefused(ConfiguredToken.DEMO, second);
        assertThat(List.of(first, second, issued)).allMatch(this::isGood);
    }

    private void assertRefused(ConfiguredToken place, String secret) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tokens.ensure(place, account, Scope.customerScopes(), secret))
                .withMessage("must not be another token's");
    }

    /** Not for ever: it should wait for the transaction under way. */
    private static void await(CompletableFuture<?> other) {
        try {
            other.get(500, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private ConfiguredTokens.Ensured ensure(String secret) {
        return tokens.ensure(ConfiguredToken.DEMO, account, Scope.customerScopes(), secret);
    }

    private boolean isGood(String secret) {
        return store.apiTokens().find(TokenSecrets.hash(secret)).isPresent();
    }
}
