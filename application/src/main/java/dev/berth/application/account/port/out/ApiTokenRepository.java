package dev.berth.application.account.port.out;

import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.ApiToken;
import dev.berth.domain.account.Scope;
import dev.berth.domain.account.TokenId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tokens, as they are stored: without their secrets. */
public interface ApiTokenRepository {
    /**
     * Stores a new token.
     *
     * @param prefix the first characters of its secret
     */
    ApiToken insert(
            AccountId account,
            String name,
            Set<Scope> scopes,
            @Nullable Instant expiresAt,
            String prefix,
            TokenHash hash,
            Instant now);

    /** The token whose secret has this hash, unless it was revoked. One statement. */
    Optional<ApiToken> find(TokenHash hash);

    /** The account's tokens that were not revoked, by ascending id. */
    List<ApiToken> list(AccountId account);

    /**
     * Revokes a token of the account.
     *
     * @return the token; empty when the account has none such that was not revoked before
     */
    Optional<ApiToken> revoke(AccountId account, TokenId token, Instant now);

    /** Revokes all of the account's tokens. */
    void revokeAll(AccountId account, Instant now);

    /** Writes down when tokens were last used; an earlier time than is known changes nothing. */
    void used(Map<TokenId, Instant> uses);

    /** The configured token in this place, also one that was revoked. */
    Optional<ApiToken> configured(ConfiguredToken place);

    /**
     * Stores a configured token, if there is none in this place.
     *
     * @param account whose; null for an operator's
     * @return whether it was stored
     */
    boolean insertConfigured(
            ConfiguredToken place, @Nullable AccountId account, Set<Scope> scopes, TokenHash hash, Instant now);

    /**
     * Gives the configured token in this place another secret; the one before is worth nothing from then on. A token that
     * was revoked is good again with another secret, not with the one that was revoked last. The transaction under way has
     * locked its account, if it is somebody's, and found it open.
     *
     * @return whether there is one
     */
    boolean replaceConfigured(ConfiguredToken place, TokenHash hash);
}
