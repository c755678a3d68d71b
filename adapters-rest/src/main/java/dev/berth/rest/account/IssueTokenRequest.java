package dev.berth.rest.account;

import static dev.berth.rest.request.FieldType.text;
import static dev.berth.rest.request.FieldType.texts;

import dev.berth.application.account.port.in.IssueTokenCommand;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.ApiToken;
import dev.berth.domain.account.Scope;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.FieldViolation;
import dev.berth.domain.error.PlainText;
import dev.berth.rest.request.ApiRequest;
import dev.berth.rest.request.Fields;
import dev.berth.rest.request.Times;
import dev.berth.rest.request.Value;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The body of a new token. */
record IssueTokenRequest(
        String name, Set<Scope> scopes, @Nullable Instant expiresAt) {

    static IssueTokenRequest read(ApiRequest request) {
        Fields body = request.body();
        Value<String> name = body.required("name", text(PlainText::requireName));
        Value<Set<Scope>> scopes = body.required("scopes", texts(IssueTokenRequest::scopes));
        Value<Instant> expiresAt = body.nullable("expires_at", text(sent -> ApiToken.requireExpiry(Times.parse(sent))));
        request.requireValid();
        return new IssueTokenRequest(name.get(), scopes.get(), expiresAt.orNull());
    }

    IssueTokenCommand toCommand(AccountId account) {
        return new IssueTokenCommand(account, name, scopes, expiresAt);
    }

    private static Set<Scope> scopes(List<String> texts) {
        List<FieldViolation> unknown = texts.stream()
                .filter(text -> Scope.ofWireName(text).isEmpty())
                .map(text -> new FieldViolation("scopes", "invalid_value", "There is no scope \"%s\".".formatted(text)))
                .toList();
        if (!unknown.isEmpty()) {
            throw DomainException.invalid(unknown);
        }
        return Scope.requireCustomerScopes(
                texts.stream().flatMap(text -> Scope.ofWireName(text).stream()).collect(Collectors.toSet()));
    }
}
