package dev.berth.application.account.port.in;

import dev.berth.domain.account.Caller;

/** Tells who is asking. */
public interface Authentication {
    /**
     * The caller whose secret this is.
     *
     * @throws dev.berth.domain.error.DomainException {@code UNAUTHENTICATED} when it is nobody's, expired or revoked
     */
    Caller authenticate(String secret);
}
