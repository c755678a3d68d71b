package dev.berth.rest.account;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.berth.application.account.port.in.IssuedToken;
import dev.berth.rest.request.Representation;

/** A new token, with its secret. */
@Representation
record IssuedTokenResponse(@JsonUnwrapped TokenResponse shown, String token) {
    static IssuedTokenResponse of(IssuedToken issued) {
        return new IssuedTokenResponse(TokenResponse.of(issued.token()), issued.secret());
    }

    /** Without the secret, so that no log has it. */
    @Override
    public String toString() {
        return "IssuedTokenResponse[shown=" + shown + "]";
    }
}
