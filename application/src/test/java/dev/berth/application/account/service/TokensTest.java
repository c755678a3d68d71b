package dev.berth.application.account.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.application.account.port.in.IssueTokenCommand;
import dev.berth.application.account.port.in.IssuedToken;
import dev.berth.application.account.port.out.ApiTokenRepository;
import dev.berth.application.account.port.out.ConfiguredToken;
import dev.berth.application.audit.service.AuditTrail;
import dev.berth.application.testing.InMemoryStore;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.Caller;
import dev.berth.domain.account.Scope;
import dev.berth.domain.account.TokenId;
import dev.berth.domain.audit.Actor;
import dev.berth.domain.audit.AuditEntry;
import dev.berth.domain.audit.AuditFilter;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TokensTest {
    private static final Instant NOW = Instant.parse("2026-01-10T14:30:00Z");
    private static final Set<Scope> READ = Set.of(Scope.SERVERS_READ);
    private static final Set<Scope> ADMIN = Set.of(Scope.ADMIN);
    private static final Actor OPERATOR = new Actor(new TokenId(9), "ops", "192.0.2.7", "request-1");
    private static final String GIVEN = "a-secret-of-the-operator-32-chars";

    private static final ConfiguredTokens.Ensured NEW = new ConfiguredTokens.Ensured(true, Optional.empty());
    private static final ConfiguredTokens.Ensured OLD = new ConfiguredTokens.Ensured(false, Optional.empty());

    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final InMemoryStore store = new InMemoryStore(clock);
    private final AccountId account =
            store.accounts().insert("Customer", 5, NOW).id();
    private final TokenUses uses = new TokenUses(store.apiTokens());
    private final ApiTokensService tokens = at(NOW);
    private final ConfiguredTokens configured = configured(store.apiTokens(), new Random(2));

    private ConfiguredTokens configured(ApiTokenRepository over, Random random) {
        return new ConfiguredTokens(store.transactions(), store.accounts(), over, random, clock);
    }

    private Object whoSends(String secret) {
        Caller caller = tokens.authenticate(secret);
        return Arrays.asList(caller.accountId(), caller.scopes());
    }

    private static Object caller(@Nullable AccountId account, Set<Scope> scopes) {
        return Arrays.asList(account, scopes);
    }

    private ApiTokensService at(Instant now) {
        Clock then = Clock.fixed(now, ZoneOffset.UTC);
        AuditTrail audit = new AuditTrail(store.auditEntries(), then);
        return new ApiTokensService(
                store.transactions(), store.accounts(), store.apiTokens(), uses, audit, new Random(1), then);
    }

    @Test
    void an_issued_token_is_recognised_with_its_account_and_scopes() {
        IssuedToken issued = tokens.issueAsOperator(OPERATOR, new IssueTokenCommand(account, "ci", READ, null));
        assertThat(whoSends(issued.secret())).isEqualTo(caller(account, READ));
        assertThat(issued.token().name()).isEqualTo("ci");
        assertThat(issued.token().createdAt()).isEqualTo(NOW);
        assertThat(issued.toString()).doesNotContain(issued.secret());
    }

    @Test
    void a_token_is_good_until_it_expires() {
        Instant end = NOW.plus(Duration.ofHours(1));
        String secret = tokens.issueAsOperator(OPERATOR, new IssueTokenCommand(account, "ci", READ, end))
                .secret();
        assertThat(at(end.minusNanos(1)).authenticate(secret).accountId()).isEqualTo(account);
        refused(() -> at(end).authenticate(secret), ErrorCode.UNAUTHENTICATED);
    }

    @Test
    void a_token_that_would_have_expired_already_is_not_issued() {
        for (Instant end : List.of(NOW, NOW.minusSeconds(1), Instant.EPOCH)) {
            DomainException refused = refused(
                    () -> tokens.issueAsOperator(OPERATOR, new IssueTokenCommand(account, "ci", READ, end)),
                    ErrorCode.INVALID_REQUEST);
            assertThat(refused.violations()).extracting("field").containsExactly("expires_at");
        }
    }

    @Test
    void a_token_ends_in_a_year_that_can_be_written() {
        Instant end = Instant.parse("+10000-01-01T00:00:00Z");
        DomainException refused = refused(
                () -> tokens.issueAsOperator(OPERATOR, new IssueTokenCommand(account, "ci", READ, end)),
                ErrorCode.INVALID_REQUEST);
        assertThat(refused.violations()).extracting("field").containsExactly("expires_at");
        Instant last = end.minusNanos(1);
        assertThat(new IssueTokenCommand(account, "ci", READ, last).expiresAt())
                .as("as fine as it is kept")
                .isEqualTo(end.minusNanos(1_000));
    }

    @Test
    void a_token_belongs_to_an_account_that_is_there() {
        refused(
                () -> tokens.issueAsOperator(OPERATOR, new IssueTokenCommand(new AccountId(404), "ci", READ, null)),
                ErrorCode.ACCOUNT_NOT_FOUND);
    }

    @Test
    void a_customers_token_has_some_of_a_customers_scopes() {
        for (Set<Scope> scopes : List.of(Set.<Scope>of(), ADMIN, EnumSet.allOf(Scope.class))) {
            refused(() -> new IssueTokenCommand(account, "ci", scopes, null), ErrorCode.INVALID_REQUEST);
        }
        assertThat(new IssueTokenCommand(account, "ci", Scope.customerScopes(), null).scopes())
                .isEqualTo(Scope.customerScopes());
    }

    static List<String> nobodys_secrets() {
        String generated = TokenSecrets.generate(new Random(99));
        return List.of(
                "",
                "berth_",
                "nonsense",
                generated,
                generated + "0",
                generated.substring(0, generated.length() - 1),
                generated.toUpperCase(Locale.ROOT),
                "berth_" + "0".repeat(57),
                "x".repeat(1_000_000),
                "\u0000",
                "\ud800");
    }

    @ParameterizedTest
    @MethodSource("nobodys_secrets")
    void a_secret_that_is_nobodys_is_refused(String secret) {
        refused(() -> tokens.authenticate(secret), ErrorCode.UNAUTHENTICATED);
    }

    @Test
    void generated_secrets_have_one_form_and_are_all_different() {
        Random random = new Random(42);
        List<String> secrets = random.ints(500)
                .mapToObj(seed -> TokenSecrets.generate(new Random(seed)))
                .toList();
        assertThat(secrets)
                .doesNotHaveDuplicates()
                .allMatch(secret -> secret.matches("berth_[0-9a-z]{57}"))
                .allMatch(TokenSecrets::isPlausible);
    }

    @Test
    void the_least_and_the_greatest_secret_have_the_same_form() {
        for (int filling : new int[] {0, 0xFF}) {
            String secret = TokenSecrets.generate(new Random() {
                private static final long serialVersionUID = 1L;

                @Override
                public void nextBytes(byte[] bytes) {
                    java.util.Arrays.fill(bytes, (byte) filling);
                }
            });
            assertThat(secret).matches("berth_[0-9a-z]{57}").matches(TokenSecrets::isPlausible);
        }
    }

    @Test
    void every_single_mistyped_character_is_noticed_without_asking_the_store() {
        String secret = TokenSecrets.generate(new Random(7));
        for (int i = "berth_".length(); i < secret.length(); i++) {
            for (char other : "0z9a".toCharArray()) {
                if (other != secret.charAt(i)) {
                    String mistyped = secret.substring(0, i) + other + secret.substring(i + 1);
                    assertThat(TokenSecrets.isPlausible(mistyped)).as(mistyped).isFalse();
                }
            }
        }
    }

    @Test
    void a_secret_is_kept_as_its_sha_256() {
        assertThat(TokenSecrets.hash("abc").sha256())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(TokenSecrets.hash("").sha256()).hasSize(64);
    }

    @Test
    void a_first_start_makes_a_secret_and_tells_it_once() {
        assertThat(configured.isThere(ConfiguredToken.ADMIN)).isFalse();
        ConfiguredTokens.Ensured first = configured.ensure(ConfiguredToken.ADMIN, null, ADMIN, null);
        String made = first.secret().orElseThrow();
        assertThat(first.isNew()).isTrue();
        assertThat(first.toString()).doesNotContain(made);
        assertThat(configured.isThere(ConfiguredToken.ADMIN)).isTrue();
        assertThat(configured.isThere(ConfiguredToken.DEMO)).isFalse();
        assertThat(whoSends(made)).isEqualTo(caller(null, ADMIN));
        assertThat(configured.ensure(ConfiguredToken.ADMIN, null, ADMIN, null)).isEqualTo(OLD);
        assertThat(whoSends(made)).isEqualTo(caller(null, ADMIN));
    }

    @Test
    void a_given_secret_is_used_and_replaces_the_one_before() {
        assertThat(configured.ensure(ConfiguredToken.DEMO, account, READ, GIVEN))
                .isEqualTo(NEW);
        assertThat(configured.ensure(ConfiguredToken.DEMO, account, READ, GIVEN))
                .isEqualTo(OLD);
        assertThat(whoSends(GIVEN)).isEqualTo(caller(account, READ));
        assertThat(configured.ensure(ConfiguredToken.DEMO, account, READ, GIVEN + "2"))
                .isEqualTo(OLD);
        assertThat(whoSends(GIVEN + "2")).isEqualTo(caller(account, READ));
        refused(() -> tokens.authenticate(GIVEN), ErrorCode.UNAUTHENTICATED);
        assertThat(configured.ensure(ConfiguredToken.DEMO, account, READ, null)).isEqualTo(OLD);
        assertThat(whoSends(GIVEN + "2")).as("kept").isEqualTo(caller(account, READ));
    }

    @Test
    void the_tokens_of_two_places_do_not_touch_each_other() {
        configured.ensure(ConfiguredToken.ADMIN, null, ADMIN, GIVEN + "-admin");
        configured.ensure(ConfiguredToken.DEMO, account, READ, GIVEN + "-demo");
        assertThat(tokens.authenticate(GIVEN + "-admin").accountId()).isNull();
        assertThat(tokens.authenticate(GIVEN + "-demo").accountId()).isEqualTo(account);
    }

    @Test
    void a_given_secret_that_is_too_short_or_not_visible_ascii_or_looks_generated_and_is_not_is_refused() {
        for (String secret : List.of(
                "",
                "x".repeat(31),
                "x".repeat(256),
                "x".repeat(31) + " ",
                "x".repeat(31) + "ä",
                "x".repeat(32) + "\n",
                "berth_" + "x".repeat(57))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> configured.ensure(ConfiguredToken.ADMIN, null, ADMIN, secret));
        }
        for (String secret : List.of("x".repeat(32), "x".repeat(255), TokenSecrets.generate(new Random(5)))) {
            configured.ensure(ConfiguredToken.ADMIN, null, ADMIN, secret);
            assertThat(whoSends(secret)).isEqualTo(caller(null, ADMIN));
        }
    }

    /** Two replicas start for the first time; only this one is given a secret. */
    @Test
    void a_given_secret_is_good_even_when_another_replica_makes_one_at_the_same_moment() {
        ApiTokenRepository real = store.apiTokens();
        ApiTokenRepository racing = before(
                "insertConfigured",
                real,
                () -> assertThat(configured
                                .ensure(ConfiguredToken.ADMIN, null, ADMIN, null)
                                .isNew())
                        .isTrue());
        configured(racing, new Random(3)).ensure(ConfiguredToken.ADMIN, null, ADMIN, GIVEN);
        assertThat(whoSends(GIVEN)).isEqualTo(caller(null, ADMIN));
    }

    private static DomainException refused(Runnable request, ErrorCode code) {
        DomainException refused = catchThrowableOfType(DomainException.class, request::run);
        assertThat(refused).isNotNull();
        assertThat(refused.code()).isEqualTo(code);
        return refused;
    }

    @Test
    void an_account_issues_tokens_with_scopes_that_its_own_token_has_and_no_others() {
        Caller caller = new Caller(new TokenId(1), "own", account, Set.of(Scope.ACCOUNT_WRITE, Scope.SERVERS_READ));
        String secret = tokens.issue(caller, new IssueTokenCommand(account, "ci", READ, null))
                .secret();
        assertThat(whoSends(secret)).isEqualTo(caller(account, READ));
        Set<Scope> more = Set.of(Scope.SERVERS_READ, Scope.SERVERS_WRITE);
        refused(() -> tokens.issue(caller, new IssueTokenCommand(account, "ci", more, null)), ErrorCode.MISSING_SCOPE);
        assertThat(tokens.list(account)).hasSize(1);
    }

    @Test
    void an_account_has_a_hundred_tokens_at_most() {
        IssuedToken first = issue();
        for (int i = 1; i < 100; i++) {
            issue();
        }
        DomainException refused = refused(this::issue, ErrorCode.QUOTA_EXCEEDED);
        assertThat(refused.details()).containsEntry("used", 100).containsEntry("max", 100);
        tokens.revoke(account, first.token().id());
        assertThat(issue().token().id()).isNotNull();
    }

    @Test
    void a_revoked_token_is_worth_nothing_and_not_found() {
        IssuedToken issued = issue();
        TokenId id = issued.token().id();
        refused(() -> tokens.revoke(new AccountId(404), id), ErrorCode.TOKEN_NOT_FOUND);
        tokens.revoke(account, id);
        refused(() -> tokens.authenticate(issued.secret()), ErrorCode.UNAUTHENTICATED);
        refused(() -> tokens.revoke(account, id), ErrorCode.TOKEN_NOT_FOUND);
        refused(() -> tokens.revokeAsOperator(OPERATOR, account, id), ErrorCode.TOKEN_NOT_FOUND);
        refused(() -> tokens.revokeAsOperator(OPERATOR, new AccountId(404), id), ErrorCode.ACCOUNT_NOT_FOUND);
    }

    @Test
    void what_the_operator_issues_and_revokes_is_noted_without_the_secret() {
        IssuedToken issued = issue();
        tokens.revokeAsOperator(OPERATOR, account, issued.token().id());
        List<AuditEntry> entries = store.auditEntries().page(AuditFilter.ALL, Long.MAX_VALUE, 10);
        assertThat(entries).extracting(AuditEntry::action).containsExactly("token.revoke", "token.create");
        assertThat(entries).allMatch(entry -> account.equals(entry.account()));
        assertThat(entries.toString())
                .contains("servers:read")
                .doesNotContain(issued.secret())
                .doesNotContain("berth_");
    }

    @Test
    void a_closed_account_gets_no_token() {
        store.accounts().close(account, NOW);
        refused(this::issue, ErrorCode.ACCOUNT_CLOSED);
    }

    @Test
    void uses_are_written_down_when_somebody_says_so() {
        IssuedToken issued = issue();
        tokens.authenticate(issued.secret());
        at(NOW.plusSeconds(5)).authenticate(issued.secret());
        assertThat(tokens.list(account).get(0).lastUsedAt()).isNull();
        uses.write();
        assertThat(tokens.list(account).get(0).lastUsedAt()).isEqualTo(NOW.plusSeconds(5));
    }

    @Test
    void uses_that_could_not_be_written_are_written_later() {
        AtomicBoolean away = new AtomicBoolean(true);
        TokenUses unlucky = new TokenUses(before("used", store.apiTokens(), () -> {
            if (away.get()) {
                throw new IllegalStateException("away");
            }
        }));
        TokenId token = issue().token().id();
        unlucky.add(token, NOW);
        assertThatIllegalStateException().isThrownBy(unlucky::write);
        away.set(false);
        unlucky.write();
        assertThat(tokens.list(account).get(0).lastUsedAt()).isEqualTo(NOW);
    }

    @Test
    void an_operator_acts_for_an_account_that_is_there() {
        Caller operator = new Caller(new TokenId(1), "admin", null, ADMIN);
        assertThat(tokens.actFor(operator, account).account()).isEqualTo(account);
        refused(() -> tokens.actFor(operator, new AccountId(404)), ErrorCode.ACCOUNT_NOT_FOUND);
        Caller customer = new Caller(new TokenId(1), "ci", account, Scope.customerScopes());
        refused(() -> tokens.actFor(customer, account), ErrorCode.MISSING_SCOPE);
    }

    private IssuedToken issue() {
        return tokens.issueAsOperator(OPERATOR, new IssueTokenCommand(account, "ci", READ, null));
    }

    /** The same tokens, where something else happens right before this. */
    private static ApiTokenRepository before(String methodName, ApiTokenRepository real, Runnable event) {
        return (ApiTokenRepository) Proxy.newProxyInstance(
                TokensTest.class.getClassLoader(),
                new Class<?>[] {ApiTokenRepository.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals(methodName)) {
                        event.run();
                    }
                    return method.invoke(real, arguments);
                });
    }
}
