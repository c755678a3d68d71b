package dev.berth.application.account.port.in;

import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.ApiToken;
import dev.berth.domain.account.Caller;
import dev.berth.domain.account.TokenId;
import dev.berth.domain.audit.Actor;
import java.util.List;

/** The use cases of an account's tokens: its own, and the operator's. */
public interface ApiTokens {
    /** An account's tokens that were not revoked, expired ones too, by ascending id. */
    List<ApiToken> list(AccountId account);

    /**
     * Issues a token of the account that is asking.
     *
     * @throws dev.berth.domain.error.DomainException {@code MISSING_SCOPE} for a scope that the caller's own token
     *     lacks, {@code QUOTA_EXCEEDED} when the account has 100 tokens, and as {@link #issueAsOperator}
     */
    IssuedToken issue(Caller caller, IssueTokenCommand command);

    /**
     * Issues a token of any account.
     *
     * @throws dev.berth.domain.error.DomainException {@code ACCOUNT_NOT_FOUND}, {@code ACCOUNT_CLOSED},
     *     {@code QUOTA_EXCEEDED}; {@code INVALID_REQUEST} when it would have expired already
     */
    IssuedToken issueAsOperator(Actor actor, IssueTokenCommand command);

    /** Revokes a token of an account, for good. Refuses with {@code TOKEN_NOT_FOUND}. */
    void revoke(AccountId account, TokenId token);

    /** The same, by the operator. Refuses with {@code ACCOUNT_NOT_FOUND} or {@code TOKEN_NOT_FOUND}. */
    void revokeAsOperator(Actor actor, AccountId account, TokenId token);
}
