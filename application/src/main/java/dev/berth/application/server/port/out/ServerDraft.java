package dev.berth.application.server.port.out;

import dev.berth.domain.account.AccountId;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.catalog.OperatingSystem;
import dev.berth.domain.catalog.Plan;
import dev.berth.domain.server.Hostname;
import dev.berth.domain.server.ServerName;
import java.util.UUID;

/**
 * A server that is wanted, its references resolved.
 *
 * @param account whose it will be
 * @param machine the name of its machine on hypervisors
 * @param name what to call it
 * @param hostname what its operating system is given
 * @param backupsEnabled whether backups are wanted
 * @param plan its size and price
 * @param os what to install
 * @param location where
 */
public record ServerDraft(
        AccountId account,
        UUID machine,
        ServerName name,
        Hostname hostname,
        boolean backupsEnabled,
        Plan plan,
        OperatingSystem os,
        LocationCode location) {}
