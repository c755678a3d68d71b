package dev.berth.domain.account;

import dev.berth.domain.error.DomainException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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

    /** Neither RFC 3339 nor protobuf can write a later year. */
    private static final Instant END_OF_TIME = Instant.parse("+10000-01-01T00:00:00Z");

    public ApiToken {
        scopes = Set.copyOf(scopes);
    }

    /** Checks when a token is to end, and makes it as fine as it is kept. */
    public static Instant requireExpiry(Instant expiresAt) {
        if (!expiresAt.isBefore(END_OF_TIME)) {
            throw DomainException.invalid("expires_at", "out_of_range", "Must be before the year 10000.");
        }
        return expiresAt.truncatedTo(ChronoUnit.MICROS);
    }

    /** Whether it is good at this time. */
    public boolean isValidAt(Instant now) {
        return expiresAt == null || now.isBefore(expiresAt);
    }
}
