package dev.berth.application.catalog.service;

import dev.berth.application.audit.service.AuditTrail;
import dev.berth.application.catalog.port.in.CatalogAdministration;
import dev.berth.application.catalog.port.in.PlanOffer;
import dev.berth.application.catalog.port.in.UpdatePlanCommand;
import dev.berth.application.catalog.port.out.CatalogRepository;
import dev.berth.application.port.out.Transactions;
import dev.berth.domain.audit.Actor;
import dev.berth.domain.audit.AuditAction;
import dev.berth.domain.audit.Changes;
import dev.berth.domain.catalog.Location;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.catalog.OperatingSystem;
import dev.berth.domain.catalog.OperatingSystemId;
import dev.berth.domain.catalog.Plan;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Adds to the catalog, and changes it. */
public final class CatalogAdministrationService implements CatalogAdministration {
    private static final String NAME = "name";
    private static final String RETIRED = "retired";
    private static final String PRICE_HOURLY = "price_hourly";
    private static final String PRICE_MONTHLY = "price_monthly";

    private final Transactions transactions;
    private final CatalogRepository catalog;
    private final PlanOffers offers;
    private final AuditTrail audit;

    public CatalogAdministrationService(
            Transactions transactions, CatalogRepository catalog, PlanOffers offers, AuditTrail audit) {
        this.transactions = transactions;
        this.catalog = catalog;
        this.offers = offers;
        this.audit = audit;
    }

    @Override
    public List<PlanOffer> allPlans() {
        return offers.of(catalog.plans());
    }

    @Override
    public PlanOffer createPlan(Actor actor, Plan plan) {
        plan.requireValid();
        return transactions.required(() -> {
            requireInserted(catalog.insert(plan), "id", plan.id().value(), "plan_id");
            Changes changes = new Changes()
                    .to(NAME, plan.name())
                    .to("vcpus", plan.resources().vcpus())
                    .to("memory", plan.resources().memory())
                    .to("storage", plan.resources().storage())
                    .to("bandwidth", plan.bandwidth())
                    .to(PRICE_HOURLY, plan.priceHourly())
                    .to(PRICE_MONTHLY, plan.priceMonthly())
                    .to(RETIRED, plan.retired());
            audit.add(actor, AuditAction.PLAN_CREATE, plan.id(), changes);
            return offers.of(plan);
        });
    }

    @Override
    public PlanOffer updatePlan(Actor actor, UpdatePlanCommand command) {
        UpdatePlanCommand.Figures figures = command.figures();
        return transactions.required(() -> {
            Plan before = catalog.lock(command.plan()).orElseThrow(command.plan()::notFound);
            before.requireSame(figures.vcpus(), figures.memory(), figures.storage(), figures.bandwidth());
            Plan after =
                    before.update(command.name(), command.priceHourly(), command.priceMonthly(), command.retired());
            if (!after.equals(before)) {
                catalog.save(after);
                Changes changes = new Changes()
                        .of(NAME, before.name(), after.name())
                        .of(PRICE_HOURLY, before.priceHourly(), after.priceHourly())
                        .of(PRICE_MONTHLY, before.priceMonthly(), after.priceMonthly())
                        .of(RETIRED, before.retired(), after.retired());
                audit.add(actor, AuditAction.PLAN_UPDATE, after.id(), changes);
            }
            return offers.of(after);
        });
    }

    @Override
    public List<OperatingSystem> allOperatingSystems() {
        return catalog.operatingSystems();
    }

    @Override
    public OperatingSystem createOperatingSystem(Actor actor, OperatingSystem os) {
        os.requireValid();
        return transactions.required(() -> {
            requireInserted(catalog.insert(os), "id", os.id().value(), "os_id");
            Changes changes = new Changes().to(NAME, os.name()).to(RETIRED, os.retired());
            audit.add(actor, AuditAction.OPERATING_SYSTEM_CREATE, os.id(), changes);
            return os;
        });
    }

    @Override
    public OperatingSystem updateOperatingSystem(
            Actor actor, OperatingSystemId os, @Nullable String name, @Nullable Boolean retired) {
        return transactions.required(() -> {
            OperatingSystem before = catalog.lock(os).orElseThrow(os::notFound);
            OperatingSystem after = before.update(name, retired);
            if (!after.equals(before)) {
                catalog.save(after);
                Changes changes = new Changes()
                        .of(NAME, before.name(), after.name())
                        .of(RETIRED, before.retired(), after.retired());
                audit.add(actor, AuditAction.OPERATING_SYSTEM_UPDATE, os, changes);
            }
            return after;
        });
    }

    @Override
    public List<Location> allLocations() {
        return catalog.locations();
    }

    @Override
    public Location createLocation(Actor actor, Location location) {
        location.requireValid();
        return transactions.required(() -> {
            requireInserted(catalog.insert(location), "code", location.code().value(), "location");
            Changes changes = new Changes().to(NAME, location.name()).to(RETIRED, location.retired());
            audit.add(actor, AuditAction.LOCATION_CREATE, location.code(), changes);
            return location;
        });
    }

    @Override
    public Location updateLocation(
            Actor actor, LocationCode location, @Nullable String name, @Nullable Boolean retired) {
        return transactions.required(() -> {
            Location before = catalog.lock(location).orElseThrow(location::notFound);
            Location after = before.update(name, retired);
            if (!after.equals(before)) {
                catalog.save(after);
                Changes changes = new Changes()
                        .of(NAME, before.name(), after.name())
                        .of(RETIRED, before.retired(), after.retired());
                audit.add(actor, AuditAction.LOCATION_UPDATE, location, changes);
            }
            return after;
        });
    }

    private static void requireInserted(boolean isInserted, String key, Object value, String detail) {
        if (!isInserted) {
            throw new DomainException(
                    ErrorCode.ALREADY_EXISTS,
                    "The %s %s is taken, perhaps by something retired. Use another, or change what has it."
                            .formatted(key, value),
                    Map.of(detail, value));
        }
    }
}
