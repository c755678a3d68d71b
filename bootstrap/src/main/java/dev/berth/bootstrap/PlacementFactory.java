package dev.berth.bootstrap;

import dev.berth.application.audit.service.AuditTrail;
import dev.berth.application.catalog.port.out.CatalogRepository;
import dev.berth.application.operation.port.out.Hypervisors;
import dev.berth.application.placement.port.in.AddressPools;
import dev.berth.application.placement.port.in.Hosts;
import dev.berth.application.placement.port.out.AddressRepository;
import dev.berth.application.placement.port.out.HostRepository;
import dev.berth.application.placement.service.AddressPoolsService;
import dev.berth.application.placement.service.HostsService;
import dev.berth.application.placement.service.Vacancies;
import dev.berth.application.port.out.Transactions;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Hosts and addresses. */
@Factory
final class PlacementFactory {
    @Singleton
    Vacancies vacancies(HostRepository hosts, AddressRepository addresses, Clock clock) {
        return new Vacancies(hosts, addresses, clock);
    }

    @Singleton
    Hosts hosts(
            Transactions transactions,
            HostRepository hosts,
            @Named("stored") CatalogRepository catalog,
            Hypervisors hypervisors,
            AuditTrail audit) {
        return new HostsService(transactions, hosts, catalog, hypervisors, audit);
    }

    @Singleton
    AddressPools addressPools(
            Transactions transactions,
            AddressRepository addresses,
            @Named("stored") CatalogRepository catalog,
            AuditTrail audit,
            Clock clock) {
        return new AddressPoolsService(transactions, addresses, catalog, audit, clock);
    }
}
