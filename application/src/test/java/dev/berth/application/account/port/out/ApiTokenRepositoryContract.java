package dev.berth.application.account.port.out;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.application.testdata.Concurrently;
import dev.berth.application.testdata.Fixtures;
import dev.berth.application.testdata.Repositories;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.ApiToken;
import dev.berth.domain.account.Scope;
import dev.berth.domain.account.TokenId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
                "berth_abcdef",
                hash,
                fixtures.now);
        assertThat(tokens.find(hash)).contains(token);
    }

    @Test
    void a_token_can_last_for_ever_and_have_every_scope() {
        TokenHash hash = Fixtures.tokenHash();
        ApiToken token = insert(fixtures.account.id(), hash);
        assertThat(tokens.find(hash)).contains(token);
        assertThat(token.expiresAt()).isNull();
        assertThat(token.lastUsedAt()).isNull();
    }

    @Test
    void an_accounts_tokens_are_listed_by_ascending_id() {
        ApiToken first = insert(fixtures.account.id(), Fixtures.tokenHash());
        ApiToken second = insert(fixtures.account.id(), Fixtures.tokenHash());
        insert(fixtures.account(1).id(), Fixtures.tokenHash());
        assertThat(tokens.list(fixtures.account.id())).containsExactly(first, second);
    }

    @Test
    void a_revoked_token_is_gone_and_cannot_be_revoked_again() {
        TokenHash hash = Fixtures.tokenHash();
        ApiToken token = insert(fixtures.account.id(), hash);
        ApiToken other = insert(fixtures.account.id(), Fixtures.tokenHash());
        assertThat(tokens.revoke(fixtures.account(1).id(), token.id(), fixtures.now))
                .as("by another account")
                .isEmpty();
        assertThat(tokens.revoke(fixtures.account.id(), token.id(), fixtures.now))
                .contains(token);
        assertThat(tokens.revoke(fixtures.account.id(), token.id(), fixtures.now))
                .isEmpty();
        assertThat(tokens.find(hash)).isEmpty();
        assertThat(tokens.list(fixtures.account.id())).containsExactly(other);
    }

    @Test
    void all_tokens_of_an_account_are_revoked_at_once_and_no_others() {
        insert(fixtures.account.id(), Fixtures.tokenHash());
        insert(fixtures.account.id(), Fixtures.tokenHash());
        AccountId other = fixtures.account(1).id();
        insert(other, Fixtures.tokenHash());
        tokens.revokeAll(fixtures.account.id(), fixtures.now);
        assertThat(tokens.list(fixtures.account.id())).isEmpty();
        assertThat(tokens.list(other)).hasSize(1);
    }

    @Test
    void the_last_use_only_moves_forward() {
        TokenHash hash = Fixtures.tokenHash();
        TokenId token = insert(fixtures.account.id(), hash).id();
        for (Instant use : List.of(fixtures.now, fixtures.now.plusSeconds(5), fixtures.now.plusSeconds(3))) {
            tokens.used(Map.of(token, use, new TokenId(9_000_000_000L), use));
        }
        assertThat(tokens.find(hash).orElseThrow().lastUsedAt()).isEqualTo(fixtures.now.plusSeconds(5));
    }

    private ApiToken insert(AccountId account, TokenHash hash) {
        return tokens.insert(account, "ci", Scope.customerScopes(), null, "berth_abcdef", hash, fixtures.now);
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
        assertThat(tokens.configured(ConfiguredToken.ADMIN)).isEmpty();
        assertThat(tokens.insertConfigured(ConfiguredToken.ADMIN, null, Set.of(Scope.ADMIN), admin, fixtures.now))
                .isTrue();
        assertThat(tokens.configured(ConfiguredToken.ADMIN))
                .isEqualTo(tokens.find(admin))
                .isPresent();
        assertThat(tokens.configured(ConfiguredToken.DEMO)).isEmpty();
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
    void a_revoked_configured_token_is_good_again_with_another_secret_only() {
        TokenHash before = Fixtures.tokenHash();
        TokenHash after = Fixtures.tokenHash();
        AccountId account = fixtures.account.id();
        tokens.insertConfigured(ConfiguredToken.DEMO, account, Scope.customerScopes(), before, fixtures.now);
        Optional<ApiToken> token = tokens.find(before);
        tokens.revokeAll(account, fixtures.now);
        assertThat(tokens.configured(ConfiguredToken.DEMO)).isEqualTo(token).isPresent();
        tokens.replaceConfigured(ConfiguredToken.DEMO, before);
        assertThat(tokens.find(before)).isEmpty();
        tokens.replaceConfigured(ConfiguredToken.DEMO, after);
        assertThat(tokens.find(after)).isPresent();
    }

    @Test
    void a_revoked_configured_token_does_not_come_back_by_way_of_another() {
        TokenHash first = Fixtures.tokenHash();
        TokenHash second = Fixtures.tokenHash();
        AccountId account = fixtures.account.id();
        tokens.insertConfigured(ConfiguredToken.DEMO, account, Scope.customerScopes(), first, fixtures.now);
        tokens.revokeAll(account, fixtures.now);
        tokens.replaceConfigured(ConfiguredToken.DEMO, second);
        tokens.replaceConfigured(ConfiguredToken.DEMO, first);
        assertThat(tokens.find(first)).isEmpty();
        assertThat(tokens.find(second)).isEmpty();
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
