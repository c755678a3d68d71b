package dev.berth.application.testing;

import dev.berth.application.account.port.out.ApiTokenRepository;
import dev.berth.application.account.port.out.ConfiguredToken;
import dev.berth.application.account.port.out.TokenHash;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.ApiToken;
import dev.berth.domain.account.Scope;
import dev.berth.domain.account.TokenId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

final class InMemoryApiTokens implements ApiTokenRepository {
    private final InMemoryTransactions transactions;
    private final InMemoryTable<String, Entry> byHash;
    private final InMemoryTable<ConfiguredToken, TokenHash> configured;
    private final AtomicLong lastId = new AtomicLong();

    InMemoryApiTokens(InMemoryTransactions transactions) {
        this.transactions = transactions;
        byHash = new InMemoryTable<>(transactions);
        configured = new InMemoryTable<>(transactions);
    }

    private record Entry(
            TokenHash hash,
            ApiToken token,
            boolean revoked,
            @Nullable TokenHash revokedHash) {
        boolean isOf(AccountId account) {
            return !revoked && account.equals(token.accountId());
        }
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
        return insert(new ApiToken(nextId(), account, name, scopes, expiresAt, prefix, null, now), hash);
    }

    private ApiToken insert(ApiToken token, TokenHash hash) {
        put(new Entry(hash, token, false, null));
        return token;
    }

    @Override
    public Optional<ApiToken> find(TokenHash hash) {
        return byHash.get(hash.sha256()).filter(entry -> !entry.revoked).map(Entry::token);
    }

    @Override
    public List<ApiToken> list(AccountId account) {
        return byHash.rows().stream()
                .filter(entry -> entry.isOf(account))
                .map(Entry::token)
                .sorted(Comparator.comparing(token -> token.id().value()))
                .toList();
    }

    @Override
    public Optional<ApiToken> revoke(AccountId account, TokenId token, Instant now) {
        return transactions.statement(() -> byHash.first(
                        entry -> entry.isOf(account) && entry.token.id().equals(token))
                .map(this::revoke));
    }

    @Override
    public void revokeAll(AccountId account, Instant now) {
        byHash.rows().stream().filter(entry -> entry.isOf(account)).forEach(this::revoke);
    }

    private ApiToken revoke(Entry entry) {
        put(new Entry(entry.hash, entry.token, true, entry.hash));
        return entry.token;
    }

    @Override
    public void used(Map<TokenId, Instant> uses) {
        byHash.rows().forEach(entry -> {
            Instant used = uses.get(entry.token.id());
            Instant known = entry.token.lastUsedAt();
            if (used != null && (known == null || used.isAfter(known))) {
                put(new Entry(entry.hash, used(entry.token, used), entry.revoked, entry.revokedHash));
            }
        });
    }

    private static ApiToken used(ApiToken token, Instant time) {
        return new ApiToken(
                token.id(),
                token.accountId(),
                token.name(),
                token.scopes(),
                token.expiresAt(),
                token.prefix(),
                time,
                token.createdAt());
    }

    @Override
    public Optional<ApiToken> configured(ConfiguredToken place) {
        return configured.get(place).map(this::entry).map(Entry::token);
    }

    @Override
    public boolean insertConfigured(
            ConfiguredToken place, @Nullable AccountId account, Set<Scope> scopes, TokenHash hash, Instant now) {
        return transactions.statement(() -> {
            if (configured.get(place).isPresent()) {
                return false;
            }
            configured.put(place, hash);
            String name = place.name().toLowerCase(Locale.ROOT);
            insert(new ApiToken(nextId(), account, name, scopes, null, null, null, now), hash);
            return true;
        });
    }

    @Override
    public boolean replaceConfigured(ConfiguredToken place, TokenHash hash) {
        return transactions.statement(() -> configured
                .get(place)
                .map(before -> {
                    Entry entry = entry(before);
                    byHash.remove(before.sha256());
                    put(new Entry(hash, entry.token, hash.equals(entry.revokedHash), entry.revokedHash));
                    configured.put(place, hash);
                    return entry;
                })
                .isPresent());
    }

    private Entry entry(TokenHash hash) {
        return byHash.get(hash.sha256()).orElseThrow();
    }

    private TokenId nextId() {
        return new TokenId(lastId.incrementAndGet());
    }

    private void put(Entry entry) {
        byHash.put(entry.hash.sha256(), entry);
    }
}
