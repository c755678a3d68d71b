package dev.berth.grpc.account;

import dev.berth.application.account.port.in.IssuedToken;
import dev.berth.domain.account.Account;
import dev.berth.domain.account.CreditEntry;
import dev.berth.domain.account.Scope;
import dev.berth.grpc.request.Times;
import dev.berth.proto.v1.ApiToken;

/** Accounts and what belongs to them as the contract writes it. */
final class AccountMessages {
    private AccountMessages() {}

    static dev.berth.proto.v1.Account of(Account account) {
        return dev.berth.proto.v1.Account.newBuilder()
                .setId(account.id().value())
                .setName(account.name())
                .setState(dev.berth.proto.v1.Account.State.STATE_ACTIVE)
                .setCredit(account.balance().toString())
                .setMaxServers(account.maxServers())
                .setCreateTime(Times.of(account.createdAt()))
                .build();
    }

    static dev.berth.proto.v1.CreditEntry of(CreditEntry entry) {
        return dev.berth.proto.v1.CreditEntry.newBuilder()
                .setId(entry.id())
                .setAmount(entry.amount().toString())
                .setBalance(entry.balance().toString())
                .setReference(entry.reference())
                .setDescription(entry.description())
                .setCreateTime(Times.of(entry.createdAt()))
                .build();
    }

    static ApiToken of(IssuedToken issued) {
        var token = issued.token();
        ApiToken.Builder message = ApiToken.newBuilder()
                .setId(token.id().value())
                .setName(token.name())
                .setCreateTime(Times.of(token.createdAt()))
                .setSecret(issued.secret());
        token.scopes().stream().sorted().map(Scope::wireName).forEach(message::addScopes);
        var expiresAt = token.expiresAt();
        if (expiresAt != null) {
            message.setExpireTime(Times.of(expiresAt));
        }
        return message.build();
    }
}
