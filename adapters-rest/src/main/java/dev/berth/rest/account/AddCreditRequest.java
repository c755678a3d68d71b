package dev.berth.rest.account;

import static dev.berth.rest.request.FieldType.text;

import dev.berth.application.account.port.in.AddCreditCommand;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.CreditEntry;
import dev.berth.domain.account.Money;
import dev.berth.rest.request.ApiRequest;
import dev.berth.rest.request.Fields;
import dev.berth.rest.request.Value;

/** The body of a booking of credit. */
record AddCreditRequest(Money amount, String reference, String description) {
    static AddCreditRequest read(ApiRequest request) {
        Fields body = request.body();
        Value<Money> amount = body.required("amount", text(AddCreditRequest::amount));
        Value<String> reference = body.required("reference", text(CreditEntry::requireReference));
        Value<String> description = body.nullable("description", text(CreditEntry::requireDescription));
        request.requireValid();
        return new AddCreditRequest(amount.get(), reference.get(), description.orElse(""));
    }

    AddCreditCommand toCommand(AccountId account) {
        return new AddCreditCommand(account, amount, reference, description);
    }

    private static Money amount(String text) {
        return CreditEntry.requireAmount(Money.of(text));
    }
}
