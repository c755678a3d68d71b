package dev.berth.application.account.port.in;

import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.Caller;

/** Tells who is asking. */
public interface Authentication {
    /**
     * The caller whose secret this is.
     *
     * @throws dev.berth.domain.error.DomainException {@code UNAUTHENTICATED} when it is nobody's, expired or revoked
     */
    Caller authenticate(String secret);

    /**
     * An operator in the name of an account.
     *
     * @throws dev.berth.domain.error.DomainException {@code MISSING_SCOPE} when the caller is no operator,
     *     {@code ACCOUNT_NOT_FOUND}
     */
    Caller actFor(Caller operator, AccountId account);
}
