package dev.berth.domain.account;

import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is asking, as the token says.
 *
 * @param token the token
 * @param name what the token is called
 * @param accountId the account that is asking, or that an operator acts for; null for an operator who acts for none
 * @param scopes what the token may do
 */
public record Caller(TokenId token, String name, @Nullable AccountId accountId, Set<Scope> scopes) {
    public Caller {
        scopes = Set.copyOf(scopes);
    }

    /** Whose token this is. */
    public static Caller of(ApiToken token) {
        return new Caller(token.id(), token.name(), token.accountId(), token.scopes());
    }

    /** Refuses the request when the token lacks the scope. */
    public void require(Scope scope) {
        if (scope != Scope.ADMIN) {
            account();
        }
        requireScope(scope);
    }

    /** An operator in the name of an account, with all that its own tokens could be allowed. */
    public Caller actingFor(AccountId account) {
        requireScope(Scope.ADMIN);
        EnumSet<Scope> all = EnumSet.copyOf(Scope.customerScopes());
        all.add(Scope.ADMIN);
        return new Caller(token, name, account, all);
    }

    /** Refuses to let a token have a scope that this one lacks. */
    public void requireMayGrant(Set<Scope> granted) {
        granted.stream().sorted().forEach(this::requireScope);
    }

    /** The account that the request is for. */
    public AccountId account() {
        if (accountId == null) {
            throw new DomainException(
                    ErrorCode.ACCOUNT_REQUIRED,
                    "This is an operator's token and belongs to no account. Use a token of the account, or name the"
                            + " account to act for as Berth-Account.");
        }
        return accountId;
    }

    private void requireScope(Scope scope) {
        if (!scopes.contains(scope)) {
            throw new DomainException(
                    ErrorCode.MISSING_SCOPE,
                    "The token lacks the scope %s. Use one that has it.".formatted(scope.wireName()),
                    Map.of("scope", scope.wireName()));
        }
    }
}
