package dev.berth.application.server.port.in;

import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.SshKeyId;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.catalog.OperatingSystemId;
import dev.berth.domain.catalog.PlanId;
import dev.berth.domain.server.Hostname;
import dev.berth.domain.server.ServerName;
import org.jspecify.annotations.Nullable;

/**
 * A server that is wanted.
 *
 * @param account whose it will be
 * @param name what to call it
 * @param hostname null: the name is used
 * @param plan its size
 * @param os what to install
 * @param location where
 * @param sshKey one of the account's keys to install; null: none
 * @param backupsEnabled whether backups are wanted
 */
public record CreateServerCommand(
        AccountId account,
        ServerName name,
        @Nullable Hostname hostname,
        PlanId plan,
        OperatingSystemId os,
        LocationCode location,
        @Nullable SshKeyId sshKey,
        boolean backupsEnabled) {}
