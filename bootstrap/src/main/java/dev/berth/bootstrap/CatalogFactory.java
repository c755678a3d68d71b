package dev.berth.bootstrap;

import dev.berth.application.audit.service.AuditTrail;
import dev.berth.application.catalog.port.in.Catalog;
import dev.berth.application.catalog.port.in.CatalogAdministration;
import dev.berth.application.catalog.port.out.CatalogRepository;
import dev.berth.application.catalog.service.CachedCatalog;
import dev.berth.application.catalog.service.CatalogAdministrationService;
import dev.berth.application.catalog.service.CatalogService;
import dev.berth.application.catalog.service.PlanOffers;
import dev.berth.application.placement.service.Vacancies;
import dev.berth.application.port.out.Transactions;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Primary;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;

/** The catalog. */
@Factory
final class CatalogFactory {
    @Singleton
    @Primary
    CatalogRepository cachedCatalog(@Named("stored") CatalogRepository stored, Transactions transactions, Clock clock) {
        return new CachedCatalog(stored, transactions, clock);
    }

    @Singleton
    PlanOffers planOffers(CatalogRepository catalog, Vacancies vacancies) {
        return new PlanOffers(catalog, vacancies);
    }

    @Singleton
    Catalog catalog(@Named("stored") CatalogRepository stored, PlanOffers offers) {
        return new CatalogService(stored, offers);
    }

    @Singleton
    CatalogAdministration catalogAdministration(
            Transactions transactions, CatalogRepository catalog, PlanOffers offers, AuditTrail audit) {
        return new CatalogAdministrationService(transactions, catalog, offers, audit);
    }
}
