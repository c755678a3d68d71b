package dev.berth.grpc.catalog;

import dev.berth.application.catalog.port.in.UpdatePlanCommand;
import dev.berth.application.catalog.port.in.UpdatePlanCommand.Figures;
import dev.berth.domain.account.Money;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.catalog.OperatingSystemId;
import dev.berth.domain.catalog.PlanId;
import dev.berth.domain.catalog.Resources;
import dev.berth.domain.error.PlainText;
import dev.berth.grpc.request.Fields;
import dev.berth.grpc.request.UpdateMask;
import dev.berth.grpc.request.Value;
import dev.berth.proto.v1.CreateLocationRequest;
import dev.berth.proto.v1.CreateOperatingSystemRequest;
import dev.berth.proto.v1.CreatePlanRequest;
import dev.berth.proto.v1.Location;
import dev.berth.proto.v1.OperatingSystem;
import dev.berth.proto.v1.Plan;
import dev.berth.proto.v1.UpdatePlanRequest;
import java.util.Map;
import java.util.Set;

/** Reads what is sent of the catalog. */
final class CatalogRequests {
    static final String NAME = "name";
    static final String RETIRED = "retired";

    private static final String PRICE_HOURLY = "price_hourly";
    private static final String PRICE_MONTHLY = "price_monthly";

    /** Where the contract has what the domain calls so. */
    private static final Map<String, String> FIGURES =
            Map.of("memory", "memory_mib", "storage", "storage_gb", "bandwidth", "bandwidth_gb");

    private CatalogRequests() {}

    static PlanId plan(long id) {
        Fields fields = Fields.ofRequest();
        Value<PlanId> plan = fields.id("id", id, PlanId::new);
        fields.requireValid();
        return plan.get();
    }

    static OperatingSystemId os(long id) {
        Fields fields = Fields.ofRequest();
        Value<OperatingSystemId> os = fields.id("id", id, OperatingSystemId::new);
        fields.requireValid();
        return os.get();
    }

    static LocationCode location(String code) {
        Fields fields = Fields.ofRequest();
        Value<LocationCode> location = fields.text("code", code, LocationCode::ofWanted);
        fields.requireValid();
        return location.get();
    }

    static String planPath(String field) {
        return "plan." + FIGURES.getOrDefault(field, field);
    }

    static dev.berth.domain.catalog.Plan read(CreatePlanRequest request) {
        Fields all = Fields.ofRequest();
        Fields fields = all.in("plan", request.hasPlan());
        all.requireValid();
        Plan sent = request.getPlan();
        Value<PlanId> id = fields.id("id", sent.getId(), PlanId::new);
        Value<String> name = fields.text(NAME, sent.getName(), PlainText::requireName);
        Value<Long> vcpus = figure(fields, "vcpus", sent.getVcpus());
        Value<Long> memory = figure(fields, "memory_mib", sent.getMemoryMib());
        Value<Long> storage = figure(fields, "storage_gb", sent.getStorageGb());
        Value<Long> bandwidth = figure(fields, "bandwidth_gb", sent.getBandwidthGb());
        Value<Money> priceHourly = fields.text(PRICE_HOURLY, sent.getPriceHourly(), CatalogRequests::priceHourly);
        Value<Money> priceMonthly =
                fields.text(PRICE_MONTHLY, sent.getPriceMonthly(), price -> priceMonthly(price, priceHourly));
        all.requireValid();
        return new dev.berth.domain.catalog.Plan(
                id.get(),
                name.get(),
                new Resources(vcpus.get(), memory.get(), storage.get()),
                bandwidth.get(),
                priceHourly.get(),
                priceMonthly.get(),
                sent.getRetired());
    }

    static UpdatePlanCommand read(UpdatePlanRequest request) {
        Fields all = Fields.ofRequest();
        Fields fields = all.in("plan", request.hasPlan());
        all.requireValid();
        Plan sent = request.getPlan();
        UpdateMask mask =
                UpdateMask.read(all, request.getUpdateMask(), sent, Set.of(NAME, PRICE_HOURLY, PRICE_MONTHLY, RETIRED));
        mask.requireSent(fields, RETIRED, sent.hasRetired());
        Value<PlanId> id = fields.id("id", sent.getId(), PlanId::new);
        Value<String> name = fields.check(NAME, () -> mask.has(NAME) ? PlainText.requireName(sent.getName()) : null);
        Value<Money> priceHourly =
                fields.check(PRICE_HOURLY, () -> mask.has(PRICE_HOURLY) ? priceHourly(sent.getPriceHourly()) : null);
        Value<Money> priceMonthly = fields.check(
                PRICE_MONTHLY,
                () -> mask.has(PRICE_MONTHLY) ? priceMonthly(sent.getPriceMonthly(), priceHourly) : null);
        all.requireValid();
        return new UpdatePlanCommand(
                id.get(),
                name.orNull(),
                priceHourly.orNull(),
                priceMonthly.orNull(),
                mask.has(RETIRED) ? (Boolean) sent.getRetired() : null,
                new Figures(
                        mask.has("vcpus") ? (Long) sent.getVcpus() : null,
                        mask.has("memory_mib") ? (Long) sent.getMemoryMib() : null,
                        mask.has("storage_gb") ? (Long) sent.getStorageGb() : null,
                        mask.has("bandwidth_gb") ? (Long) sent.getBandwidthGb() : null));
    }

    static dev.berth.domain.catalog.OperatingSystem read(CreateOperatingSystemRequest request) {
        Fields all = Fields.ofRequest();
        Fields fields = all.in("operating_system", request.hasOperatingSystem());
        all.requireValid();
        OperatingSystem sent = request.getOperatingSystem();
        Value<OperatingSystemId> id = fields.id("id", sent.getId(), OperatingSystemId::new);
        Value<String> name = fields.text(NAME, sent.getName(), PlainText::requireName);
        all.requireValid();
        return new dev.berth.domain.catalog.OperatingSystem(id.get(), name.get(), sent.getRetired());
    }

    static dev.berth.domain.catalog.Location read(CreateLocationRequest request) {
        Fields all = Fields.ofRequest();
        Fields fields = all.in("location", request.hasLocation());
        all.requireValid();
        Location sent = request.getLocation();
        Value<LocationCode> code = fields.text("code", sent.getCode(), LocationCode::ofNew);
        Value<String> name = fields.text(NAME, sent.getName(), PlainText::requireName);
        all.requireValid();
        return new dev.berth.domain.catalog.Location(code.get(), name.get(), sent.getRetired());
    }

    private static Value<Long> figure(Fields fields, String name, long sent) {
        return fields.check(name, () -> Resources.requireFigure(name, sent));
    }

    private static Money priceHourly(String sent) {
        return dev.berth.domain.catalog.Plan.requirePrice(PRICE_HOURLY, Money.of(sent));
    }

    private static Money priceMonthly(String sent, Value<Money> hourly) {
        return dev.berth.domain.catalog.Plan.requirePriceMonthly(Money.of(sent), hourly.orNull());
    }
}
