package dev.berth.bootstrap;

import dev.berth.application.catalog.port.out.CatalogRepository;
import dev.berth.application.catalog.service.CachedCatalog;
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
    CatalogRepository catalog(@Named("stored") CatalogRepository stored, Clock clock) {
        return new CachedCatalog(stored, clock);
    }
}
