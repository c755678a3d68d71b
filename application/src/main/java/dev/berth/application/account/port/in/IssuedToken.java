package dev.berth.application.account.port.in;

import dev.berth.domain.account.ApiToken;

/**
 * A new token, with its secret: the only time that it is to be had.
 *
 * @param token the token
 * @param secret what its owner sends
 */
public record IssuedToken(ApiToken token, String secret) {
    /** Without the secret, so that no log has it. */
    @Override
    public String toString() {
        return "IssuedToken[token=" + token + "]";
    }
}
