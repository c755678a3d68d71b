package dev.berth.application.operation.port.out;

import dev.berth.domain.account.SshPublicKey;
import dev.berth.domain.catalog.OperatingSystem;
import dev.berth.domain.catalog.Resources;
import dev.berth.domain.server.Hostname;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A machine as a hypervisor has to make it.
 *
 * @param machine its name on the hypervisor
 * @param resources its size
 * @param os what to install
 * @param hostname what to call it inside
 * @param sshKey what to let its owner log in with; null: nothing
 * @param ipv4 its address
 * @param ipv6 its address
 */
public record MachineSpec(
        UUID machine,
        Resources resources,
        OperatingSystem os,
        Hostname hostname,
        @Nullable SshPublicKey sshKey,
        String ipv4,
        String ipv6) {}
