package dev.berth.rest.account;

import dev.berth.domain.account.ApiToken;
import dev.berth.domain.account.Scope;
import dev.berth.rest.request.Representation;
import dev.berth.rest.request.Times;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A token, without its secret. */
@Representation
record TokenResponse(
        long id,
        String name,
        @Nullable String prefix,
        List<String> scopes,
        @Nullable String expiresAt,
        @Nullable String lastUsedAt,
        String createdAt) {

    static TokenResponse of(ApiToken token) {
        return new TokenResponse(
                token.id().value(),
                token.name(),
                token.prefix(),
                token.scopes().stream().sorted().map(Scope::wireName).toList(),
                format(token.expiresAt()),
                format(token.lastUsedAt()),
                Times.format(token.createdAt()));
    }

    private static @Nullable String format(@Nullable Instant time) {
        return time == null ? null : Times.format(time);
    }
}
