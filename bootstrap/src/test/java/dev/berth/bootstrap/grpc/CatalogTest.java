package dev.berth.bootstrap.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.FieldMask;
import com.google.rpc.BadRequest;
import dev.berth.bootstrap.OnEveryDatabase;
import dev.berth.bootstrap.grpc.Api.Refusal;
import dev.berth.proto.v1.ActivateHostRequest;
import dev.berth.proto.v1.AddressPool;
import dev.berth.proto.v1.AdminServiceGetLocationRequest;
import dev.berth.proto.v1.AdminServiceGetOperatingSystemRequest;
import dev.berth.proto.v1.AdminServiceGetPlanRequest;
import dev.berth.proto.v1.AdminServiceGrpc.AdminServiceBlockingStub;
import dev.berth.proto.v1.AdminServiceListLocationsRequest;
import dev.berth.proto.v1.AdminServiceListOperatingSystemsRequest;
import dev.berth.proto.v1.AdminServiceListPlansRequest;
import dev.berth.proto.v1.CreateAddressPoolRequest;
import dev.berth.proto.v1.CreateLocationRequest;
import dev.berth.proto.v1.CreateOperatingSystemRequest;
import dev.berth.proto.v1.CreatePlanRequest;
import dev.berth.proto.v1.DrainHostRequest;
import dev.berth.proto.v1.GetHostRequest;
import dev.berth.proto.v1.GetLocationRequest;
import dev.berth.proto.v1.GetOperatingSystemRequest;
import dev.berth.proto.v1.GetPlanRequest;
import dev.berth.proto.v1.Host;
import dev.berth.proto.v1.ListAddressPoolsRequest;
import dev.berth.proto.v1.ListHostsRequest;
import dev.berth.proto.v1.ListHostsResponse;
import dev.berth.proto.v1.ListLocationsRequest;
import dev.berth.proto.v1.ListOperatingSystemsRequest;
import dev.berth.proto.v1.ListPlansRequest;
import dev.berth.proto.v1.Location;
import dev.berth.proto.v1.OperatingSystem;
import dev.berth.proto.v1.Plan;
import dev.berth.proto.v1.RegisterHostRequest;
import dev.berth.proto.v1.UpdateLocationRequest;
import dev.berth.proto.v1.UpdateOperatingSystemRequest;
import dev.berth.proto.v1.UpdatePlanRequest;
import io.grpc.Status.Code;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The catalog, hosts and address pools over gRPC. */
@OnEveryDatabase
class CatalogTest {
    private static final Plan NEW = Plan.newBuilder()
            .setName("New")
            .setVcpus(1)
            .setMemoryMib(512)
            .setStorageGb(10)
            .setBandwidthGb(100)
            .setPriceHourly("0.01")
            .setPriceMonthly("5")
            .build();

    private static RunningBerth berth;

    @BeforeAll
    static void start() {
        berth = new RunningBerth(Map.of());
    }

    @AfterAll
    static void stop() {
        berth.close();
    }

    @Test
    void customers_and_operators_read_what_is_on_offer() {
        for (var catalog : List.of(
                berth.api().catalog(),
                Api.as(RunningBerth.ADMIN_TOKEN, berth.api().catalogOfNobody()))) {
            assertThat(catalog.listPlans(ListPlansRequest.getDefaultInstance()).getPlansList())
                    .extracting(Plan::getId)
                    .contains(1L, 2L);
            Plan plan = catalog.getPlan(GetPlanRequest.newBuilder().setId(1).build());
            assertThat(plan.getPriceHourly()).isEqualTo("0.0150");
            assertThat(plan.getLocationsList())
                    .contains(Plan.Place.newBuilder()
                            .setCode("us-west")
                            .setAvailable(true)
                            .build());
            assertThat(catalog.listOperatingSystems(ListOperatingSystemsRequest.getDefaultInstance())
                            .getOperatingSystemsList())
                    .contains(catalog.getOperatingSystem(
                            GetOperatingSystemRequest.newBuilder().setId(5).build()));
            assertThat(catalog.listLocations(ListLocationsRequest.getDefaultInstance())
                            .getLocationsList())
                    .contains(catalog.getLocation(
                            GetLocationRequest.newBuilder().setCode("us-west").build()));
        }
        assertThat(Refusal.of(() -> berth.api().catalogOfNobody().listPlans(ListPlansRequest.getDefaultInstance()))
                        .code())
                .isEqualTo(Code.UNAUTHENTICATED);
    }

