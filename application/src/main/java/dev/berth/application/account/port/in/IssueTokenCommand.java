package dev.berth.application.account.port.in;

import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.ApiToken;
import dev.berth.domain.account.Scope;
import dev.berth.domain.error.PlainText;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A token that is wanted.
 *
 * @param account whose
 * @param name what to call it, 1 to 100 characters
 * @param scopes what it may do: one or more of the customer's scopes
 * @param expiresAt when it ends; null means never
 */
public record IssueTokenCommand(
        AccountId account,
        String name,
        Set<Scope> scopes,
        @Nullable Instant expiresAt) {
    public IssueTokenCommand {
        PlainText.requireName(name);
        scopes = Scope.requireCustomerScopes(Set.copyOf(scopes));
        expiresAt = expiresAt == null ? null : ApiToken.requireExpiry(expiresAt);
    }
}
