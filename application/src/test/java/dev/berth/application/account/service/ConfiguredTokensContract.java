package dev.berth.application.account.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.application.account.port.out.ConfiguredToken;
import dev.berth.application.audit.service.AuditTrail;
import dev.berth.application.testdata.Fixtures;
import dev.berth.application.testdata.Repositories;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.Scope;
import dev.berth.domain.audit.Actor;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a configured token whose account is closed, over every store. */
public abstract class ConfiguredTokensContract {
    private static final Actor OPERATOR = new Actor(null, "ops", null, null);
    private static final String FIRST = "a-first-secret-of-the-operator-32";
    private static final String SECOND = "a-second-secret-of-the-operator-32";

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
        assertThat(ensure(FIRST).isNew()).isTrue();
        assertThat(isGood(FIRST)).isTrue();
    }

    @Test
    void a_closed_account_gets_no_configured_token_back() {
        accounts.close(OPERATOR, account);
        assertThat(ensure(SECOND).isNew()).isFalse();
        assertThat(isGood(FIRST)).isFalse();
        assertThat(isGood(SECOND)).isFalse();
    }

    @Test
    void an_account_gets_no_configured_token_back_while_it_is_being_closed() throws Exception {
        CompletableFuture<?> start = store.transactions().required(() -> {
            accounts.close(OPERATOR, account);
            CompletableFuture<?> starting = CompletableFuture.runAsync(() -> ensure(SECOND)); // by another replica
            await(starting);
            return starting;
        });
        start.get(60, TimeUnit.SECONDS);
        assertThat(isGood(FIRST)).isFalse();
        assertThat(isGood(SECOND)).isFalse();
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
