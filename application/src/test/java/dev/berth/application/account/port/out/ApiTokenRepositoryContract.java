package dev.berth.application.account.port.out;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.application.testdata.Concurrently;
import dev.berth.application.testdata.Fixtures;
import dev.berth.application.testdata.Repositories;
import dev.berth.domain.account.ApiToken;
import dev.berth.domain.account.Scope;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link ApiTokenRepository} does. */
public abstract class ApiTokenRepositoryContract {
    private ApiTokenRepository tokens;
    private Fixtures fixtures;

    /** The ports under test, over an empty store. */
    protected abstract Repositories repositories();

    @BeforeEach
    void setUp() {
        Repositories store = repositories();
        tokens = store.apiTokens();
        fixtures = new Fixtures(store);
    }

    @Test
    void a_token_is_found_by_the_hash_of_its_secret() {
        TokenHash hash = Fixtures.tokenHash();
        ApiToken token = tokens.insert(
                fixtures.account.id(),
                "deploy",
                Set.of(Scope.SERVERS_READ, Scope.SERVERS_POWER),
                fixtures.now.plus(Duration.ofDays(1)),
                hash,
                fixtures.now);
        assertThat(tokens.find(hash)).contains(token);
    }

    @Test
    void a_token_can_belong_to_nobody_last_for_ever_and_have_every_scope() {
        TokenHash hash = Fixtures.tokenHash();
        ApiToken token = tokens.insert(null, "operator", EnumSet.allOf(Scope.class), null, hash, fixtures.now);
        assertThat(tokens.find(hash)).contains(token);
        assertThat(token.accountId()).isNull();
        assertThat(token.expiresAt()).isNull();
    }

    @Test
    void an_unknown_hash_finds_nothing() {
        assertThat(tokens.find(Fixtures.tokenHash())).isEmpty();
    }

    @Test
    void a_configured_token_is_stored_once_for_each_place() {
        TokenHash admin = Fixtures.tokenHash();
        TokenHash demo = Fixtures.tokenHash();
        TokenHash late = Fixtures.tokenHash();
        assertThat(tokens.hasConfigured(ConfiguredToken.ADMIN)).isFalse();
        assertThat(tokens.insertConfigured(ConfiguredToken.ADMIN, null, Set.of(Scope.ADMIN), admin, fixtures.now))
                .isTrue();
        assertThat(tokens.hasConfigured(ConfiguredToken.ADMIN)).isTrue();
        assertThat(tokens.hasConfigured(ConfiguredToken.DEMO)).isFalse();
        assertThat(tokens.insertConfigured(
                        ConfiguredToken.DEMO, fixtures.account.id(), Scope.customerScopes(), demo, fixtures.now))
                .isTrue();
        assertThat(tokens.insertConfigured(ConfiguredToken.ADMIN, null, Set.of(Scope.ADMIN), late, fixtures.now))
                .isFalse();
        assertThat(tokens.find(admin).orElseThrow().scopes()).containsExactly(Scope.ADMIN);
        assertThat(tokens.find(demo).orElseThrow().accountId()).isEqualTo(fixtures.account.id());
        assertThat(tokens.find(late)).isEmpty();
    }

    @Test
    void a_replaced_secret_is_worth_nothing() {
        TokenHash before = Fixtures.tokenHash();
        TokenHash after = Fixtures.tokenHash();
        tokens.insertConfigured(ConfiguredToken.ADMIN, null, Set.of(Scope.ADMIN), before, fixtures.now);
        ApiToken token = tokens.find(before).orElseThrow();
        assertThat(tokens.replaceConfigured(ConfiguredToken.ADMIN, after)).isTrue();
        assertThat(tokens.find(before)).isEmpty();
        assertThat(tokens.find(after)).contains(token);
    }

    @Test
    void there_is_nothing_to_replace_in_an_empty_place() {
        assertThat(tokens.replaceConfigured(ConfiguredToken.DEMO, Fixtures.tokenHash()))
                .isFalse();
    }

    @Test
    void processes_that_start_at_once_store_one_configured_token() throws Exception {
        List<Boolean> stored = Concurrently.run(
                8,
                () -> tokens.insertConfigured(
                        ConfiguredToken.ADMIN, null, Set.of(Scope.ADMIN), Fixtures.tokenHash(), fixtures.now));
        assertThat(stored).containsOnlyOnce(true);
    }
}
