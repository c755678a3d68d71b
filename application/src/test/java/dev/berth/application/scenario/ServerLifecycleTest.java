package dev.berth.application.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.application.operation.port.out.Claim;
import dev.berth.application.server.port.in.AcceptedOperation;
import dev.berth.application.server.port.in.CreateServerCommand;
import dev.berth.application.server.port.in.CreatedServer;
import dev.berth.application.server.port.in.UpdateServerCommand;
import dev.berth.application.server.service.LifecycleSettings;
import dev.berth.application.testdata.Fixtures;
import dev.berth.application.testing.InMemoryHypervisor.Effect;
import dev.berth.application.testing.InMemoryStore;
import dev.berth.domain.account.Account;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.Booking;
import dev.berth.domain.account.Money;
import dev.berth.domain.account.SshKey;
import dev.berth.domain.account.SshKeyId;
import dev.berth.domain.catalog.Location;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.catalog.OperatingSystem;
import dev.berth.domain.catalog.OperatingSystemId;
import dev.berth.domain.catalog.Plan;
import dev.berth.domain.catalog.PlanId;
import dev.berth.domain.catalog.Resources;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import dev.berth.domain.operation.OperationKind;
import dev.berth.domain.operation.OperationStatus;
import dev.berth.domain.server.Hostname;
import dev.berth.domain.server.ResourceUsage;
import dev.berth.domain.server.Server;
import dev.berth.domain.server.ServerDetails;
import dev.berth.domain.server.ServerId;
import dev.berth.domain.server.ServerName;
import dev.berth.domain.server.ServerRef;
import dev.berth.domain.server.ServerStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ServerLifecycleTest {
    private static final Resources NOTHING = new Resources(0, 0, 0);
    private static final PlanId GIANT = new PlanId(90);
    private static final PlanId RETIRED_PLAN = new PlanId(91);
    private static final OperatingSystemId RETIRED_OS = new OperatingSystemId(92);
    private static final LocationCode RETIRED_LOCATION = new LocationCode("retired");

    private final SteppingClock clock = new SteppingClock();
    private final InMemoryStore store = new InMemoryStore(clock);
    private final World world = new World(Store.of(store), clock, 42);

    @Test
    void a_new_server_is_being_provisioned_and_its_addresses_are_hidden() {
        CreatedServer created = world.lifecycle().create(world.createCommand("web"));
        Server server = created.server().server();
        assertThat(server.status()).isEqualTo(ServerStatus.PROVISIONING);
        assertThat(server.hostname().value()).isEqualTo("web");
        assertThat(server.visibleIpv4()).isNull();
        assertThat(server.createdAt()).isEqualTo(clock.instant()).isEqualTo(server.updatedAt());
        assertThat(server.priceHourly()).isEqualTo(World.PLAN.priceHourly());
        assertThat(created.server().plan()).isEqualTo(World.PLAN);
        assertThat(created.operation().kind()).isEqualTo(OperationKind.PROVISION);
        assertThat(created.operation().status()).isEqualTo(OperationStatus.PENDING);
        assertThat(world.server(world.ref(server))).isEqualTo(server);
        assertThat(world.operation(created.operation().id())).isEqualTo(created.operation());
        assertThat(world.used()).isEqualTo(World.PLAN.resources());
        assertThat(account())
                .extracting(Account::servers, Account::hourlyCost)
                .containsExactly(1, World.PLAN.priceHourly());
    }

    @Test
    void a_server_lives_through_provisioning_stop_start_reboot_and_delete() {
        ServerRef ref = world.active("web");
        ServerDetails active = world.queries().get(ref);
        assertThat(active.server().status()).isEqualTo(ServerStatus.ACTIVE);
        assertThat(active.server().visibleIpv4()).startsWith("203.0.113.");
        assertThat(active.server().visibleIpv6())
                .isEqualTo("2001:db8:1::" + Long.toHexString(ref.server().value()));
        assertThat(active.usage()).isEqualTo(ResourceUsage.NONE);

        accepted(world.lifecycle().stop(ref), ServerStatus.STOPPING, ServerStatus.STOPPED);
        accepted(world.lifecycle().start(ref), ServerStatus.STARTING, ServerStatus.ACTIVE);
        accepted(world.lifecycle().reboot(ref), ServerStatus.REBOOTING, ServerStatus.ACTIVE);
        accepted(world.lifecycle().delete(ref), ServerStatus.DELETING, ServerStatus.DELETED);
        Server gone = world.server(ref);
        assertThat(world.effects(gone, Effect.DEFINED)).isEqualTo(1);
        assertThat(world.effects(gone, Effect.POWERED_ON)).isEqualTo(3);
        assertThat(world.effects(gone, Effect.POWERED_OFF)).isEqualTo(3);
        assertThat(world.effects(gone, Effect.REMOVED)).isEqualTo(1);
        assertThat(gone.visibleIpv4()).isEqualTo(active.server().ipv4());
    }

    private void accepted(AcceptedOperation accepted, ServerStatus during, ServerStatus after) {
        assertThat(accepted.server().status()).isEqualTo(during);
        ServerRef ref = world.ref(accepted.server());
        assertThat(world.server(ref)).as("committed").isEqualTo(accepted.server());
        world.settle();
        assertThat(world.server(ref).status()).isEqualTo(after);
        assertThat(world.operation(accepted).status()).isEqualTo(OperationStatus.SUCCEEDED);
        assertThat(world.operation(accepted).progress()).isEqualTo(100);
    }

    @Test
    void all_references_that_are_unknown_are_reported_at_once() {
        refusesReferences(
                command(new PlanId(404), new OperatingSystemId(404), new LocationCode("nowhere"), new SshKeyId(7)),
                "plan_id",
                "os_id",
                "location",
                "ssh_key_id");
    }

    @Test
    void a_key_of_another_account_is_as_good_as_unknown() {
        AccountId other = world.store()
                .accounts()
                .insert("Other", 1, world.clock.instant())
                .id();
        SshKey key = addKey(other);
        refusesReferences(command(World.PLAN.id(), new OperatingSystemId(3), World.LOCATION, key.id()), "ssh_key_id");
    }

    @Test
    void a_machine_is_made_with_the_key_of_its_create_also_when_that_is_deleted_meanwhile() {
        SshKey key = addKey(world.account);
        CreatedServer created =
                world.lifecycle().create(command(World.PLAN.id(), new OperatingSystemId(3), World.LOCATION, key.id()));
        assertThat(world.store().sshKeys().delete(world.account, key.id())).isTrue();
        world.settle();
        Server server = world.server(world.ref(created.server().server()));
        assertThat(server.status()).isEqualTo(ServerStatus.ACTIVE);
        assertThat(server.sshKey()).isEqualTo(key.publicKey());
        assertThat(world.machines(server).spec(server.machine()).sshKey()).isEqualTo(key.publicKey());
    }

    @Test
    void a_machine_is_made_without_a_key_when_none_is_asked_for() {
        addKey(world.account);
        Server server = world.server(world.active("web"));
        assertThat(server.sshKey()).isNull();
        assertThat(world.machines(server).spec(server.machine()).sshKey()).isNull();
    }

    @Test
    void what_is_retired_is_as_good_as_unknown() {
        retiredThings();
        refusesReferences(command(RETIRED_PLAN, RETIRED_OS, RETIRED_LOCATION, null), "plan_id", "os_id", "location");
        refusesReferences(command(RETIRED_PLAN, new OperatingSystemId(3), World.LOCATION, null), "plan_id");
        refusesReferences(command(World.PLAN.id(), RETIRED_OS, World.LOCATION, null), "os_id");
        refusesReferences(command(World.PLAN.id(), new OperatingSystemId(3), RETIRED_LOCATION, null), "location");
    }

    private void refusesReferences(CreateServerCommand command, String... fields) {
        DomainException refused = refusal(() -> world.lifecycle().create(command));
        assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(refused.violations()).extracting("field").containsExactly((Object[]) fields);
        assertThat(refused.violations()).extracting("code").containsOnly("not_found");
        nothingLeftBehind(world.account);
    }

    @Test
    void references_come_before_quota_before_credit_before_capacity() {
        retiredThings();
        AccountId none =
                world.store().accounts().insert("None", 0, clock.instant()).id();
        AccountId poor =
                world.store().accounts().insert("Poor", 1, clock.instant()).id();
        assertThat(refusal(() -> create(none, RETIRED_PLAN)).code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(refusal(() -> create(none, GIANT)).code()).isEqualTo(ErrorCode.QUOTA_EXCEEDED);
        assertThat(refusal(() -> create(poor, GIANT)).code()).isEqualTo(ErrorCode.INSUFFICIENT_CREDIT);
        assertThat(refusal(() -> create(world.account, GIANT)).code()).isEqualTo(ErrorCode.NO_CAPACITY);
        assertThat(refusal(() -> create(new AccountId(404), GIANT)).code()).isEqualTo(ErrorCode.ACCOUNT_NOT_FOUND);
        nothingLeftBehind(none);
        nothingLeftBehind(poor);
        nothingLeftBehind(world.account);
    }

    @Test
    void a_refusal_for_credit_leaves_nothing_behind_and_exactly_enough_is_enough() {
        AccountId poor =
                world.store().accounts().insert("Poor", 10, clock.instant()).id();
        book(poor, "0.3599"); // 24 hours at 0.0150 are 0.36
        assertThat(refusal(() -> create(poor, World.PLAN.id())).code()).isEqualTo(ErrorCode.INSUFFICIENT_CREDIT);
        nothingLeftBehind(poor);
        book(poor, "0.0001");
        create(poor, World.PLAN.id());
        assertThat(refusal(() -> create(poor, World.PLAN.id())).code()).isEqualTo(ErrorCode.INSUFFICIENT_CREDIT);
        assertThat(world.used()).isEqualTo(World.PLAN.resources());
    }

    @Test
    void hosts_that_are_full_refuse_and_leave_nothing_behind() {
        for (int i = 0; i < 8; i++) { // four on each host
            world.lifecycle().create(world.createCommand("web-" + i));
        }
        Resources full = world.used();
        assertThat(refusal(() -> create(world.account, World.PLAN.id())).code()).isEqualTo(ErrorCode.NO_CAPACITY);
        assertThat(world.used()).isEqualTo(full);
        assertThat(account().servers()).isEqualTo(8);
        assertThat(account().hourlyCost()).isEqualTo(Money.of("0.12"));
        assertThat(world.freeAddresses()).isEqualTo(World.ADDRESSES - 8);
    }

    @Test
    void a_location_without_a_free_address_of_each_kind_has_no_capacity() {
        LocationCode bare = new LocationCode("bare");
        store.catalog().insert(new Location(bare, "Bare", false));
        Fixtures.addHost(store.hosts(), bare, World.PLAN.resources());
        CreateServerCommand command = command(World.PLAN.id(), new OperatingSystemId(3), bare, null);
        for (String next : List.of("192.0.2.0/30", "2001:db8:2::/64")) {
            assertThat(refusal(() -> world.lifecycle().create(command)).code()).isEqualTo(ErrorCode.NO_CAPACITY);
            assertThat(store.hosts().at(bare).get(0).used()).isEqualTo(NOTHING);
            assertThat(account().servers()).isZero();
            world.addPool(bare, next);
        }
        assertThat(world.lifecycle().create(command).server().server().ipv4()).isEqualTo("192.0.2.2");
    }

    @Test
    void another_accounts_server_is_not_there() {
        ServerRef own = world.active("web");
        AccountId stranger =
                world.store().accounts().insert("Stranger", 9, clock.instant()).id();
        for (ServerRef ref :
                List.of(new ServerRef(stranger, own.server()), new ServerRef(world.account, new ServerId(404)))) {
            for (Consumer<ServerRef> request : List.<Consumer<ServerRef>>of(
                    world.lifecycle()::start,
                    world.lifecycle()::stop,
                    world.lifecycle()::reboot,
                    world.lifecycle()::delete,
                    world.queries()::get,
                    any -> world.lifecycle().update(new UpdateServerCommand(any, null, null, null)))) {
                assertThat(refusal(() -> request.accept(ref)).code()).isEqualTo(ErrorCode.SERVER_NOT_FOUND);
            }
        }
        assertThat(world.server(own).status()).isEqualTo(ServerStatus.ACTIVE);
    }

    @Test
    void a_refused_change_changes_nothing() {
        ServerRef ref = world.active("web");
        Server before = world.server(ref);
        assertThat(refusal(() -> world.lifecycle().start(ref)).code()).isEqualTo(ErrorCode.SERVER_ALREADY_RUNNING);
        assertThat(world.server(ref)).isEqualTo(before);
        assertThat(world.allOperations()).hasSize(1);
        world.lifecycle().stop(ref);
        Server stopping = world.server(ref);
        for (Consumer<ServerRef> request : List.<Consumer<ServerRef>>of(
                world.lifecycle()::start, world.lifecycle()::stop, world.lifecycle()::reboot)) {
            assertThat(refusal(() -> request.accept(ref)).code()).isEqualTo(ErrorCode.OPERATION_IN_PROGRESS);
        }
        assertThat(world.server(ref)).isEqualTo(stopping);
        assertThat(world.allOperations()).hasSize(2);
    }

    @Test
    void an_update_moves_updated_at_only_when_it_changes_something() {
        ServerRef ref = world.active("web");
        Instant before = world.server(ref).updatedAt();
        clock.advance(Duration.ofHours(1));
        assertThat(world.lifecycle()
                        .update(new UpdateServerCommand(ref, new ServerName("web"), new Hostname("web"), false))
                        .server()
                        .updatedAt())
                .isEqualTo(before);
        ServerDetails after =
                world.lifecycle().update(new UpdateServerCommand(ref, null, new Hostname("db.example.com"), true));
        assertThat(after.server().updatedAt()).isEqualTo(clock.instant());
        assertThat(after.server().hostname().value()).isEqualTo("db.example.com");
        assertThat(after.server().backupsEnabled()).isTrue();
        assertThat(after.server().name().value()).isEqualTo("web");
        assertThat(world.queries().get(ref)).isEqualTo(after);
    }

    @Test
    void an_update_during_an_operation_is_not_overwritten_by_its_finish() {
        ServerRef ref = world.ref(
                world.lifecycle().create(world.createCommand("web")).server().server());
        List<Claim> claims = world.replica().claim(); // as the worker knows the server, it is called web
        world.lifecycle().update(new UpdateServerCommand(ref, new ServerName("db"), null, true));
        claims.forEach(world.replica().runner::run);
        Server after = world.server(ref);
        assertThat(after.status()).isEqualTo(ServerStatus.ACTIVE);
        assertThat(after.name().value()).isEqualTo("db");
        assertThat(after.backupsEnabled()).isTrue();
    }

    @Test
    void a_deleted_server_is_gone_at_once_and_cannot_be_deleted_or_changed_again() {
        ServerRef ref = world.active("web");
        world.lifecycle().delete(ref);
        assertThat(account()).extracting(Account::servers, Account::hourlyCost).containsExactly(0, Money.ZERO);
        for (int i = 0; i < 2; i++) {
            assertThat(refusal(() -> world.lifecycle().delete(ref)).code()).isEqualTo(ErrorCode.SERVER_NOT_FOUND);
            assertThat(refusal(() -> world.queries().get(ref)).code()).isEqualTo(ErrorCode.SERVER_NOT_FOUND);
            assertThat(refusal(() -> world.lifecycle()
                                    .update(new UpdateServerCommand(ref, new ServerName("db"), null, null)))
                            .code())
                    .isEqualTo(ErrorCode.SERVER_NOT_FOUND);
            world.settle();
        }
        assertThat(world.server(ref).status()).isEqualTo(ServerStatus.DELETED);
        nothingLeftBehind(world.account);
    }

    @Test
    void what_a_deleted_server_took_is_kept_until_its_machine_is_gone() {
        ServerRef ref = world.active("web");
        world.lifecycle().delete(ref);
        assertThat(world.used()).isEqualTo(World.PLAN.resources());
        world.settle();
        assertThat(world.used()).isEqualTo(NOTHING);
    }

    @Test
    void the_address_of_a_deleted_server_is_given_to_nobody_during_its_quarantine() {
        LocationCode small = new LocationCode("small");
        store.catalog().insert(new Location(small, "Small", false));
        world.addPool(small, "192.0.2.0/30"); // one address
        for (int i = 1; i <= 2; i++) {
            Fixtures.addHost(store.hosts(), small, new Resources(99, 99_999, 999));
        }
        store.addresses().releaseIpv4(new ServerId(999), clock.instant()); // nothing
        store.addresses().claimIpv4(small, new ServerId(998), new java.util.Random(1), clock.instant());
        store.addresses()
                .releaseIpv4(new ServerId(998), clock.instant().plus(LifecycleSettings.DEFAULT.addressQuarantine()));
        world.addPool(small, "2001:db8:2::/64");
        CreateServerCommand command = command(World.PLAN.id(), new OperatingSystemId(3), small, null);
        clock.advance(LifecycleSettings.DEFAULT.addressQuarantine().minusNanos(1));
        assertThat(refusal(() -> world.lifecycle().create(command)).code()).isEqualTo(ErrorCode.NO_CAPACITY);
        clock.advance(Duration.ofNanos(1));
        assertThat(world.lifecycle().create(command).server().server().ipv4()).isEqualTo("192.0.2.2");
    }

    @Test
    void a_delete_takes_the_place_of_what_is_running() {
        CreatedServer created = world.lifecycle().create(world.createCommand("web"));
        ServerRef ref = world.ref(created.server().server());
        AcceptedOperation delete = world.lifecycle().delete(ref);
        assertThat(world.operation(created.operation().id()).status()).isEqualTo(OperationStatus.SUPERSEDED);
        world.settle();
        assertThat(world.operation(delete).status()).isEqualTo(OperationStatus.SUCCEEDED);
        assertThat(world.operation(created.operation().id()).status()).isEqualTo(OperationStatus.SUPERSEDED);
        Server gone = world.server(ref);
        assertThat(gone.status()).isEqualTo(ServerStatus.DELETED);
        assertThat(gone.visibleIpv4()).isNull();
        assertThat(world.effects(gone, Effect.DEFINED)).isZero();
        nothingLeftBehind(world.account);
    }

    private SshKey addKey(AccountId account) {
        return world.store()
                .sshKeys()
                .insert(account, "laptop", Fixtures.sshPublicKey(), world.clock.instant())
                .orElseThrow();
    }

    private CreateServerCommand command(PlanId plan, OperatingSystemId os, LocationCode location, SshKeyId sshKey) {
        return new CreateServerCommand(world.account, new ServerName("web"), null, plan, os, location, sshKey, false);
    }

    private void create(AccountId account, PlanId plan) {
        assertThat(world.lifecycle()
                        .create(new CreateServerCommand(
                                account,
                                new ServerName("web"),
                                null,
                                plan,
                                new OperatingSystemId(3),
                                World.LOCATION,
                                null,
                                false)))
                .isNotNull();
    }

    private void book(AccountId account, String amount) {
        store.transactions()
                .required(() -> store.accounts()
                        .book(
                                store.accounts().lock(account).orElseThrow(),
                                Booking.topUp(Money.of(amount), "r" + amount, ""),
                                clock.instant()));
    }

    private void retiredThings() {
        Plan plan = World.PLAN;
        store.catalog()
                .insert(new Plan(
                        GIANT, "Giant", new Resources(9, 1, 1), 1, plan.priceHourly(), plan.priceMonthly(), false));
        store.catalog()
                .insert(new Plan(
                        RETIRED_PLAN, "Old", plan.resources(), 1, plan.priceHourly(), plan.priceMonthly(), true));
        store.catalog().insert(new OperatingSystem(RETIRED_OS, "Old", true));
        store.catalog().insert(new Location(RETIRED_LOCATION, "Old", true));
    }

    private Account account() {
        return store.accounts().find(world.account).orElseThrow();
    }

    private void nothingLeftBehind(AccountId account) {
        assertThat(world.used()).isEqualTo(NOTHING);
        assertThat(store.accounts().find(account).orElseThrow())
                .extracting(Account::servers, Account::hourlyCost)
                .containsExactly(0, Money.ZERO);
        assertThat(world.allServers()).allMatch(server -> server.status() == ServerStatus.DELETED);
        assertThat(store.operationQueue().claim(world.replica().id, 100, clock.instant()))
                .isEmpty();
    }

    private static DomainException refusal(Runnable request) {
        DomainException refused = catchThrowableOfType(DomainException.class, request::run);
        assertThat(refused).as("a refusal").isNotNull();
        return refused;
    }
}
