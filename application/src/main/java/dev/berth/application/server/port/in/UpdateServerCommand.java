package dev.berth.application.server.port.in;

import dev.berth.domain.server.Hostname;
import dev.berth.domain.server.ServerName;
import dev.berth.domain.server.ServerRef;
import org.jspecify.annotations.Nullable;

/**
 * What is to change of a server; null leaves a field as it is.
 *
 * @param server which
 * @param name its new name
 * @param hostname its new host name; reaches the guest when it is next rebuilt
 * @param backupsEnabled whether backups are wanted
 */
public record UpdateServerCommand(
        ServerRef server,
        @Nullable ServerName name,
        @Nullable Hostname hostname,
        @Nullable Boolean backupsEnabled) {}