    @Test
    void a_plan_is_created_read_changed_and_sent_back() {
        Plan created = admin().createPlan(CreatePlanRequest.newBuilder()
                .setPlan(NEW.toBuilder().setId(100))
                .build());
        assertThat(created.getPriceMonthly()).isEqualTo("5.0000");
        assertThat(created.hasRetired()).isTrue();
        assertThat(created.getRetired()).isFalse();
        assertThat(admin().updatePlan(UpdatePlanRequest.newBuilder()
                                .setPlan(created.toBuilder().setPriceMonthly("6"))
                                .build())
                        .getPriceMonthly())
                .isEqualTo("6.0000");
        Plan retired = admin().updatePlan(UpdatePlanRequest.newBuilder()
                .setPlan(Plan.newBuilder().setId(100).setRetired(true).setName("Ignored"))
                .setUpdateMask(mask("retired"))
                .build());
        assertThat(retired.getRetired()).isTrue();
        assertThat(retired.getName()).isEqualTo("New");
        assertThat(berth.api()
                        .catalog()
                        .listPlans(ListPlansRequest.getDefaultInstance())
                        .getPlansList())
                .doesNotContain(retired);
        assertThat(admin().listPlans(AdminServiceListPlansRequest.getDefaultInstance())
                        .getPlansList())
                .contains(retired);
        assertThat(admin().getPlan(AdminServiceGetPlanRequest.newBuilder()
                        .setId(100)
                        .build()))
                .isEqualTo(retired);
        assertThat(Refusal.of(() -> admin().createPlan(CreatePlanRequest.newBuilder()
                                .setPlan(retired)
                                .build()))
                        .code())
                .isEqualTo(Code.ALREADY_EXISTS);
    }

    @Test
    void what_is_wrong_with_a_plan_is_named_by_its_path() {
        refused(
                () -> admin().createPlan(CreatePlanRequest.newBuilder()
                        .setPlan(Plan.newBuilder().setPriceHourly("-1").setMemoryMib(1))
                        .build()),
                "plan.id",
                "plan.name",
                "plan.vcpus",
                "plan.storage_gb",
                "plan.bandwidth_gb",
                "plan.price_hourly",
                "plan.price_monthly");
        refused(() -> admin().createPlan(CreatePlanRequest.getDefaultInstance()), "plan");
        refused(
                () -> admin().createPlan(CreatePlanRequest.newBuilder()
                        .setPlan(NEW.toBuilder().setId(101).setPriceHourly("6"))
                        .build()),
                "plan.price_monthly");
        refused(
                () -> admin().createPlan(CreatePlanRequest.newBuilder()
                        .setPlan(NEW.toBuilder().setId(101).setVcpus(0).setPriceHourly("6"))
                        .build()),
                "plan.vcpus",
                "plan.price_monthly");
        refused(
                () -> admin().updatePlan(UpdatePlanRequest.newBuilder()
                        .setPlan(Plan.newBuilder()
                                .setId(1)
                                .setMemoryMib(1)
                                .setBandwidthGb(2048)
                                .setStorageGb(81))
                        .build()),
                "plan.memory_mib",
                "plan.storage_gb");
        refused(
                () -> admin().updatePlan(UpdatePlanRequest.newBuilder()
                        .setPlan(Plan.newBuilder().setId(1).setPriceHourly("10.5"))
                        .build()),
                "plan.price_hourly");
        refused(
                () -> admin().updatePlan(UpdatePlanRequest.newBuilder()
                        .setPlan(Plan.newBuilder().setId(1))
                        .setUpdateMask(mask("*"))
                        .build()),
                "plan.retired",
                "plan.name",
                "plan.price_hourly",
                "plan.price_monthly");
        refused(
                () -> admin().updatePlan(UpdatePlanRequest.newBuilder()
                        .setPlan(Plan.newBuilder().setId(1))
                        .setUpdateMask(mask("colour"))
                        .build()),
                "update_mask");
        assertThat(Refusal.of(() -> admin().updatePlan(UpdatePlanRequest.newBuilder()
                                .setPlan(Plan.newBuilder().setId(404))
                                .build()))
                        .reason())
                .isEqualTo("PLAN_NOT_FOUND");
    }

