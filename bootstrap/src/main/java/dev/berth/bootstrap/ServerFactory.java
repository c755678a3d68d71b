package dev.berth.bootstrap;

import dev.berth.application.account.port.out.AccountRepository;
import dev.berth.application.account.port.out.SshKeyRepository;
import dev.berth.application.account.service.ServerMeters;
import dev.berth.application.audit.service.AuditTrail;
import dev.berth.application.catalog.port.out.CatalogRepository;
import dev.berth.application.operation.port.out.Hypervisors;
import dev.berth.application.operation.port.out.OperationRepository;
import dev.berth.application.operation.service.WorkerPool;
import dev.berth.application.placement.port.out.AddressRepository;
import dev.berth.application.placement.port.out.HostRepository;
import dev.berth.application.placement.service.HostRanking;
import dev.berth.application.port.out.Transactions;
import dev.berth.application.server.port.in.ServerLifecycle;
import dev.berth.application.server.port.in.ServerQueries;
import dev.berth.application.server.port.in.ServersAdministration;
import dev.berth.application.server.port.out.HoldRepository;
import dev.berth.application.server.port.out.ServerAdmission;
import dev.berth.application.server.port.out.ServerRepository;
import dev.berth.application.server.port.out.UsageRepository;
import dev.berth.application.server.service.BillingHolds;
import dev.berth.application.server.service.GroupedAdmission;
import dev.berth.application.server.service.LifecycleSettings;
import dev.berth.application.server.service.ServerChanges;
import dev.berth.application.server.service.ServerLifecycleService;
import dev.berth.application.server.service.ServerQueriesService;
import dev.berth.application.server.service.ServersAdministrationService;
import dev.berth.application.server.service.StepwiseAdmission;
import dev.berth.application.server.service.Suspensions;
import dev.berth.application.server.service.UsageSampler;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Primary;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Servers and their placement. */
@Factory
final class ServerFactory {
    private static final int GROUPS = 2;

    @Singleton
    HostRanking hostRanking(HostRepository hosts, RandomGenerator random, Clock clock) {
        return new HostRanking(hosts, random, clock);
    }

    /** The database's own, where it has one. */
    @Singleton
    @Primary
    ServerAdmission serverAdmission(
            @Named("single-statement") @Nullable ServerAdmission singleStatement,
            Transactions transactions,
            ServerRepository servers,
            OperationRepository operations,
            HostRepository hosts,
            AddressRepository addresses,
            AccountRepository accounts,
            LifecycleSettings settings,
            RandomGenerator random,
            Clock clock) {
        return singleStatement != null
                ? new GroupedAdmission(singleStatement, GROUPS)
                : new StepwiseAdmission(
                        transactions, servers, operations, hosts, addresses, accounts, settings, random, clock);
    }

    @Singleton
    ServerLifecycle serverLifecycle(
            Transactions transactions,
            ServerRepository servers,
            HoldRepository holds,
            ServerChanges changes,
            AccountRepository accounts,
            SshKeyRepository sshKeys,
            ServerMeters meters,
            CatalogRepository catalog,
            HostRanking ranking,
            ServerAdmission admission,
            LifecycleSettings settings,
            WorkerPool workers,
            Clock clock) {
        return new ServerLifecycleService(
                transactions,
                servers,
                holds,
                changes,
                accounts,
                sshKeys,
                meters,
                catalog,
                ranking,
                admission,
                settings,
                workers::wake,
                UUID::randomUUID,
                clock);
    }

    @Singleton
    ServerChanges serverChanges(ServerRepository servers, OperationRepository operations, LifecycleSettings settings) {
        return new ServerChanges(servers, operations, settings);
    }

    @Singleton
    Suspensions suspensions(
            Transactions transactions,
            ServerRepository servers,
            HoldRepository holds,
            ServerChanges changes,
            WorkerPool workers,
            Clock clock) {
        return new Suspensions(transactions, servers, holds, changes, workers::wake, clock);
    }

    @Singleton
    BillingHolds billingHolds(
            Transactions transactions,
            HoldRepository holds,
            AccountRepository accounts,
            Suspensions suspensions,
            BerthSettings settings,
            Clock clock) {
        return new BillingHolds(
                transactions, holds, accounts, suspensions, settings.billing().grace(), clock);
    }

    @Singleton
    ServersAdministration serversAdministration(
            Transactions transactions,
            ServerRepository servers,
            HoldRepository holds,
            Suspensions suspensions,
            ServerChanges changes,
            AuditTrail audit,
            WorkerPool workers,
            Clock clock) {
        return new ServersAdministrationService(
                transactions, servers, holds, suspensions, changes, audit, workers::wake, clock);
    }

    @Singleton
    LifecycleSettings lifecycleSettings(BerthSettings settings) {
        return settings.lifecycle();
    }

    @Singleton
    ServerQueries serverQueries(ServerRepository servers, CatalogRepository catalog, Clock clock) {
        return new ServerQueriesService(servers, catalog, clock);
    }

    @Singleton
    UsageSampler usageSampler(UsageRepository usage, Hypervisors hypervisors, Clock clock) {
        return new UsageSampler(usage, hypervisors, clock);
    }
}
