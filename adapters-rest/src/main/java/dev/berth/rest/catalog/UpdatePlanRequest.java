package dev.berth.rest.catalog;

import static dev.berth.rest.request.FieldType.flag;
import static dev.berth.rest.request.FieldType.id;
import static dev.berth.rest.request.FieldType.ignoredArray;
import static dev.berth.rest.request.FieldType.number;
import static dev.berth.rest.request.FieldType.text;

import dev.berth.application.catalog.port.in.UpdatePlanCommand;
import dev.berth.application.catalog.port.in.UpdatePlanCommand.Figures;
import dev.berth.domain.account.Money;
import dev.berth.domain.catalog.PlanId;
import dev.berth.domain.error.PlainText;
import dev.berth.rest.request.ApiRequest;
import dev.berth.rest.request.Fields;
import dev.berth.rest.request.Value;
import org.jspecify.annotations.Nullable;

/** The body of a change of a plan, in which all that is read of it may be sent back. */
record UpdatePlanRequest(
        @Nullable String name,
        @Nullable Money priceHourly,
        @Nullable Money priceMonthly,
        @Nullable Boolean retired,
        Figures figures) {
    static UpdatePlanRequest read(ApiRequest request, String idInPath) {
        Fields body = request.body();
        body.optional("id", UpdateEntryRequest.same(id(PlanId::new), idInPath));
        Value<String> name = body.optional("name", text(PlainText::requireName));
        Value<Long> vcpus = figure(body, "vcpus");
        Value<Long> memory = figure(body, "memory");
        Value<Long> storage = figure(body, "storage");
        Value<Long> bandwidth = figure(body, "bandwidth");
        Value<Money> priceHourly = body.optional("price_hourly", CreatePlanRequest.priceHourly());
        Value<Money> priceMonthly = body.optional("price_monthly", CreatePlanRequest.priceMonthly(priceHourly));
        Value<Boolean> retired = body.optional("retired", flag());
        body.optional("locations", ignoredArray());
        request.requireValid();
        return new UpdatePlanRequest(
                name.orNull(),
                priceHourly.orNull(),
                priceMonthly.orNull(),
                retired.orNull(),
                new Figures(vcpus.orNull(), memory.orNull(), storage.orNull(), bandwidth.orNull()));
    }

    UpdatePlanCommand toCommand(PlanId plan) {
        return new UpdatePlanCommand(plan, name, priceHourly, priceMonthly, retired, figures);
    }

    private static Value<Long> figure(Fields body, String field) {
        return body.optional(field, number(figure -> figure));
    }
}
