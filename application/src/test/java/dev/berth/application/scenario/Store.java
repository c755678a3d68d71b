package dev.berth.application.scenario;

import dev.berth.application.account.port.out.AccountRepository;
import dev.berth.application.account.port.out.MeterRepository;
import dev.berth.application.account.port.out.SshKeyRepository;
import dev.berth.application.catalog.port.out.CatalogRepository;
import dev.berth.application.operation.port.out.OperationQueue;
import dev.berth.application.operation.port.out.OperationRepository;
import dev.berth.application.operation.port.out.Replicas;
import dev.berth.application.placement.port.out.AddressRepository;
import dev.berth.application.placement.port.out.HostRepository;
import dev.berth.application.port.out.Transactions;
import dev.berth.application.server.port.out.HoldRepository;
import dev.berth.application.server.port.out.ServerAdmission;
import dev.berth.application.server.port.out.ServerRepository;
import dev.berth.application.server.service.LifecycleSettings;
import dev.berth.application.server.service.StepwiseAdmission;
import dev.berth.application.testing.InMemoryStore;
import java.time.Clock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The ports that store something, of one implementation, over one set of rows. */
public record Store(
        Transactions transactions,
        ServerRepository servers,
        HoldRepository holds,
        OperationRepository operations,
        OperationQueue queue,
        Replicas replicas,
        AccountRepository accounts,
        SshKeyRepository sshKeys,
        MeterRepository meters,
        CatalogRepository catalog,
        HostRepository hosts,
        AddressRepository addresses,
        @Nullable ServerAdmission ownAdmission) {

    static Store of(InMemoryStore store) {
        return new Store(
                store.transactions(),
                store.servers(),
                store.holds(),
                store.operations(),
                store.operationQueue(),
                store.replicas(),
                store.accounts(),
                store.sshKeys(),
                store.meters(),
                store.catalog(),
                store.hosts(),
                store.addresses(),
                null);
    }

    /** Its own, or else the one of several steps, each of which can be the last. */
    ServerAdmission admission(LifecycleSettings settings, RandomGenerator random, Clock clock) {
        return ownAdmission != null
                ? ownAdmission
                : new StepwiseAdmission(
                        transactions, servers, operations, hosts, addresses, accounts, settings, random, clock);
    }

    /** The same ports, each call of which can be the last one of the process. */
    Store crashingAt(CrashPoints points) {
        return new Store(
                points.around(Transactions.class, transactions),
                points.around(ServerRepository.class, servers),
                points.around(HoldRepository.class, holds),
                points.around(OperationRepository.class, operations),
                points.around(OperationQueue.class, queue),
                replicas,
                points.around(AccountRepository.class, accounts),
                sshKeys,
                points.around(MeterRepository.class, meters),
                catalog,
                points.around(HostRepository.class, hosts),
                points.around(AddressRepository.class, addresses),
                ownAdmission == null ? null : points.around(ServerAdmission.class, ownAdmission));
    }
}
