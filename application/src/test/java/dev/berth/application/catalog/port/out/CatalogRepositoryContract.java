package dev.berth.application.catalog.port.out;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.application.testdata.Fixtures;
import dev.berth.application.testdata.Repositories;
import dev.berth.domain.account.Money;
import dev.berth.domain.catalog.Location;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.catalog.OperatingSystem;
import dev.berth.domain.catalog.OperatingSystemId;
import dev.berth.domain.catalog.Plan;
import dev.berth.domain.catalog.PlanId;
import dev.berth.domain.catalog.Resources;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link CatalogRepository} does. */
public abstract class CatalogRepositoryContract {
    private CatalogRepository catalog;

    /** The ports under test, over an empty store. */
    protected abstract Repositories repositories();

    @BeforeEach
    void setUp() {
        catalog = repositories().catalog();
    }

    @Test
    void a_plan_is_found_under_the_id_it_was_given_with_exact_prices() {
        Plan plan = new Plan(
                new PlanId(Fixtures.unique()),
                "Größe S",
                new Resources(3, 6144, 120),
                9_000_000_000L,
                Money.of("0.0001"),
                Money.of("123456789012345.6789"),
                false);
        catalog.insert(plan);
        assertThat(catalog.plan(plan.id())).contains(plan);
    }

    @Test
    void an_operating_system_is_found_under_the_id_it_was_given() {
        OperatingSystem os = Fixtures.os();
        catalog.insert(os);
        assertThat(catalog.operatingSystem(os.id())).contains(os);
    }

    @Test
    void a_location_is_found_under_its_code() {
        Location location = Fixtures.location();
        catalog.insert(location);
        assertThat(catalog.location(location.code())).contains(location);
    }

    @Test
    void retired_entries_are_found() {
        Location location = new Location(Fixtures.location().code(), "Closed", true);
        OperatingSystem os = new OperatingSystem(new OperatingSystemId(Fixtures.unique()), "Debian 7", true);
        catalog.insert(location);
        catalog.insert(os);
        assertThat(catalog.location(location.code())).contains(location);
        assertThat(catalog.operatingSystem(os.id())).contains(os);
    }

    @Test
    void what_was_never_stored_is_not_found() {
        assertThat(catalog.plan(new PlanId(Fixtures.unique()))).isEmpty();
        assertThat(catalog.operatingSystem(new OperatingSystemId(Fixtures.unique())))
                .isEmpty();
        assertThat(catalog.location(new LocationCode("nowhere"))).isEmpty();
    }
}
