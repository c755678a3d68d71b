package dev.berth.bootstrap;

import io.micronaut.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Looks at the database's schema before Micronaut has Flyway migrate it. */
@Singleton
@Named(SchemaCheck.DATA_SOURCE)
final class SchemaCheck implements FlywayConfigurationCustomizer {
    static final String DATA_SOURCE = "default";

    @Override
    public void customizeFluentConfiguration(FluentConfiguration flyway) {
        Schema.requireKnown(flyway);
    }

    @Override
    public String getName() {
        return DATA_SOURCE;
    }
}
