package dev.berth.application.account.port.in;

/** The use cases of tokens. */
public interface ApiTokens {
    /**
     * Issues a token of an account.
     *
     * @throws dev.berth.domain.error.DomainException {@code ACCOUNT_NOT_FOUND}; {@code INVALID_REQUEST} when it would
     *     have expired already
     */
    IssuedToken issue(IssueTokenCommand command);
}
