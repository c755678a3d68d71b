package dev.berth.application.server.port.out;

import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.SshPublicKey;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.catalog.OperatingSystem;
import dev.berth.domain.catalog.Plan;
import dev.berth.domain.operation.OperationId;
import dev.berth.domain.placement.HostId;
import dev.berth.domain.server.Hostname;
import dev.berth.domain.server.Server;
import dev.berth.domain.server.ServerId;
import dev.berth.domain.server.ServerName;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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
 * @param sshKey what to let its owner log in with; null: nothing
 * @param location where
 * @param hosts those to try there, best first
 */
public record ServerDraft(
        AccountId account,
        UUID machine,
        ServerName name,
        Hostname hostname,
        boolean backupsEnabled,
        Plan plan,
        OperatingSystem os,
        @Nullable SshPublicKey sshKey,
        LocationCode location,
        List<HostId> hosts) {

    /** The same, with other hosts to try. */
    public ServerDraft withHosts(List<HostId> others) {
        return new ServerDraft(account, machine, name, hostname, backupsEnabled, plan, os, sshKey, location, others);
    }

    /** The server that it becomes. */
    public Server server(ServerId id, HostId host, String ipv4, String ipv6, OperationId provisioning, Instant now) {
        return Server.provision(
                id,
                machine,
                account,
                name,
                hostname,
                backupsEnabled,
                plan,
                os.id(),
                sshKey,
                location,
                host,
                ipv4,
                ipv6,
                provisioning,
                now);
    }
}
