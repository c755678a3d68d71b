package dev.berth.rest.account;

import static dev.berth.rest.request.FieldType.count;
import static dev.berth.rest.request.FieldType.text;

import dev.berth.application.account.port.in.CreateAccountCommand;
import dev.berth.domain.account.Account;
import dev.berth.domain.error.PlainText;
import dev.berth.rest.request.ApiRequest;
import dev.berth.rest.request.Fields;
import dev.berth.rest.request.Value;

/** The body of a new account. */
final class CreateAccountRequest {
    private CreateAccountRequest() {}

    static CreateAccountCommand read(ApiRequest request) {
        Fields body = request.body();
        Value<String> name = body.required("name", text(PlainText::requireName));
        Value<Integer> maxServers = body.required("max_servers", count(Account::requireMaxServers));
        request.requireValid();
        return new CreateAccountCommand(name.get(), maxServers.get());
    }
}
