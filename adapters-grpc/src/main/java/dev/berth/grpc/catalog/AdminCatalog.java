package dev.berth.grpc.catalog;

import dev.berth.application.catalog.port.in.Catalog;
import dev.berth.application.catalog.port.in.CatalogAdministration;
import dev.berth.application.catalog.port.in.UpdatePlanCommand;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.catalog.OperatingSystemId;
import dev.berth.grpc.request.Callers;
import dev.berth.grpc.request.Fields;
import dev.berth.proto.v1.AdminServiceGetLocationRequest;
import dev.berth.proto.v1.AdminServiceGetOperatingSystemRequest;
import dev.berth.proto.v1.AdminServiceGetPlanRequest;
import dev.berth.proto.v1.CreateLocationRequest;
import dev.berth.proto.v1.CreateOperatingSystemRequest;
import dev.berth.proto.v1.CreatePlanRequest;
import dev.berth.proto.v1.ListLocationsResponse;
import dev.berth.proto.v1.ListOperatingSystemsResponse;
import dev.berth.proto.v1.ListPlansResponse;
import dev.berth.proto.v1.Location;
import dev.berth.proto.v1.OperatingSystem;
import dev.berth.proto.v1.Plan;
import dev.berth.proto.v1.UpdateLocationRequest;
import dev.berth.proto.v1.UpdateOperatingSystemRequest;
import dev.berth.proto.v1.UpdatePlanRequest;
import jakarta.inject.Singleton;

/** The part of {@code berth.v1.AdminService} that is about the catalog. */
@Singleton
public final class AdminCatalog {
    private final Catalog catalog;
    private final CatalogAdministration administration;

    AdminCatalog(Catalog catalog, CatalogAdministration administration) {
        this.catalog = catalog;
        this.administration = administration;
    }

    /** Adds a plan. */
    public Plan create(CreatePlanRequest request) {
        var plan = CatalogRequests.read(request);
        return Fields.naming(
                CatalogRequests::planPath, () -> CatalogMessages.of(administration.createPlan(Callers.actor(), plan)));
    }

    /** All plans. */
    public ListPlansResponse plans() {
        return CatalogMessages.plans(administration.allPlans());
    }

    /** One plan. */
    public Plan get(AdminServiceGetPlanRequest request) {
        return CatalogMessages.of(catalog.plan(CatalogRequests.plan(request.getId())));
    }

    /** Changes a plan. */
    public Plan update(UpdatePlanRequest request) {
        UpdatePlanCommand command = CatalogRequests.read(request);
        return Fields.naming(
                CatalogRequests::planPath,
                () -> CatalogMessages.of(administration.updatePlan(Callers.actor(), command)));
    }

    /** Adds an operating system. */
    public OperatingSystem create(CreateOperatingSystemRequest request) {
        var os = CatalogRequests.read(request);
        return CatalogMessages.of(administration.createOperatingSystem(Callers.actor(), os));
    }

    /** All operating systems. */
    public ListOperatingSystemsResponse operatingSystems() {
        return CatalogMessages.operatingSystems(administration.allOperatingSystems());
    }

    /** One operating system. */
    public OperatingSystem get(AdminServiceGetOperatingSystemRequest request) {
        return CatalogMessages.of(catalog.operatingSystem(CatalogRequests.os(request.getId())));
    }

    /** Changes an operating system. */
    public OperatingSystem update(UpdateOperatingSystemRequest request) {
        OperatingSystem sent = request.getOperatingSystem();
        UpdateEntry<OperatingSystemId> changes = UpdateEntry.read(
                "operating_system",
                sent,
                request.getUpdateMask(),
                sent.getName(),
                sent.hasRetired() ? (Boolean) sent.getRetired() : null,
                fields -> fields.id("id", sent.getId(), OperatingSystemId::new));
        return CatalogMessages.of(administration.updateOperatingSystem(
                Callers.actor(), changes.key(), changes.name(), changes.retired()));
    }

    /** Adds a location. */
    public Location create(CreateLocationRequest request) {
        var location = CatalogRequests.read(request);
        return CatalogMessages.of(administration.createLocation(Callers.actor(), location));
    }

    /** All locations. */
    public ListLocationsResponse locations() {
        return CatalogMessages.locations(administration.allLocations());
    }

    /** One location. */
    public Location get(AdminServiceGetLocationRequest request) {
        return CatalogMessages.of(catalog.location(CatalogRequests.location(request.getCode())));
    }

    /** Changes a location. */
    public Location update(UpdateLocationRequest request) {
        Location sent = request.getLocation();
        UpdateEntry<String> changes = UpdateEntry.read(
                "location",
                sent,
                request.getUpdateMask(),
                sent.getName(),
                sent.hasRetired() ? (Boolean) sent.getRetired() : null,
                fields -> fields.text("code", sent.getCode(), code -> code));
        return CatalogMessages.of(administration.updateLocation(
                Callers.actor(), LocationCode.ofWanted(changes.key()), changes.name(), changes.retired()));
    }
}
