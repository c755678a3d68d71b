package dev.berth.grpc.catalog;

import dev.berth.application.catalog.port.in.Catalog;
import dev.berth.grpc.request.Replies;
import dev.berth.grpc.request.StrictMessages;
import dev.berth.proto.v1.CatalogServiceGrpc;
import dev.berth.proto.v1.GetLocationRequest;
import dev.berth.proto.v1.GetOperatingSystemRequest;
import dev.berth.proto.v1.GetPlanRequest;
import dev.berth.proto.v1.ListLocationsRequest;
import dev.berth.proto.v1.ListLocationsResponse;
import dev.berth.proto.v1.ListOperatingSystemsRequest;
import dev.berth.proto.v1.ListOperatingSystemsResponse;
import dev.berth.proto.v1.ListPlansRequest;
import dev.berth.proto.v1.ListPlansResponse;
import dev.berth.proto.v1.Location;
import dev.berth.proto.v1.OperatingSystem;
import dev.berth.proto.v1.Plan;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Singleton;

/** {@code berth.v1.CatalogService}. */
@Singleton
final class CatalogEndpoint implements CatalogServiceGrpc.AsyncService, BindableService {
    private final Catalog catalog;

    CatalogEndpoint(Catalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public ServerServiceDefinition bindService() {
        return StrictMessages.of(CatalogServiceGrpc.bindService(this));
    }

    @Override
    public void listPlans(ListPlansRequest request, StreamObserver<ListPlansResponse> observer) {
        Replies.send(observer, CatalogMessages.plans(catalog.plans()));
    }

    @Override
    public void getPlan(GetPlanRequest request, StreamObserver<Plan> observer) {
        Replies.send(observer, CatalogMessages.of(catalog.plan(CatalogRequests.plan(request.getId()))));
    }

    @Override
    public void listOperatingSystems(
            ListOperatingSystemsRequest request, StreamObserver<ListOperatingSystemsResponse> observer) {
        Replies.send(observer, CatalogMessages.operatingSystems(catalog.operatingSystems()));
    }

    @Override
    public void getOperatingSystem(GetOperatingSystemRequest request, StreamObserver<OperatingSystem> observer) {
        Replies.send(observer, CatalogMessages.of(catalog.operatingSystem(CatalogRequests.os(request.getId()))));
    }

    @Override
    public void listLocations(ListLocationsRequest request, StreamObserver<ListLocationsResponse> observer) {
        Replies.send(observer, CatalogMessages.locations(catalog.locations()));
    }

    @Override
    public void getLocation(GetLocationRequest request, StreamObserver<Location> observer) {
        Replies.send(observer, CatalogMessages.of(catalog.location(CatalogRequests.location(request.getCode()))));
    }
}
