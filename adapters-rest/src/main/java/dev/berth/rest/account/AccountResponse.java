package dev.berth.rest.account;

import dev.berth.domain.account.Account;
import dev.berth.rest.request.Representation;
import dev.berth.rest.request.Times;

/** An account. */
@Representation
record AccountResponse(long id, String name, String status, String credit, int maxServers, String createdAt) {
    private static final String ACTIVE = "active";

    static AccountResponse of(Account account) {
        return new AccountResponse(
                account.id().value(),
                account.name(),
                ACTIVE,
                account.balance().toString(),
                account.maxServers(),
                Times.format(account.createdAt()));
    }
}
