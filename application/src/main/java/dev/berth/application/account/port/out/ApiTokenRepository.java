package dev.berth.application.account.port.out;

import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.ApiToken;
import dev.berth.domain.account.Scope;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tokens, as they are stored: without their secrets. */
public interface ApiTokenRepository {
    /**
     * Stores a new token.
     *
     * @param account whose; null for an operator's
     */
    ApiToken insert(
            @Nullable AccountId account,
            String name,
            Set<Scope> scopes,
            @Nullable Instant expiresAt,
            TokenHash hash,
            Instant now);

    /** The token whose secret has this hash. One statement. */
    Optional<ApiToken> find(TokenHash hash);

    /** Whether there is a configured token in this place. */
    boolean hasConfigured(ConfiguredToken place);

    /**
     * Stores a configured token, if there is none in this place.
     *
     * @param account whose; null for an operator's
     * @return whether it was stored
     */
    boolean insertConfigured(
            ConfiguredToken place, @Nullable AccountId account, Set<Scope> scopes, TokenHash hash, Instant now);

    /**
     * Gives the configured token in this place another secret; the one before is worth nothing from then on.
     *
     * @return whether there is one
     */
    boolean replaceConfigured(ConfiguredToken place, TokenHash hash);
}
