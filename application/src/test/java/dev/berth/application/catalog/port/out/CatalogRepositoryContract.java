package dev.berth.application.catalog.port.out;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.application.testdata.Concurrently;
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
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link CatalogRepository} does. */
public abstract class CatalogRepositoryContract {
    private Repositories store;
    private CatalogRepository catalog;

    /** The ports under test, over an empty store. */
    protected abstract Repositories repositories();

    @BeforeEach
    void setUp() {
        store = repositories();
        catalog = store.catalog();
    }

    @Test
    void a_plan_is_found_under_the_id_it_was_given_with_exact_prices() {
        Plan plan = new Plan(
                new PlanId(1L << 52),
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
    void lists_have_everything_retired_or_not_by_id() {
        Plan second = Fixtures.plan();
        Plan third = Fixtures.plan();
        Plan first = new Plan(new PlanId(2), "Old", second.resources(), 1, Money.ZERO, Money.ZERO, true);
        OperatingSystem newer = Fixtures.os();
        OperatingSystem older = new OperatingSystem(new OperatingSystemId(3), "Debian 7", true);
        Location between = new Location(new LocationCode("us-west"), "West", true);
        Location last = new Location(new LocationCode("us1"), "One", false);
        Location before = new Location(new LocationCode("us-east"), "East", false);
        List.of(third, first, second).forEach(catalog::insert);
        List.of(newer, older).forEach(catalog::insert);
        List.of(last, between, before).forEach(catalog::insert);
        assertThat(catalog.plans()).containsExactly(first, second, third);
        assertThat(catalog.operatingSystems()).containsExactly(older, newer);
        assertThat(catalog.locations()).containsExactly(before, between, last);
    }

    @Test
    void an_id_or_code_is_given_once() {
        Plan plan = Fixtures.plan();
        OperatingSystem os = Fixtures.os();
        Location location = Fixtures.location();
        assertThat(catalog.insert(plan)).isTrue();
        assertThat(catalog.insert(os)).isTrue();
        assertThat(catalog.insert(location)).isTrue();
        assertThat(catalog.insert(plan.update("Other", null, null, true))).isFalse();
        assertThat(catalog.insert(os.update("Other", true))).isFalse();
        assertThat(catalog.insert(location.update("Other", true))).isFalse();
        assertThat(catalog.plan(plan.id())).contains(plan);
        assertThat(catalog.operatingSystem(os.id())).contains(os);
        assertThat(catalog.location(location.code())).contains(location);
    }

    @Test
    void an_id_that_many_want_at_once_is_given_once() throws Exception {
        Plan plan = Fixtures.plan();
        assertThat(Concurrently.run(4, () -> catalog.insert(plan)))
                .containsExactlyInAnyOrder(true, false, false, false);
    }

    @Test
    void what_is_changed_is_stored() {
        Plan plan = Fixtures.plan();
        OperatingSystem os = Fixtures.os();
        Location location = Fixtures.location();
        catalog.insert(plan);
        catalog.insert(os);
        catalog.insert(location);
        Plan bystander = Fixtures.plan();
        catalog.insert(bystander);
        Plan dearer = plan.update("Dearer", Money.of("0.02"), Money.of("12.3456"), true);
        store.transactions().required(() -> {
            assertThat(catalog.lock(plan.id())).contains(plan);
            assertThat(catalog.lock(os.id())).contains(os);
            assertThat(catalog.lock(location.code())).contains(location);
            catalog.save(dearer);
            catalog.save(os.update("Other", true));
            catalog.save(location.update("Other", true));
            return dearer;
        });
        assertThat(catalog.plan(plan.id())).contains(dearer);
        assertThat(catalog.operatingSystem(os.id())).contains(os.update("Other", true));
        assertThat(catalog.location(location.code())).contains(location.update("Other", true));
        assertThat(catalog.plan(bystander.id())).contains(bystander);
    }

    @Test
    void of_changes_that_are_made_together_none_is_lost() throws Exception {
        Plan plan = Fixtures.plan();
        OperatingSystem os = Fixtures.os();
        Location location = Fixtures.location();
        catalog.insert(plan);
        catalog.insert(os);
        catalog.insert(location);
        Concurrently.run(4, () -> {
            for (int i = 0; i < 5; i++) {
                store.transactions().required(() -> {
                    Plan before = catalog.lock(plan.id()).orElseThrow();
                    catalog.save(before.update(before.name() + "+", null, null, null));
                    return before;
                });
                store.transactions().required(() -> {
                    OperatingSystem before = catalog.lock(os.id()).orElseThrow();
                    catalog.save(before.update(before.name() + "+", null));
                    return before;
                });
                store.transactions().required(() -> {
                    Location before = catalog.lock(location.code()).orElseThrow();
                    catalog.save(before.update(before.name() + "+", null));
                    return before;
                });
            }
            return true;
        });
        assertThat(catalog.plan(plan.id()).orElseThrow().name()).isEqualTo(plan.name() + "+".repeat(20));
        assertThat(catalog.operatingSystem(os.id()).orElseThrow().name()).isEqualTo(os.name() + "+".repeat(20));
        assertThat(catalog.location(location.code()).orElseThrow().name()).isEqualTo(location.name() + "+".repeat(20));
    }

    @Test
    void what_was_never_stored_is_not_found() {
        assertThat(catalog.plan(new PlanId(Fixtures.unique()))).isEmpty();
        assertThat(catalog.operatingSystem(new OperatingSystemId(Fixtures.unique())))
                .isEmpty();
        assertThat(catalog.location(new LocationCode("nowhere"))).isEmpty();
        assertThat(store.transactions().required(() -> catalog.lock(new PlanId(Fixtures.unique()))))
                .isEmpty();
    }
}
