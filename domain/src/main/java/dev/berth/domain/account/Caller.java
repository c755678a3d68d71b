package dev.berth.domain.account;

import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is asking, as the token says.
 *
 * @param accountId the account; null for an operator
 * @param scopes what the token may do
 */
public record Caller(@Nullable AccountId accountId, Set<Scope> scopes) {

    /** Refuses the request when the token lacks the scope. */
    public void require(Scope scope) {
        if (scope != Scope.ADMIN) {
            account();
        }
        if (!scopes.contains(scope)) {
            throw new DomainException(
                    ErrorCode.MISSING_SCOPE,
                    "The token lacks the scope %s. Use one that has it.".formatted(scope.wireName()),
                    Map.of("scope", scope.wireName()));
        }
    }

    /** The account that the request is for. */
    public AccountId account() {
        if (accountId == null) {
            throw new DomainException(
                    ErrorCode.ACCOUNT_REQUIRED,
                    "This is an operator's token and belongs to no account. Use a token of the account.");
        }
        return accountId;
    }
}
