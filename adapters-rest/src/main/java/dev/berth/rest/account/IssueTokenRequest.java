package dev.berth.rest.account;

import static dev.berth.rest.request.FieldType.text;
import static dev.berth.rest.request.FieldType.texts;

import dev.berth.application.account.port.in.IssueTokenCommand;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.ApiToken;
import dev.berth.domain.account.Scope;
import dev.berth.domain.error.PlainText;
import dev.berth.rest.request.ApiRequest;
import dev.berth.rest.request.Fields;
import dev.berth.rest.request.Times;
import dev.berth.rest.request.Value;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The body of a new token. */
record IssueTokenRequest(
        String name, Set<Scope> scopes, @Nullable Instant expiresAt) {

    static IssueTokenRequest read(ApiRequest request) {
        Fields body = request.body();
        Value<String> name = body.required("name", text(PlainText::requireName));
        Value<Set<Scope>> scopes = body.required("scopes", texts(Scope::ofWireNames));
        Value<Instant> expiresAt = body.nullable("expires_at", text(sent -> ApiToken.requireExpiry(Times.parse(sent))));
        request.requireValid();
        return new IssueTokenRequest(name.get(), scopes.get(), expiresAt.orNull());
    }

    IssueTokenCommand toCommand(AccountId account) {
        return new IssueTokenCommand(account, name, scopes, expiresAt);
    }
}
