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
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

@Singleton
@Named("stored")
final class JdbcApiTokenRepository implements ApiTokenRepository {
    private final Sql sql;

    JdbcApiTokenRepository(Sql sql) {
        this.sql = sql;
    }

    @Override
    public ApiToken insert(
            @Nullable AccountId account,
            String name,
            Set<Scope> scopes,
            @Nullable Instant expiresAt,
            TokenHash hash,
            Instant now) {
        long id = sql.insert("""
                INSERT INTO api_tokens (account_id, name, scopes, hash, expires_at, created_at)
                VALUES (?, ?, ?, ?, ?, ?)""", value(account), name, text(scopes), hash.sha256(), expiresAt, now);
        return new ApiToken(new TokenId(id), account, name, scopes, expiresAt, now);
    }

    @Override
    public Optional<ApiToken> find(TokenHash hash) {
        return sql.first("SELECT * FROM api_tokens WHERE hash = ?", JdbcApiTokenRepository::token, hash.sha256());
    }

    @Override
    public boolean hasConfigured(ConfiguredToken place) {
        return sql.first("SELECT 1 AS found FROM api_tokens WHERE configured = ?", row -> row.number("found"), place)
                .isPresent();
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
        return sql.update("UPDATE api_tokens SET hash = ? WHERE configured = ?", hash.sha256(), place) == 1;
    }

    private static ApiToken token(Row row) throws SQLException {
        Long account = row.nullableNumber("account_id");
        return new ApiToken(
                new TokenId(row.number("id")),
                account == null ? null : new AccountId(account),
                row.text("name"),
                scopes(row.text("scopes")),
                row.nullableTime("expires_at"),
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
