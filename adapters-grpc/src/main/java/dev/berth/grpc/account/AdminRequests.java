package dev.berth.grpc.account;

import dev.berth.application.account.port.in.AddCreditCommand;
import dev.berth.application.account.port.in.CreateAccountCommand;
import dev.berth.application.account.port.in.IssueTokenCommand;
import dev.berth.domain.account.Account;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.CreditEntry;
import dev.berth.domain.account.Money;
import dev.berth.domain.account.Scope;
import dev.berth.grpc.request.Fields;
import dev.berth.grpc.request.Times;
import dev.berth.grpc.request.Value;
import dev.berth.proto.v1.AddCreditRequest;
import dev.berth.proto.v1.ApiToken;
import dev.berth.proto.v1.CreateAccountRequest;
import dev.berth.proto.v1.CreateTokenRequest;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what the operator sends. */
final class AdminRequests {
    private AdminRequests() {}

    static CreateAccountCommand read(CreateAccountRequest request) {
        Fields all = Fields.ofRequest();
        Fields fields = all.in("account", request.hasAccount());
        all.requireValid();
        var sent = request.getAccount();
        Value<String> name = fields.text("name", sent.getName(), Account::requireName);
        if (!sent.hasMaxServers()) {
            fields.refuse("max_servers", "required", "Must be set.");
        }
        Value<Integer> maxServers = fields.check("max_servers", () -> Account.requireMaxServers(sent.getMaxServers()));
        all.requireValid();
        return new CreateAccountCommand(name.get(), maxServers.get());
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
        Fields fields = all.in("token", request.hasToken());
        all.requireValid();
        ApiToken sent = request.getToken();
        Value<String> name = fields.text("name", sent.getName(), Account::requireName);
        Value<Set<Scope>> scopes = fields.check("scopes", () -> scopes(sent.getScopesList()));
        Value<Instant> expiresAt = fields.check("expire_time", () -> expiresAt(sent));
        all.requireValid();
        return new IssueTokenCommand(account.get(), name.get(), scopes.get(), expiresAt.orNull());
    }

    /** Where the contract has what the domain calls so. */
    static String tokenPath(String field) {
        return field.equals("expires_at") ? "token.expire_time" : "token." + field;
    }

    private static @Nullable Instant expiresAt(ApiToken sent) {
        return sent.hasExpireTime() ? Times.parse(sent.getExpireTime()) : null;
    }

    private static Set<Scope> scopes(List<String> texts) {
        return Scope.requireCustomerScopes(
                texts.stream().map(AdminRequests::scope).collect(Collectors.toSet()));
    }

    private static Scope scope(String text) {
        return Scope.ofWireName(text)
                .orElseThrow(() ->
                        Fields.refused("invalid_value", "There is no scope \"%s\".".formatted(Fields.shown(text))));
    }
}
