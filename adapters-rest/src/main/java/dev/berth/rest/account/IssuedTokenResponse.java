package dev.berth.rest.account;

import dev.berth.application.account.port.in.IssuedToken;
import dev.berth.domain.account.ApiToken;
import dev.berth.domain.account.Scope;
import dev.berth.rest.request.Representation;
import dev.berth.rest.request.Times;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A new token, with its secret. */
@Representation
record IssuedTokenResponse(
        long id, String name, List<String> scopes, @Nullable String expiresAt, String createdAt, String token) {

    static IssuedTokenResponse of(IssuedToken issued) {
        ApiToken token = issued.token();
        return new IssuedTokenResponse(
                token.id().value(),
                token.name(),
                token.scopes().stream().sorted().map(Scope::wireName).toList(),
                token.expiresAt() == null ? null : Times.format(token.expiresAt()),
                Times.format(token.createdAt()),
                issued.secret());
    }

    /** Without the secret, so that no log has it. */
    @Override
    public String toString() {
        return "IssuedTokenResponse[id=" + id + "]";
    }
}
