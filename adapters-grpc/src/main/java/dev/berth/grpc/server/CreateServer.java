package dev.berth.grpc.server;

import dev.berth.application.server.port.in.CreateServerCommand;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.SshKeyId;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.catalog.OperatingSystemId;
import dev.berth.domain.catalog.PlanId;
import dev.berth.domain.server.Hostname;
import dev.berth.domain.server.ServerName;
import dev.berth.grpc.request.Fields;
import dev.berth.grpc.request.Value;
import dev.berth.proto.v1.CreateServerRequest;
import dev.berth.proto.v1.Server;

/** Reads what a create wants. */
final class CreateServer {
    private CreateServer() {}

    static CreateServerCommand of(CreateServerRequest request, AccountId account) {
        Fields all = Fields.ofRequest();
        Fields fields = all.in("server", request.hasServer());
        all.requireValid();
        Server sent = request.getServer();
        Value<ServerName> name = fields.text("name", sent.getName(), ServerName::new);
        Value<Hostname> hostname = fields.optionalText("hostname", sent.getHostname(), Hostname::new);
        Value<PlanId> plan = fields.id("plan_id", sent.getPlanId(), PlanId::new);
        Value<OperatingSystemId> os = fields.id("os_id", sent.getOsId(), OperatingSystemId::new);
        Value<LocationCode> location = fields.text("location", sent.getLocation(), LocationCode::new);
        Value<SshKeyId> sshKey = fields.optionalId("ssh_key_id", sent.getSshKeyId(), SshKeyId::new);
        fields.requireValid();
        return new CreateServerCommand(
                account,
                name.get(),
                hostname.orNull(),
                plan.get(),
                os.get(),
                location.get(),
                sshKey.orNull(),
                sent.getBackupsEnabled());
    }
}
