package dev.berth.persistence.account;

import dev.berth.application.account.port.out.ApiTokenRepository;
import dev.berth.application.account.port.out.ConfiguredToken;
import dev.berth.application.account.port.out.TokenHash;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.ApiToken;
import dev.berth.domain.account.Scope;
import dev.berth.domain.account.TokenId;
import dev.berth.persistence.Row;
import dev.berth.persistence.Sql;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

@Singleton
@Named("stored")
final class JdbcApiTokenRepository implements ApiTokenRepository {
    /** No secret has this hash: also a version that knows nothing of revocations finds it by none. */
    private static final String REVOKE =
            "UPDATE api_tokens SET revoked_at = ?, revoked_hash = hash, hash = 'revoked ' || id";

    private final Sql sql;

    JdbcApiTokenRepository(Sql sql) {
        this.sql = sql;
    }

    @Override
    public ApiToken insert(
            AccountId account,
            String name,
            Set<Scope> scopes,
            @Nullable Instant expiresAt,
            String prefix,
            TokenHash hash,
            Instant now) {
        long id = sql.insert("""
                INSERT INTO api_tokens (account_id, name, scopes, hash, prefix, expires_at, created_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)""", account.value(), name, text(scopes), hash.sha256(), prefix, expiresAt, now);
        return new ApiToken(new TokenId(id), account, name, scopes, expiresAt, prefix, null, now);
    }

    @Override
    public Optional<ApiToken> find(TokenHash hash) {
        return sql.first(
                "SELECT * FROM api_tokens WHERE hash = ? AND revoked_at IS NULL",
                JdbcApiTokenRepository::token,
                hash.sha256());
    }

    @Override
    public List<ApiToken> list(AccountId account) {
        return sql.list(
                "SELECT * FROM api_tokens WHERE account_id = ? AND revoked_at IS NULL ORDER BY id",
                JdbcApiTokenRepository::token,
                account.value());
    }

    @Override
    public Optional<ApiToken> revoke(AccountId account, TokenId token, Instant now) {
        // what was revoked before is not changed, and then not there
        int revoked = sql.update(
                REVOKE + " WHERE id = ? AND account_id = ? AND revoked_at IS NULL",
                now,
                token.value(),
                account.value());
        return revoked == 0
                ? Optional.empty()
                : sql.first("SELECT * FROM api_tokens WHERE id = ?", JdbcApiTokenRepository::token, token.value());
    }

    @Override
    public void revokeAll(AccountId account, Instant now) {
        sql.update(REVOKE + " WHERE account_id = ? AND revoked_at IS NULL", now, account.value());
    }

    @Override
    public void used(Map<TokenId, Instant> uses) {
        sql.batch(
                """
                UPDATE api_tokens SET last_used_at = ?
                WHERE id = ? AND (last_used_at IS NULL OR last_used_at < ?)""",
                uses.entrySet().stream()
                        .sorted(Comparator.comparing(use -> use.getKey().value()))
                        .map(use -> new @Nullable Object[] {
                            use.getValue(), use.getKey().value(), use.getValue()
                        })
                        .toList());
    }

    @Override
    public Optional<ApiToken> configured(ConfiguredToken place) {
        return sql.first("SELECT * FROM api_tokens WHERE configured = ?", JdbcApiTokenRepository::token, place);
    }

    @Override
    public boolean insertConfigured(
            ConfiguredToken place, @Nullable AccountId account, Set<Scope> scopes, TokenHash hash, Instant now) {
        return sql.update(
                        """
                        INSERT INTO api_tokens (account_id, name, scopes, hash, configured, created_at)
                        VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""",
                        value(account),
                        place.name().toLowerCase(Locale.ROOT),
                        text(scopes),
                        hash.sha256(),
                        place,
                        now)
                == 1;
    }

    @Override
    public boolean replaceConfigured(ConfiguredToken place, TokenHash hash) {
        return sql.update("""
                        UPDATE api_tokens SET
                          revoked_at = CASE WHEN revoked_hash = ? THEN COALESCE(revoked_at, created_at) END,
                          hash = CASE WHEN revoked_hash = ? THEN 'revoked ' || id ELSE ? END
                        WHERE configured = ?""", hash.sha256(), hash.sha256(), hash.sha256(), place) == 1;
    }

    private static ApiToken token(Row row) throws SQLException {
        Long account = row.nullableNumber("account_id");
        return new ApiToken(
                new TokenId(row.number("id")),
                account == null ? null : new AccountId(account),
                row.text("name"),
                scopes(row.text("scopes")),
                row.nullableTime("expires_at"),
                row.nullableText("prefix"),
                row.nullableTime("last_used_at"),
                row.time("created_at"));
    }

    private static @Nullable Long value(@Nullable AccountId account) {
        return account == null ? null : account.value();
    }

    private static String text(Set<Scope> scopes) {
        return scopes.stream().map(Scope::wireName).sorted().collect(Collectors.joining(" "));
    }

    private static Set<Scope> scopes(String text) {
        return Stream.of(text.split(" "))
                .flatMap(name -> Scope.ofWireName(name).stream())
                .collect(Collectors.toSet());
    }
}
