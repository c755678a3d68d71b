package dev.berth.rest.account;

import dev.berth.domain.account.Account;
import dev.berth.rest.request.Representation;
import dev.berth.rest.request.Times;

/** An account, as the operator sees it. */
@Representation
record AdminAccountResponse(
        long id,
        String name,
        String status,
        String credit,
        String hourlyCost,
        LimitsResponse limits,
        int maxServers,
        String createdAt) {
    static AdminAccountResponse of(Account account) {
        return new AdminAccountResponse(
                account.id().value(),
                account.name(),
                account.status().wireName(),
                account.balance().toString(),
                account.hourlyCost().toString(),
                LimitsResponse.of(account),
                account.maxServers(),
                Times.format(account.createdAt()));
    }
}
