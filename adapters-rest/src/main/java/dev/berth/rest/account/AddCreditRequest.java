package dev.berth.rest.account;

import static dev.berth.rest.request.FieldType.text;

import dev.berth.application.account.port.in.AddCreditCommand;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.Money;
import dev.berth.rest.request.ApiRequest;
import dev.berth.rest.request.Fields;
import dev.berth.rest.request.Value;

/** The body of a booking of credit. */
record AddCreditRequest(Money amount, String reference, String description) {
    /** Valid, so that each field can be tried alone: the command stops at the first that is wrong. */
    private static final AddCreditCommand SAMPLE = new AddCreditCommand(new AccountId(1), Money.of("1"), "sample", "");

    static AddCreditRequest read(ApiRequest request) {
        Fields body = request.body();
        Value<Money> amount = body.required("amount", text(AddCreditRequest::amount));
        Value<String> reference = body.required("reference", text(AddCreditRequest::reference));
        Value<String> description = body.nullable("description", text(AddCreditRequest::description));
        request.requireValid();
        return new AddCreditRequest(amount.get(), reference.get(), description.orElse(""));
    }

    AddCreditCommand toCommand(AccountId account) {
        return new AddCreditCommand(account, amount, reference, description);
    }

    private static Money amount(String text) {
        return new AddCreditCommand(SAMPLE.account(), Money.of(text), SAMPLE.reference(), SAMPLE.description())
                .amount();
    }

    private static String reference(String text) {
        return new AddCreditCommand(SAMPLE.account(), SAMPLE.amount(), text, SAMPLE.description()).reference();
    }

    private static String description(String text) {
        return new AddCreditCommand(SAMPLE.account(), SAMPLE.amount(), SAMPLE.reference(), text).description();
    }
}
