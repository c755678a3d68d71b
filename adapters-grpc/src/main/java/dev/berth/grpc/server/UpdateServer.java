package dev.berth.grpc.server;

import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.berth.application.server.port.in.UpdateServerCommand;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.server.Hostname;
import dev.berth.domain.server.ServerDetails;
import dev.berth.domain.server.ServerId;
import dev.berth.domain.server.ServerName;
import dev.berth.domain.server.ServerRef;
import dev.berth.grpc.request.Fields;
import dev.berth.grpc.request.UpdateMask;
import dev.berth.grpc.request.Value;
import dev.berth.proto.v1.Server;
import dev.berth.proto.v1.UpdateServerRequest;
import java.util.Set;

/**
 * Changes that are wanted.
 *
 * @param command the changes
 * @param unchangeable fields that the client sends or names, which therefore have to be what they are
 * @param sent the server as the client sends it
 */
record UpdateServer(UpdateServerCommand command, Set<String> unchangeable, Server sent) {
    private static final String NAME = "name";
    private static final String HOSTNAME = "hostname";
    private static final String BACKUPS = "backups_enabled";
    private static final Set<String> CHANGEABLE = Set.of(NAME, HOSTNAME, BACKUPS);
    private static final Set<String> IMMUTABLE = Set.of("plan_id", "os_id", "location", "ssh_key_id");

    static UpdateServer of(UpdateServerRequest request, AccountId account) {
        Fields all = Fields.ofRequest();
        Fields fields = all.in("server", request.hasServer());
        all.requireValid();
        Server sent = request.getServer();
        Value<ServerId> id = fields.id("id", sent.getId(), ServerId::new);
        UpdateMask mask = UpdateMask.read(all, request.getUpdateMask(), sent, CHANGEABLE);
        mask.requireSent(fields, BACKUPS, sent.hasBackupsEnabled());
        Value<ServerName> name = fields.check(NAME, () -> mask.has(NAME) ? new ServerName(sent.getName()) : null);
        Value<Hostname> hostname =
                fields.check(HOSTNAME, () -> mask.has(HOSTNAME) ? new Hostname(sent.getHostname()) : null);
        all.requireValid();
        UpdateServerCommand command = new UpdateServerCommand(
                new ServerRef(account, id.get()),
                name.orNull(),
                hostname.orNull(),
                mask.has(BACKUPS) ? (Boolean) sent.getBackupsEnabled() : null);
        return new UpdateServer(command, mask.of(IMMUTABLE), sent);
    }

    /** Refuses what would have to change a field that stays what it is. */
    void requireUnchanged(ServerDetails now) {
        Fields fields = Fields.ofRequest().in("server", true);
        Server before = ServerMessages.of(now);
        for (String name : unchangeable) {
            FieldDescriptor field = Server.getDescriptor().findFieldByName(name);
            if (!sent.getField(field).equals(before.getField(field))) {
                fields.refuse(name, "immutable", "Cannot be changed. Create another server instead.");
            }
        }
        fields.requireValid();
    }
}
