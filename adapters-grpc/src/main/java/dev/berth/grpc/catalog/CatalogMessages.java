package dev.berth.grpc.catalog;

import dev.berth.application.catalog.port.in.PlanOffer;
import dev.berth.proto.v1.ListLocationsResponse;
import dev.berth.proto.v1.ListOperatingSystemsResponse;
import dev.berth.proto.v1.ListPlansResponse;
import dev.berth.proto.v1.Location;
import dev.berth.proto.v1.OperatingSystem;
import dev.berth.proto.v1.Plan;
import java.util.List;

/** The catalog as the contract writes it. */
final class CatalogMessages {
    private CatalogMessages() {}

    static ListPlansResponse plans(List<PlanOffer> offers) {
        return ListPlansResponse.newBuilder()
                .addAllPlans(offers.stream().map(CatalogMessages::of).toList())
                .build();
    }

    static Plan of(PlanOffer offer) {
        var plan = offer.plan();
        return Plan.newBuilder()
                .setId(plan.id().value())
                .setName(plan.name())
                .setVcpus(plan.resources().vcpus())
                .setMemoryMib(plan.resources().memory())
                .setStorageGb(plan.resources().storage())
                .setBandwidthGb(plan.bandwidth())
                .setPriceHourly(plan.priceHourly().toString())
                .setPriceMonthly(plan.priceMonthly().toString())
                .addAllLocations(
                        offer.places().stream().map(CatalogMessages::of).toList())
                .setRetired(plan.retired())
                .build();
    }

    private static Plan.Place of(PlanOffer.Place place) {
        return Plan.Place.newBuilder()
                .setCode(place.location().value())
                .setAvailable(place.available())
                .build();
    }

    static ListOperatingSystemsResponse operatingSystems(List<dev.berth.domain.catalog.OperatingSystem> systems) {
        return ListOperatingSystemsResponse.newBuilder()
                .addAllOperatingSystems(
                        systems.stream().map(CatalogMessages::of).toList())
                .build();
    }

    static OperatingSystem of(dev.berth.domain.catalog.OperatingSystem os) {
        return OperatingSystem.newBuilder()
                .setId(os.id().value())
                .setName(os.name())
                .setRetired(os.retired())
                .build();
    }

    static ListLocationsResponse locations(List<dev.berth.domain.catalog.Location> locations) {
        return ListLocationsResponse.newBuilder()
                .addAllLocations(locations.stream().map(CatalogMessages::of).toList())
                .build();
    }

    static Location of(dev.berth.domain.catalog.Location location) {
        return Location.newBuilder()
                .setCode(location.code().value())
                .setName(location.name())
                .setRetired(location.retired())
                .build();
    }
}
