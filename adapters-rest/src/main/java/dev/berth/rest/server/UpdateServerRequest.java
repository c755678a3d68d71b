package dev.berth.rest.server;

import static dev.berth.rest.request.FieldType.flag;
import static dev.berth.rest.request.FieldType.text;

import dev.berth.application.server.port.in.UpdateServerCommand;
import dev.berth.domain.server.Hostname;
import dev.berth.domain.server.ServerName;
import dev.berth.domain.server.ServerRef;
import dev.berth.rest.request.ApiRequest;
import dev.berth.rest.request.Fields;
import dev.berth.rest.request.Value;
import org.jspecify.annotations.Nullable;

/** The body of a replace or a patch. */
record UpdateServerRequest(
        @Nullable ServerName name,
        @Nullable Hostname hostname,
        @Nullable Boolean backupsEnabled) {

    static UpdateServerRequest readAll(ApiRequest request) {
        Fields body = request.body();
        return of(
                request,
                body.required("name", text(ServerName::new)),
                body.required("hostname", text(Hostname::new)),
                body.required("backups_enabled", flag()));
    }

    static UpdateServerRequest readSome(ApiRequest request) {
        Fields body = request.body();
        return of(
                request,
                body.optional("name", text(ServerName::new)),
                body.optional("hostname", text(Hostname::new)),
                body.optional("backups_enabled", flag()));
    }

    UpdateServerCommand toCommand(ServerRef server) {
        return new UpdateServerCommand(server, name, hostname, backupsEnabled);
    }

    private static UpdateServerRequest of(
            ApiRequest request, Value<ServerName> name, Value<Hostname> hostname, Value<Boolean> backups) {
        request.requireValid();
        return new UpdateServerRequest(name.orNull(), hostname.orNull(), backups.orNull());
    }
}
