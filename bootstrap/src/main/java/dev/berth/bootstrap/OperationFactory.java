package dev.berth.bootstrap;

import dev.berth.application.account.port.out.AccountRepository;
import dev.berth.application.account.service.ServerMeters;
import dev.berth.application.catalog.port.out.CatalogRepository;
import dev.berth.application.operation.port.in.OperationQueries;
import dev.berth.application.operation.port.out.Hypervisors;
import dev.berth.application.operation.port.out.OperationQueue;
import dev.berth.application.operation.port.out.OperationRepository;
import dev.berth.application.operation.port.out.Replicas;
import dev.berth.application.operation.service.AnnouncingQueue;
import dev.berth.application.operation.service.OperationQueriesService;
import dev.berth.application.operation.service.OperationRunner;
import dev.berth.application.operation.service.OperationWaiters;
import dev.berth.application.operation.service.ReplicaLease;
import dev.berth.application.operation.service.WorkerPool;
import dev.berth.application.placement.port.out.AddressRepository;
import dev.berth.application.placement.port.out.HostRepository;
import dev.berth.application.placement.service.HostRanking;
import dev.berth.application.port.out.Transactions;
import dev.berth.application.server.port.out.ServerRepository;
import dev.berth.application.server.service.LifecycleSettings;
import dev.berth.application.server.service.ServerChanges;
import dev.berth.hypervisor.simulated.SimulatedHypervisors;
import io.micronaut.context.annotation.Factory;
import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Operations and what carries them out. */
@Factory
final class OperationFactory {
    @Singleton
    OperationQueries operationQueries(OperationRepository operations, OperationWaiters waiters) {
        return new OperationQueriesService(operations, waiters);
    }

    @Singleton
    OperationWaiters operationWaiters(OperationRepository operations) {
        AtomicInteger made = new AtomicInteger();
        ThreadPoolExecutor answering =
                new ThreadPoolExecutor(2, 2, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "operation-answers-" + made.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        answering.allowCoreThreadTimeOut(true);
        return new OperationWaiters(operations, System::nanoTime, answering);
    }

    /** With tables of its own, which are not part of Berth's schema. */
    @Singleton
    Hypervisors hypervisors(DataSource dataSource, BerthSettings settings, Clock clock) {
        DataSource own = DelegatingDataSource.unwrapDataSource(dataSource);
        Schema.SIMULATED_HYPERVISOR.migrate(Flyway.configure().dataSource(own));
        return new SimulatedHypervisors(own, clock, settings.simulatedBootTime());
    }

    @Singleton
    ReplicaLease replicaLease(Replicas replicas, BerthSettings settings) {
        return new ReplicaLease(replicas, settings.lease(), UUID::randomUUID, System::nanoTime);
    }

    @Singleton
    OperationRunner operationRunner(
            Transactions transactions,
            OperationQueue queue,
            ServerRepository servers,
            ServerChanges changes,
            HostRepository hosts,
            AddressRepository addresses,
            AccountRepository accounts,
            ServerMeters meters,
            CatalogRepository catalog,
            HostRanking ranking,
            Hypervisors hypervisors,
            LifecycleSettings settings,
            ReplicaLease lease,
            OperationWaiters waiters,
            RandomGenerator random,
            Clock clock) {
        return new OperationRunner(
                transactions,
                new AnnouncingQueue(queue, transactions, waiters::ended),
                servers,
                changes,
                hosts,
                addresses,
                accounts,
                meters,
                catalog,
                ranking,
                hypervisors,
                settings,
                lease,
                random,
                clock);
    }

    @Singleton
    WorkerPool workerPool(
            OperationQueue queue, OperationRunner runner, ReplicaLease lease, BerthSettings settings, Clock clock) {
        AtomicInteger made = new AtomicInteger();
        return new WorkerPool(
                queue,
                runner,
                lease,
                clock,
                settings.workers(),
                work -> new Thread(work, "operation-worker-" + made.incrementAndGet()));
    }
}
