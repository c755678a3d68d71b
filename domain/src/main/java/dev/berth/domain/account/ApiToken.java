package dev.berth.domain.account;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A bearer token, without its secret: only the SHA-256 of that is kept.
 *
 * @param id its id
 * @param accountId whose; null for an operator's
 * @param name what its owner calls it
 * @param scopes what it may do
 * @param expiresAt when it ends; null means never
 * @param prefix the first characters of its secret; null for one whose secret was chosen by the operator
 * @param lastUsedAt when it was last used, as far as that has been written down; null when never
 * @param createdAt when it was issued
 */
public record ApiToken(
        TokenId id,
        @Nullable AccountId accountId,
        String name,
        Set<Scope> scopes,
        @Nullable Instant expiresAt,
        @Nullable String prefix,
        @Nullable Instant lastUsedAt,
        Instant createdAt) {

    public ApiToken {
        scopes = Set.copyOf(scopes);
    }

    /** Whether it is good at this time. */
    public boolean isValidAt(Instant now) {
        return expiresAt == null || now.isBefore(expiresAt);
    }
}
