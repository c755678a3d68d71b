package dev.berth.application.operation.port.out;

import dev.berth.domain.catalog.OperatingSystem;
import dev.berth.domain.catalog.Resources;
import dev.berth.domain.server.Hostname;
import java.util.UUID;

/**
 * A machine as a hypervisor has to make it.
 *
 * @param machine its name on the hypervisor
 * @param resources its size
 * @param os what to install
 * @param hostname what to call it inside
 * @param ipv4 its address
 * @param ipv6 its address
 */
public record MachineSpec(
        UUID machine, Resources resources, OperatingSystem os, Hostname hostname, String ipv4, String ipv6) {}