    @Test
    void operating_systems_and_locations_are_created_and_changed() {
        OperatingSystem os = admin().createOperatingSystem(CreateOperatingSystemRequest.newBuilder()
                .setOperatingSystem(OperatingSystem.newBuilder().setId(100).setName("New"))
                .build());
        OperatingSystem renamed = admin().updateOperatingSystem(UpdateOperatingSystemRequest.newBuilder()
                .setOperatingSystem(os.toBuilder().setName("Newer").setRetired(true))
                .build());
        assertThat(renamed)
                .isEqualTo(os.toBuilder().setName("Newer").setRetired(true).build());
        assertThat(admin().getOperatingSystem(AdminServiceGetOperatingSystemRequest.newBuilder()
                        .setId(100)
                        .build()))
                .isEqualTo(renamed);
        assertThat(admin().listOperatingSystems(AdminServiceListOperatingSystemsRequest.getDefaultInstance())
                        .getOperatingSystemsList())
                .contains(renamed);

        Location location = admin().createLocation(CreateLocationRequest.newBuilder()
                .setLocation(Location.newBuilder().setCode("ber").setName("Berlin"))
                .build());
        Location retired = admin().updateLocation(UpdateLocationRequest.newBuilder()
                .setLocation(location.toBuilder().setRetired(true))
                .setUpdateMask(mask("retired"))
                .build());
        assertThat(retired).isEqualTo(location.toBuilder().setRetired(true).build());
        assertThat(admin().getLocation(AdminServiceGetLocationRequest.newBuilder()
                        .setCode("ber")
                        .build()))
                .isEqualTo(retired);
        assertThat(admin().listLocations(AdminServiceListLocationsRequest.getDefaultInstance())
                        .getLocationsList())
                .contains(retired);

        refused(
                () -> admin().createOperatingSystem(CreateOperatingSystemRequest.newBuilder()
                        .setOperatingSystem(OperatingSystem.newBuilder().setName(" "))
                        .build()),
                "operating_system.id",
                "operating_system.name");
        refused(
                () -> admin().createLocation(CreateLocationRequest.newBuilder()
                        .setLocation(Location.newBuilder().setCode("BER"))
                        .build()),
                "location.code",
                "location.name");
        refused(
                () -> admin().updateLocation(UpdateLocationRequest.newBuilder()
                        .setLocation(Location.newBuilder().setCode("ber").setName("Berlin"))
                        .setUpdateMask(mask("*"))
                        .build()),
                "location.retired");
    }

