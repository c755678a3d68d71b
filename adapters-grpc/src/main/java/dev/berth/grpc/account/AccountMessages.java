package dev.berth.grpc.account;

import dev.berth.application.account.port.in.IssuedToken;
import dev.berth.domain.account.Account;
import dev.berth.domain.account.AccountStatus;
import dev.berth.domain.account.CreditEntry;
import dev.berth.domain.account.EntryKind;
import dev.berth.domain.account.Scope;
import dev.berth.domain.account.SshKey;
import dev.berth.domain.server.ServerId;
import dev.berth.grpc.request.Times;
import dev.berth.proto.v1.ApiToken;
import dev.berth.proto.v1.CreditEntry.Kind;
import dev.berth.proto.v1.ListTokensResponse;
import java.util.List;

/** Accounts and what belongs to them as the contract writes it. */
final class AccountMessages {
    private AccountMessages() {}

    static dev.berth.proto.v1.Account of(Account account) {
        return dev.berth.proto.v1.Account.newBuilder()
                .setId(account.id().value())
                .setName(account.name())
                .setState(state(account.status()))
                .setCredit(account.balance().toString())
                .setMaxServers(account.maxServers())
                .setCreateTime(Times.of(account.createdAt()))
                .setHourlyCost(account.hourlyCost().toString())
                .setServers(account.servers())
                .build();
    }

    private static dev.berth.proto.v1.Account.State state(AccountStatus status) {
        return switch (status) {
            case ACTIVE -> dev.berth.proto.v1.Account.State.STATE_ACTIVE;
            case CLOSED -> dev.berth.proto.v1.Account.State.STATE_CLOSED;
        };
    }

    static dev.berth.proto.v1.CreditEntry of(CreditEntry entry) {
        var message = dev.berth.proto.v1.CreditEntry.newBuilder()
                .setId(entry.id())
                .setAmount(entry.amount().toString())
                .setBalance(entry.balance().toString())
                .setKind(of(entry.kind()))
                .setReference(entry.reference())
                .setDescription(entry.description())
                .setCreateTime(Times.of(entry.createdAt()));
        ServerId server = entry.serverId();
        if (server != null) {
            message.setServerId(server.value());
        }
        return message.build();
    }

    /** As the account itself sees it. */
    static dev.berth.proto.v1.CreditEntry withoutReference(CreditEntry entry) {
        return of(entry).toBuilder().clearReference().build();
    }

    private static Kind of(EntryKind kind) {
        return switch (kind) {
            case TOP_UP -> Kind.KIND_TOP_UP;
            case USAGE -> Kind.KIND_USAGE;
        };
    }

    static dev.berth.proto.v1.SshKey of(SshKey key) {
        return dev.berth.proto.v1.SshKey.newBuilder()
                .setId(key.id().value())
                .setName(key.name())
                .setPublicKey(key.publicKey().text())
                .setFingerprint(key.publicKey().fingerprint())
                .setCreateTime(Times.of(key.createdAt()))
                .build();
    }

    static ApiToken of(IssuedToken issued) {
        return builder(issued.token()).setSecret(issued.secret()).build();
    }

    static ListTokensResponse of(List<dev.berth.domain.account.ApiToken> tokens) {
        return ListTokensResponse.newBuilder()
                .addAllTokens(
                        tokens.stream().map(token -> builder(token).build()).toList())
                .build();
    }

    private static ApiToken.Builder builder(dev.berth.domain.account.ApiToken token) {
        ApiToken.Builder message = ApiToken.newBuilder()
                .setId(token.id().value())
                .setName(token.name())
                .setCreateTime(Times.of(token.createdAt()));
        token.scopes().stream().sorted().map(Scope::wireName).forEach(message::addScopes);
        if (token.prefix() != null) {
            message.setPrefix(token.prefix());
        }
        if (token.expiresAt() != null) {
            message.setExpireTime(Times.of(token.expiresAt()));
        }
        if (token.lastUsedAt() != null) {
            message.setLastUseTime(Times.of(token.lastUsedAt()));
        }
        return message;
    }
}
