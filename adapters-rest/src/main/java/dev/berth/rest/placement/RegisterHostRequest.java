package dev.berth.rest.placement;

import static dev.berth.rest.request.FieldType.number;
import static dev.berth.rest.request.FieldType.text;

import dev.berth.application.placement.port.in.RegisterHostCommand;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.catalog.Resources;
import dev.berth.domain.error.PlainText;
import dev.berth.domain.placement.HostUri;
import dev.berth.rest.request.ApiRequest;
import dev.berth.rest.request.Fields;
import dev.berth.rest.request.Value;

/** The body of a new host. */
final class RegisterHostRequest {
    private RegisterHostRequest() {}

    static RegisterHostCommand read(ApiRequest request) {
        Fields body = request.body();
        Value<String> name = body.required("name", text(PlainText::requireName));
        Value<LocationCode> location = body.required("location", text(LocationCode::new));
        Value<String> hypervisor = body.required("hypervisor", text(engine -> engine));
        Value<HostUri> uri = body.nullable("uri", text(HostUri::new));
        Value<Long> vcpus = figure(body, "vcpus");
        Value<Long> memory = figure(body, "memory");
        Value<Long> storage = figure(body, "storage");
        request.requireValid();
        return new RegisterHostCommand(
                name.get(),
                location.get(),
                hypervisor.get(),
                uri.orNull(),
                new Resources(vcpus.get(), memory.get(), storage.get()));
    }

    private static Value<Long> figure(Fields body, String field) {
        return body.required(field, number(figure -> Resources.requireFigure(field, figure)));
    }
}
