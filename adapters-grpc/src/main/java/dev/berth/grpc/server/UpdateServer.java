package dev.berth.grpc.server;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.berth.application.server.port.in.UpdateServerCommand;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.server.Hostname;
import dev.berth.domain.server.ServerDetails;
import dev.berth.domain.server.ServerId;
import dev.berth.domain.server.ServerName;
import dev.berth.domain.server.ServerRef;
import dev.berth.grpc.request.Fields;
import dev.berth.grpc.request.Value;
import dev.berth.proto.v1.Server;
import dev.berth.proto.v1.UpdateServerRequest;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

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
    private static final String ALL = "*";

    static UpdateServer of(UpdateServerRequest request, AccountId account) {
        Fields all = Fields.ofRequest();
        Fields fields = all.in("server", request.hasServer());
        all.requireValid();
        Server sent = request.getServer();
        Value<ServerId> id = fields.id("id", sent.getId(), ServerId::new);
        Set<String> paths = paths(all, request);
        boolean replaces = request.getUpdateMask().getPathsList().contains(ALL);
        if (replaces && !sent.hasBackupsEnabled()) {
            fields.refuse(BACKUPS, "required", "Must be set: the mask \"*\" replaces all fields.");
        }
        Value<ServerName> name = fields.check(NAME, () -> paths.contains(NAME) ? new ServerName(sent.getName()) : null);
        Value<Hostname> hostname =
                fields.check(HOSTNAME, () -> paths.contains(HOSTNAME) ? new Hostname(sent.getHostname()) : null);
        all.requireValid();
        Set<String> unchangeable = new TreeSet<>(paths);
        unchangeable.retainAll(IMMUTABLE);
        UpdateServerCommand command = new UpdateServerCommand(
                new ServerRef(account, id.get()),
                name.orNull(),
                hostname.orNull(),
                paths.contains(BACKUPS) ? (Boolean) sent.getBackupsEnabled() : null);
        return new UpdateServer(command, unchangeable, sent);
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

    /** The fields that the request speaks of, of those that a client may set. */
    private static Set<String> paths(Fields fields, UpdateServerRequest request) {
        List<String> mask = request.getUpdateMask().getPathsList();
        Set<String> paths = new TreeSet<>();
        if (mask.isEmpty()) {
            request.getServer().getAllFields().keySet().forEach(field -> paths.add(field.getName()));
        } else if (mask.contains(ALL)) {
            paths.addAll(CHANGEABLE);
            request.getServer().getAllFields().keySet().forEach(field -> paths.add(field.getName()));
            if (mask.size() > 1) {
                fields.refuse("update_mask", "invalid_value", "Must be \"*\" alone, or not have it.");
            }
        } else {
            mask.forEach(path -> {
                if (!isKnown(Server.getDescriptor(), path)) {
                    fields.refuse(
                            "update_mask", "unknown_field", "There is no field \"%s\".".formatted(Fields.shown(path)));
                }
                paths.add(path);
            });
        }
        return paths;
    }

    private static boolean isKnown(@Nullable Descriptor message, String path) {
        int dot = path.indexOf('.');
        FieldDescriptor field =
                message == null ? null : message.findFieldByName(dot < 0 ? path : path.substring(0, dot));
        if (field == null || dot < 0) {
            return field != null;
        }
        return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                && isKnown(field.getMessageType(), path.substring(dot + 1));
    }
}