    @Test
    void a_host_is_registered_drained_and_activated() {
        Host host = admin().registerHost(RegisterHostRequest.newBuilder()
                .setHost(Host.newBuilder()
                        .setName("kvm-7")
                        .setLocation("us-west")
                        .setHypervisor("simulated")
                        .setUri("test:///kvm-7")
                        .setVcpus(8)
                        .setMemoryMib(8192)
                        .setStorageGb(100))
                .build());
        assertThat(host.getState()).isEqualTo(Host.State.STATE_ACTIVE);
        assertThat(host.getFree())
                .isEqualTo(Host.Room.newBuilder()
                        .setVcpus(8)
                        .setMemoryMib(8192)
                        .setStorageGb(100)
                        .build());
        assertThat(host.getUsed()).isEqualTo(Host.Room.getDefaultInstance());
        Host draining = admin().drainHost(
                        DrainHostRequest.newBuilder().setId(host.getId()).build());
        assertThat(draining)
                .isEqualTo(host.toBuilder().setState(Host.State.STATE_DRAINING).build());
        assertThat(admin().getHost(
                                GetHostRequest.newBuilder().setId(host.getId()).build()))
                .isEqualTo(draining);
        assertThat(admin().activateHost(ActivateHostRequest.newBuilder()
                        .setId(host.getId())
                        .build()))
                .isEqualTo(host);

        ListHostsResponse page = admin().listHosts(ListHostsRequest.newBuilder()
                .setLocation("us-west")
                .setPageSize(4)
                .build());
        assertThat(page.getHostsList()).hasSize(4);
        assertThat(page.getTotalSize()).isEqualTo(5);
        assertThat(admin().listHosts(ListHostsRequest.newBuilder()
                                .setLocation("us-west")
                                .setPageToken(page.getNextPageToken())
                                .build())
                        .getHostsList())
                .containsExactly(host);
        refused(
                () -> admin().registerHost(RegisterHostRequest.newBuilder()
                        .setHost(host.toBuilder()
                                .setName("kvm-8")
                                .setLocation("nowhere")
                                .setHypervisor("x"))
                        .build()),
                "host.location",
                "host.hypervisor");
        refused(
                () -> admin().registerHost(RegisterHostRequest.newBuilder()
                        .setHost(Host.newBuilder().setUri("x").setVcpus(-1))
                        .build()),
                "host.name",
                "host.location",
                "host.hypervisor",
                "host.uri",
                "host.vcpus",
                "host.memory_mib",
                "host.storage_gb");
    }

    @Test
    void an_address_pool_is_created_and_listed() {
        AddressPool ipv4 = admin().createAddressPool(CreateAddressPoolRequest.newBuilder()
                .setAddressPool(AddressPool.newBuilder().setLocation("us-east").setCidr("10.1.0.0/29"))
                .build());
        assertThat(ipv4.getVersion()).isEqualTo(4);
        assertThat(ipv4.getUsage())
                .isEqualTo(AddressPool.Usage.newBuilder()
                        .setAddresses(5)
                        .setFree(5)
                        .build());
        AddressPool ipv6 = admin().createAddressPool(CreateAddressPoolRequest.newBuilder()
                .setAddressPool(AddressPool.newBuilder().setLocation("us-east").setCidr("fd00:7::/64"))
                .build());
        assertThat(ipv6.getVersion()).isEqualTo(6);
        assertThat(ipv6.hasUsage()).isFalse();
        assertThat(admin().listAddressPools(ListAddressPoolsRequest.getDefaultInstance())
                        .getAddressPoolsList())
                .contains(ipv4, ipv6);
        refused(
                () -> admin().createAddressPool(CreateAddressPoolRequest.newBuilder()
                        .setAddressPool(
                                AddressPool.newBuilder().setLocation("nowhere").setCidr("10.2.0.0/29"))
                        .build()),
                "address_pool.location");
        refused(
                () -> admin().createAddressPool(CreateAddressPoolRequest.newBuilder()
                        .setAddressPool(AddressPool.newBuilder().setCidr("10.2.0.0"))
                        .build()),
                "address_pool.location",
                "address_pool.cidr");
        refused(
                () -> admin().createAddressPool(CreateAddressPoolRequest.newBuilder()
                        .setAddressPool(
                                AddressPool.newBuilder().setLocation("us-west").setCidr("127.0.0.0/16"))
                        .build()),
                "address_pool.cidr");
    }

    private static void refused(Runnable call, String... fields) {
        Refusal refusal = Refusal.of(call);
        assertThat(refusal.code()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(refusal.detail(BadRequest.class).getFieldViolationsList())
                .extracting(BadRequest.FieldViolation::getField)
                .containsExactlyInAnyOrder(fields);
    }

    private static FieldMask mask(String path) {
        return FieldMask.newBuilder().addPaths(path).build();
    }

    private static AdminServiceBlockingStub admin() {
        return berth.api().admin(RunningBerth.ADMIN_TOKEN);
    }
}
