package dev.berth.application.catalog.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.application.audit.service.AuditTrail;
import dev.berth.application.catalog.port.in.PlanOffer;
import dev.berth.application.catalog.port.in.UpdatePlanCommand;
import dev.berth.application.catalog.port.in.UpdatePlanCommand.Figures;
import dev.berth.application.placement.service.Vacancies;
import dev.berth.application.scenario.SteppingClock;
import dev.berth.application.testdata.Fixtures;
import dev.berth.application.testing.InMemoryStore;
import dev.berth.domain.account.Money;
import dev.berth.domain.account.TokenId;
import dev.berth.domain.audit.Actor;
import dev.berth.domain.audit.AuditEntry;
import dev.berth.domain.audit.AuditFilter;
import dev.berth.domain.audit.FieldChange;
import dev.berth.domain.catalog.Location;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.catalog.OperatingSystem;
import dev.berth.domain.catalog.OperatingSystemId;
import dev.berth.domain.catalog.Plan;
import dev.berth.domain.catalog.PlanId;
import dev.berth.domain.catalog.Resources;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import dev.berth.domain.error.FieldViolation;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CatalogAdministrationServiceTest {
    private static final Actor OPERATOR = new Actor(new TokenId(9), "ops", "192.0.2.7", "request-1");

    private final SteppingClock clock = new SteppingClock();
    private final InMemoryStore store = new InMemoryStore(clock);
    private final CatalogAdministrationService service = new CatalogAdministrationService(
            store.transactions(),
            store.catalog(),
            new PlanOffers(store.catalog(), new Vacancies(store.hosts(), store.addresses(), clock)),
            new AuditTrail(store.auditEntries(), clock));
    private final Plan plan = Fixtures.plan();

    @Test
    void what_is_added_is_stored_and_written_down() {
        OperatingSystem os = Fixtures.os();
        Location location = Fixtures.location();
        assertThat(service.createPlan(OPERATOR, plan).plan()).isEqualTo(plan);
        assertThat(service.createOperatingSystem(OPERATOR, os)).isEqualTo(os);
        assertThat(service.createLocation(OPERATOR, location)).isEqualTo(location);
        assertThat(service.allPlans()).extracting(PlanOffer::plan).containsExactly(plan);
        assertThat(service.allOperatingSystems()).containsExactly(os);
        assertThat(service.allLocations()).containsExactly(location);

        assertThat(entries())
                .extracting(AuditEntry::action)
                .containsExactly("location.create", "operating_system.create", "plan.create");
        AuditEntry entry = entries().get(2);
        assertThat(entry.actor()).isEqualTo(OPERATOR);
        assertThat(entry.subject()).isEqualTo(plan.id().toString());
        assertThat(entry.account()).isNull();
        assertThat(entry.changes())
                .containsExactly(
                        new FieldChange("bandwidth", null, "2048"),
                        new FieldChange("memory", null, "4096"),
                        new FieldChange("name", null, "Standard VPS"),
                        new FieldChange("price_hourly", null, "0.0150"),
                        new FieldChange("price_monthly", null, "10.0000"),
                        new FieldChange("retired", null, "false"),
                        new FieldChange("storage", null, "80"),
                        new FieldChange("vcpus", null, "2"));
        assertThat(entries().get(0).subject()).isEqualTo(location.code().value());
    }

    @Test
    void a_change_is_stored_and_written_down_with_what_was_before() {
        OperatingSystem os = Fixtures.os();
        Location location = Fixtures.location();
        store.catalog().insert(plan);
        store.catalog().insert(os);
        store.catalog().insert(location);
        Plan dearer = service.updatePlan(OPERATOR, update(null, Money.of("0.02"), Money.of("12"), null))
                .plan();
        assertThat(dearer).isEqualTo(plan.update(null, Money.of("0.02"), Money.of("12"), null));
        assertThat(store.catalog().plan(plan.id())).contains(dearer);
        assertThat(entries().get(0).action()).isEqualTo("plan.update");
        assertThat(entries().get(0).changes())
                .containsExactly(
                        new FieldChange("price_hourly", "0.0150", "0.0200"),
                        new FieldChange("price_monthly", "10.0000", "12.0000"));

        assertThat(service.updateOperatingSystem(OPERATOR, os.id(), "Renamed", true))
                .isEqualTo(new OperatingSystem(os.id(), "Renamed", true));
        assertThat(entries().get(0).action()).isEqualTo("operating_system.update");
        assertThat(entries().get(0).changes())
                .containsExactly(
                        new FieldChange("name", "Debian 12", "Renamed"), new FieldChange("retired", "false", "true"));

        assertThat(service.updateLocation(OPERATOR, location.code(), "Renamed", null))
                .isEqualTo(new Location(location.code(), "Renamed", false));
        assertThat(entries().get(0).action()).isEqualTo("location.update");
        assertThat(store.catalog().location(location.code()).orElseThrow().name())
                .isEqualTo("Renamed");
    }

    @Test
    void what_changes_nothing_is_not_written_down() {
        OperatingSystem os = Fixtures.os();
        Location location = Fixtures.location();
        store.catalog().insert(plan);
        store.catalog().insert(os);
        store.catalog().insert(location);
        service.updatePlan(OPERATOR, update(plan.name(), plan.priceHourly(), plan.priceMonthly(), plan.retired()));
        service.updatePlan(
                OPERATOR, new UpdatePlanCommand(plan.id(), null, null, null, null, new Figures(2L, 4096L, 80L, 2048L)));
        service.updateOperatingSystem(OPERATOR, os.id(), null, null);
        service.updateLocation(OPERATOR, location.code(), location.name(), false);
        assertThat(entries()).isEmpty();
    }

    @Test
    void an_id_that_is_taken_is_refused_and_changes_nothing() {
        store.catalog().insert(plan);
        DomainException refused = refusal(() -> service.createPlan(OPERATOR, plan.update("Other", null, null, true)));
        assertThat(refused.code()).isEqualTo(ErrorCode.ALREADY_EXISTS);
        assertThat(refused.details()).containsEntry("plan_id", plan.id().value());
        OperatingSystem os = Fixtures.os();
        store.catalog().insert(os);
        assertThat(refusal(() -> service.createOperatingSystem(OPERATOR, os)).details())
                .containsEntry("os_id", os.id().value());
        Location location = Fixtures.location();
        store.catalog().insert(location);
        assertThat(refusal(() -> service.createLocation(OPERATOR, location)).details())
                .containsEntry("location", location.code().value());
        assertThat(service.allPlans()).extracting(PlanOffer::plan).containsExactly(plan);
        assertThat(entries()).isEmpty();
    }

    @Test
    void what_is_not_there_cannot_be_changed() {
        assertThat(refusal(() -> service.updatePlan(OPERATOR, update("x", null, null, null)))
                        .code())
                .isEqualTo(ErrorCode.PLAN_NOT_FOUND);
        assertThat(refusal(() -> service.updateOperatingSystem(OPERATOR, new OperatingSystemId(404), "x", null))
                        .code())
                .isEqualTo(ErrorCode.OPERATING_SYSTEM_NOT_FOUND);
        assertThat(refusal(() -> service.updateLocation(OPERATOR, new LocationCode("nowhere"), "x", null))
                        .code())
                .isEqualTo(ErrorCode.LOCATION_NOT_FOUND);
    }

    @Test
    void other_figures_are_refused_all_at_once_and_nothing_is_changed() {
        store.catalog().insert(plan);
        DomainException refused = refusal(() -> service.updatePlan(
                OPERATOR,
                new UpdatePlanCommand(plan.id(), "Renamed", null, null, null, new Figures(3L, 4096L, 81L, 0L))));
        assertThat(refused.violations())
                .extracting(FieldViolation::field)
                .containsExactly("vcpus", "storage", "bandwidth");
        assertThat(refused.violations().get(0).message()).isEqualTo("Cannot be changed. Add another plan instead.");
        assertThat(store.catalog().plan(plan.id())).contains(plan);
    }

    @Test
    void a_price_is_checked_against_the_one_that_stays() {
        store.catalog().insert(plan);
        DomainException refused =
                refusal(() -> service.updatePlan(OPERATOR, update(null, Money.of("10.0001"), null, null)));
        assertThat(refused.violations()).extracting(FieldViolation::field).containsExactly("price_hourly");
        assertThat(refused.detail()).contains("10.0000");
        service.updatePlan(OPERATOR, update(null, Money.of("10"), null, null));
        service.updatePlan(OPERATOR, update(null, Money.ZERO, Money.ZERO, null));
        assertThat(store.catalog().plan(plan.id()).orElseThrow().priceMonthly()).isEqualTo(Money.ZERO);
    }

    @Test
    void what_a_plan_cannot_be_is_refused_whoever_asks() {
        Plan oversized =
                new Plan(new PlanId(1), "x", new Resources(1, 1, 1_000_000_001), 1, Money.ZERO, Money.ZERO, false);
        assertThat(refusal(() -> service.createPlan(OPERATOR, oversized)).violations())
                .extracting(FieldViolation::field)
                .containsExactly("storage");
        assertThat(refusal(() -> service.createOperatingSystem(
                                OPERATOR, new OperatingSystem(new OperatingSystemId(1), " ", false)))
                        .violations())
                .extracting(FieldViolation::field)
                .containsExactly("name");
        assertThat(refusal(() -> service.createLocation(OPERATOR, new Location(new LocationCode("x"), "\n", false)))
                        .violations())
                .extracting(FieldViolation::field)
                .containsExactly("name");
        assertThat(entries()).isEmpty();
    }

    private UpdatePlanCommand update(
            @Nullable String name, @Nullable Money hourly, @Nullable Money monthly, @Nullable Boolean retired) {
        return new UpdatePlanCommand(plan.id(), name, hourly, monthly, retired, Figures.NONE);
    }

    private List<AuditEntry> entries() {
        return store.auditEntries().page(AuditFilter.ALL, Long.MAX_VALUE, 100);
    }

    private static DomainException refusal(Runnable change) {
        return catchThrowableOfType(DomainException.class, change::run);
    }
}
