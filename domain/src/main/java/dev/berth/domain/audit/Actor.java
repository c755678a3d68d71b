package dev.berth.domain.audit;

import dev.berth.domain.account.TokenId;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a change on the operator's side, and from where.
 *
 * @param token the operator's token; null for Berth itself
 * @param name what that token is called
 * @param address the network address that the request came from; null for Berth itself
 * @param requestId the request's id; null for Berth itself
 */
public record Actor(
        @Nullable TokenId token,
        String name,
        @Nullable String address,
        @Nullable String requestId) {
    /** Berth itself, such as at its first start. */
    public static final Actor BERTH = new Actor(null, "berth", null, null);
}
