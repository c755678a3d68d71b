package dev.berth.rest.catalog;

import static dev.berth.rest.request.FieldType.flag;
import static dev.berth.rest.request.FieldType.id;
import static dev.berth.rest.request.FieldType.ignoredArray;
import static dev.berth.rest.request.FieldType.number;
import static dev.berth.rest.request.FieldType.text;

import dev.berth.domain.account.Money;
import dev.berth.domain.catalog.Plan;
import dev.berth.domain.catalog.PlanId;
import dev.berth.domain.catalog.Resources;
import dev.berth.domain.error.PlainText;
import dev.berth.rest.request.ApiRequest;
import dev.berth.rest.request.FieldType;
import dev.berth.rest.request.Fields;
import dev.berth.rest.request.Value;

/** The body of a new plan, written as plans are read: where it can be had is accepted, and ignored. */
final class CreatePlanRequest {
    private CreatePlanRequest() {}

    static Plan read(ApiRequest request) {
        Fields body = request.body();
        Value<PlanId> id = body.required("id", id(PlanId::new));
        Value<String> name = body.required("name", text(PlainText::requireName));
        Value<Long> vcpus = figure(body, "vcpus");
        Value<Long> memory = figure(body, "memory");
        Value<Long> storage = figure(body, "storage");
        Value<Long> bandwidth = figure(body, "bandwidth");
        Value<Money> priceHourly = body.required("price_hourly", priceHourly());
        Value<Money> priceMonthly = body.required("price_monthly", priceMonthly(priceHourly));
        Value<Boolean> retired = body.nullable("retired", flag());
        body.optional("locations", ignoredArray());
        request.requireValid();
        return new Plan(
                id.get(),
                name.get(),
                new Resources(vcpus.get(), memory.get(), storage.get()),
                bandwidth.get(),
                priceHourly.get(),
                priceMonthly.get(),
                retired.orElse(false));
    }

    /** The hourly price, as prices are written everywhere. */
    static FieldType<Money> priceHourly() {
        return text(decimal -> Plan.requirePrice("price_hourly", Money.of(decimal)));
    }

    /** The monthly price, which depends on the hourly one where that is sent too. */
    static FieldType<Money> priceMonthly(Value<Money> hourly) {
        return text(decimal -> Plan.requirePriceMonthly(Money.of(decimal), hourly.orNull()));
    }

    private static Value<Long> figure(Fields body, String field) {
        return body.required(field, number(figure -> Resources.requireFigure(field, figure)));
    }
}
