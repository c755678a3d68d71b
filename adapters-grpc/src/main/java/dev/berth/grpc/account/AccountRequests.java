package dev.berth.grpc.account;

import dev.berth.application.account.port.in.AddCreditCommand;
import dev.berth.application.account.port.in.CreateAccountCommand;
import dev.berth.application.account.port.in.IssueTokenCommand;
import dev.berth.domain.account.Account;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.CreditEntry;
import dev.berth.domain.account.Money;
import dev.berth.domain.account.Scope;
import dev.berth.domain.error.PlainText;
import dev.berth.grpc.request.Fields;
import dev.berth.grpc.request.Times;
import dev.berth.grpc.request.Value;
import dev.berth.proto.v1.AddCreditRequest;
import dev.berth.proto.v1.ApiToken;
import dev.berth.proto.v1.CreateAccountRequest;
import dev.berth.proto.v1.CreateTokenRequest;
import dev.berth.proto.v1.TokenServiceCreateTokenRequest;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what is sent of accounts and tokens. */
final class AccountRequests {
    private AccountRequests() {}

    static CreateAccountCommand read(CreateAccountRequest request) {
        Fields all = Fields.ofRequest();
        Fields fields = all.in("account", request.hasAccount());
        all.requireValid();
        var sent = request.getAccount();
        Value<String> name = fields.text("name", sent.getName(), PlainText::requireName);
        Value<Integer> maxServers = maxServers(fields, sent.hasMaxServers(), sent.getMaxServers());
        all.requireValid();
        return new CreateAccountCommand(name.get(), maxServers.get());
    }

    static Value<Integer> maxServers(Fields fields, boolean isSent, int sent) {
        if (!isSent) {
            fields.refuse("max_servers", "required", "Must be set.");
        }
        return fields.check("max_servers", () -> Account.requireMaxServers(sent));
    }

    static AddCreditCommand read(AddCreditRequest request) {
        Fields fields = Fields.ofRequest();
        Value<AccountId> account = fields.id("account_id", request.getAccountId(), AccountId::new);
        Value<Money> amount =
                fields.text("amount", request.getAmount(), text -> CreditEntry.requireAmount(Money.of(text)));
        Value<String> reference = fields.text("reference", request.getReference(), CreditEntry::requireReference);
        Value<String> description =
                fields.check("description", () -> CreditEntry.requireDescription(request.getDescription()));
        fields.requireValid();
        return new AddCreditCommand(account.get(), amount.get(), reference.get(), description.get());
    }

    static IssueTokenCommand read(CreateTokenRequest request) {
        Fields all = Fields.ofRequest();
        Value<AccountId> account = all.id("account_id", request.getAccountId(), AccountId::new);
        return token(all, request.hasToken(), request.getToken(), account);
    }

    static IssueTokenCommand read(TokenServiceCreateTokenRequest request, AccountId account) {
        return token(Fields.ofRequest(), request.hasToken(), request.getToken(), Value.of(account));
    }

    private static IssueTokenCommand token(Fields all, boolean isSent, ApiToken sent, Value<AccountId> account) {
        Fields fields = all.in("token", isSent);
        all.requireValid();
        Value<String> name = fields.text("name", sent.getName(), PlainText::requireName);
        Value<Set<Scope>> scopes = fields.check("scopes", () -> Scope.ofWireNames(sent.getScopesList()));
        Value<Instant> expiresAt = fields.check("expire_time", () -> expiresAt(sent));
        all.requireValid();
        return new IssueTokenCommand(account.get(), name.get(), scopes.get(), expiresAt.orNull());
    }

    static AccountId account(long id) {
        Fields fields = Fields.ofRequest();
        Value<AccountId> account = fields.id("id", id, AccountId::new);
        fields.requireValid();
        return account.get();
    }

    /** Where the contract has what the domain calls so. */
    static String tokenPath(String field) {
        return field.equals("expires_at") ? "token.expire_time" : "token." + field;
    }

    private static @Nullable Instant expiresAt(ApiToken sent) {
        return sent.hasExpireTime()
                ? dev.berth.domain.account.ApiToken.requireExpiry(Times.parse(sent.getExpireTime()))
                : null;
    }
}
