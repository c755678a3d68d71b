package dev.berth.rest.account;

import dev.berth.domain.account.Account;
import dev.berth.rest.request.Representation;

/** What an account may have, and has. */
@Representation
record LimitsResponse(LimitResponse servers) {
    static LimitsResponse of(Account account) {
        return new LimitsResponse(new LimitResponse(account.servers(), account.maxServers()));
    }

    /** One limit. */
    @Representation
    record LimitResponse(int used, int max) {}
}
