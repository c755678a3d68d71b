package dev.berth.rest.account;

import dev.berth.domain.account.Account;
import dev.berth.rest.request.Representation;

/** An account, as it sees itself. */
@Representation
record AccountResponse(long id, String name, String status, String credit, String hourlyCost, LimitsResponse limits) {
    static AccountResponse of(Account account) {
        return new AccountResponse(
                account.id().value(),
                account.name(),
                account.status().wireName(),
                account.balance().toString(),
                account.hourlyCost().toString(),
                LimitsResponse.of(account));
    }
}
