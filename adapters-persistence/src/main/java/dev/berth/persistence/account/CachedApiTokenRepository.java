package dev.berth.persistence.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.berth.application.account.port.out.ApiTokenRepository;
import dev.berth.application.account.port.out.ConfiguredToken;
import dev.berth.application.account.port.out.TokenHash;
import dev.berth.application.port.out.Transactions;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.ApiToken;
import dev.berth.domain.account.Scope;
import dev.berth.domain.account.TokenId;
import io.micronaut.context.annotation.Primary;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Remembers for four seconds what a secret is worth, nothing included: every request asks. A change is seen at once where
 * it was made, and by other replicas within that time.
 */
@Singleton
@Primary
final class CachedApiTokenRepository implements ApiTokenRepository {
    private static final Duration MAX_AGE = Duration.ofSeconds(4);
    private static final int MOST = 10_000;

    private final ApiTokenRepository stored;
    private final Transactions transactions;
    private final Ticker ticker;
    private final Cache<TokenHash, Reading> readings;

    /** How many were committed here: what was read before the last of them is worth nothing. */
    private final AtomicLong changes = new AtomicLong();

    @Inject
    CachedApiTokenRepository(@Named("stored") ApiTokenRepository stored, Transactions transactions) {
        this(stored, transactions, Ticker.systemTicker());
    }

    CachedApiTokenRepository(ApiTokenRepository stored, Transactions transactions, Ticker ticker) {
        this.stored = stored;
        this.transactions = transactions;
        this.ticker = ticker;
        this.readings = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(MAX_AGE)
                .ticker(ticker)
                .build();
    }

    /**
     * @param takenAt from before it was read: a slow answer is no younger for that
     * @param changesBefore those that it has seen
     */
    private record Reading(Optional<ApiToken> token, long takenAt, long changesBefore) {}

    @Override
    public Optional<ApiToken> find(TokenHash hash) {
        long now = ticker.read();
        long changesBefore = changes.get();
        Reading known = readings.getIfPresent(hash);
        if (known != null && known.changesBefore() == changesBefore && now - known.takenAt() < MAX_AGE.toNanos()) {
            return known.token();
        }
        // each that asks meanwhile reads by itself: in a line, they would wait for a store that is away one after
        // another
        Optional<ApiToken> token = stored.find(hash);
        readings.put(hash, new Reading(token, now, changesBefore));
        return token;
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
        // its secret was made just now, so nobody has asked for it
        return stored.insert(account, name, scopes, expiresAt, prefix, hash, now);
    }

    @Override
    public List<ApiToken> list(AccountId account) {
        return stored.list(account);
    }

    @Override
    public Optional<ApiToken> revoke(AccountId account, TokenId token, Instant now) {
        Optional<ApiToken> revoked = stored.revoke(account, token, now);
        if (revoked.isPresent()) { // or whoever revokes what is not there would empty it for all
            forgetAfterCommit();
        }
        return revoked;
    }

    @Override
    public void revokeAll(AccountId account, Instant now) {
        stored.revokeAll(account, now);
        forgetAfterCommit();
    }

    @Override
    public void used(Map<TokenId, Instant> uses) {
        stored.used(uses);
    }

    @Override
    public Optional<ApiToken> configured(ConfiguredToken place) {
        return stored.configured(place);
    }

    @Override
    public boolean insertConfigured(
            ConfiguredToken place, @Nullable AccountId account, Set<Scope> scopes, TokenHash hash, Instant now) {
        boolean inserted = stored.insertConfigured(place, account, scopes, hash, now);
        forgetAfterCommit();
        return inserted;
    }

    @Override
    public boolean replaceConfigured(ConfiguredToken place, TokenHash hash) {
        boolean replaced = stored.replaceConfigured(place, hash);
        forgetAfterCommit();
        return replaced;
    }

    /** Nobody here knows whose hashes a change concerns, and they are few: all is read again. */
    private void forgetAfterCommit() {
        transactions.afterCommit(changes::incrementAndGet);
    }
}
