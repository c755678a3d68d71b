package dev.berth.application.testing;

import dev.berth.application.account.port.out.ApiTokenRepository;
import dev.berth.application.account.port.out.ConfiguredToken;
import dev.berth.application.account.port.out.TokenHash;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.ApiToken;
import dev.berth.domain.account.Scope;
import dev.berth.domain.account.TokenId;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

final class InMemoryApiTokens implements ApiTokenRepository {
    private final InMemoryTransactions transactions;
    private final InMemoryTable<String, ApiToken> byHash;
    private final InMemoryTable<ConfiguredToken, TokenHash> configured;
    private final AtomicLong lastId = new AtomicLong();

    InMemoryApiTokens(InMemoryTransactions transactions) {
        this.transactions = transactions;
        byHash = new InMemoryTable<>(transactions);
        configured = new InMemoryTable<>(transactions);
    }

    @Override
    public ApiToken insert(
            @Nullable AccountId account,
            String name,
            Set<Scope> scopes,
            @Nullable Instant expiresAt,
            TokenHash hash,
            Instant now) {
        ApiToken token = new ApiToken(new TokenId(lastId.incrementAndGet()), account, name, scopes, expiresAt, now);
        byHash.put(hash.sha256(), token);
        return token;
    }

    @Override
    public Optional<ApiToken> find(TokenHash hash) {
        return byHash.get(hash.sha256());
    }

    @Override
    public boolean hasConfigured(ConfiguredToken place) {
        return configured.get(place).isPresent();
    }

    @Override
    public boolean insertConfigured(
            ConfiguredToken place, @Nullable AccountId account, Set<Scope> scopes, TokenHash hash, Instant now) {
        return transactions.statement(() -> {
            if (configured.get(place).isPresent()) {
                return false;
            }
            configured.put(place, hash);
            insert(account, place.name().toLowerCase(Locale.ROOT), scopes, null, hash, now);
            return true;
        });
    }

    @Override
    public boolean replaceConfigured(ConfiguredToken place, TokenHash hash) {
        return transactions.statement(() -> configured
                .get(place)
                .map(before -> {
                    ApiToken token = byHash.get(before.sha256()).orElseThrow();
                    byHash.remove(before.sha256());
                    byHash.put(hash.sha256(), token);
                    configured.put(place, hash);
                    return token;
                })
                .isPresent());
    }
}
