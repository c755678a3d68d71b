package dev.berth.grpc.server;

import dev.berth.domain.catalog.OperatingSystem;
import dev.berth.domain.catalog.Plan;
import dev.berth.domain.server.ResourceUsage;
import dev.berth.domain.server.Server;
import dev.berth.domain.server.ServerDetails;
import dev.berth.domain.server.ServerSummary;
import dev.berth.grpc.request.Times;

/** Servers as the contract writes them. */
public final class ServerMessages {
    private ServerMessages() {}

    /** All of a server. */
    public static dev.berth.proto.v1.Server of(ServerDetails details) {
        return of(details.summary()).toBuilder()
                .setResourceUsage(of(details.usage()))
                .build();
    }

    /** A server in a list. */
    static dev.berth.proto.v1.Server of(ServerSummary summary) {
        Server server = summary.server();
        var message = dev.berth.proto.v1.Server.newBuilder()
                .setId(server.id().value())
                .setName(server.name().value())
                .setHostname(server.hostname().value())
                .setState(States.of(server.status()))
                .setLocation(server.location().value())
                .setPlanId(summary.plan().id().value())
                .setPlan(of(summary.plan()))
                .setOsId(summary.os().id().value())
                .setOs(of(summary.os()))
                .setBackupsEnabled(server.backupsEnabled())
                .setCreateTime(Times.of(server.createdAt()))
                .setUpdateTime(Times.of(server.updatedAt()));
        String ipv4 = server.visibleIpv4();
        if (ipv4 != null) {
            message.setIpAddress(ipv4);
        }
        String ipv6 = server.visibleIpv6();
        if (ipv6 != null) {
            message.setIpv6Address(ipv6);
        }
        return message.build();
    }

    private static dev.berth.proto.v1.Plan of(Plan plan) {
        return dev.berth.proto.v1.Plan.newBuilder()
                .setId(plan.id().value())
                .setName(plan.name())
                .setVcpus(plan.resources().vcpus())
                .setMemoryMib(plan.resources().memory())
                .setStorageGb(plan.resources().storage())
                .setBandwidthGb(plan.bandwidth())
                .build();
    }

    private static dev.berth.proto.v1.OperatingSystem of(OperatingSystem os) {
        return dev.berth.proto.v1.OperatingSystem.newBuilder()
                .setId(os.id().value())
                .setName(os.name())
                .build();
    }

    private static dev.berth.proto.v1.ResourceUsage of(ResourceUsage usage) {
        return dev.berth.proto.v1.ResourceUsage.newBuilder()
                .setCpuPercent(usage.cpuPercent())
                .setMemoryUsedMib(usage.memoryUsed())
                .setDiskUsedGb(usage.diskUsed())
                .setBandwidthUsedGb(usage.bandwidthUsed())
                .build();
    }
}
