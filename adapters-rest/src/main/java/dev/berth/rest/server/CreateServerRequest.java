package dev.berth.rest.server;

import static dev.berth.rest.request.FieldType.flag;
import static dev.berth.rest.request.FieldType.id;
import static dev.berth.rest.request.FieldType.text;

import dev.berth.application.server.port.in.CreateServerCommand;
import dev.berth.domain.account.SshKeyId;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.catalog.OperatingSystemId;
import dev.berth.domain.catalog.PlanId;
import dev.berth.domain.server.Hostname;
import dev.berth.domain.server.ServerName;
import dev.berth.rest.request.ApiRequest;
import dev.berth.rest.request.Fields;
import dev.berth.rest.request.Value;

/** The body of a create. */
final class CreateServerRequest {
    private CreateServerRequest() {}

    static CreateServerCommand read(ApiRequest request) {
        Fields body = request.body();
        Value<ServerName> name = body.required("name", text(ServerName::new));
        Value<PlanId> plan = body.required("plan_id", id(PlanId::new));
        Value<OperatingSystemId> os = body.required("os_id", id(OperatingSystemId::new));
        Value<LocationCode> location = body.required("location", text(LocationCode::new));
        Value<Hostname> hostname = body.nullable("hostname", text(Hostname::new));
        Value<SshKeyId> sshKey = body.nullable("ssh_key_id", id(SshKeyId::new));
        Value<Boolean> backups = body.nullable("backups_enabled", flag());
        request.requireValid();
        return new CreateServerCommand(
                request.account(),
                name.get(),
                hostname.orNull(),
                plan.get(),
                os.get(),
                location.get(),
                sshKey.orNull(),
                backups.orElse(false));
    }
}
