package dev.berth.persistence;

import dev.berth.application.account.service.ApiTokensService;
import dev.berth.application.account.service.ServerMeters;
import dev.berth.application.account.service.SshKeysService;
import dev.berth.application.account.service.TokenUses;
import dev.berth.application.audit.service.AuditTrail;
import dev.berth.application.catalog.service.CachedCatalog;
import dev.berth.application.catalog.service.CatalogService;
import dev.berth.application.catalog.service.PlanOffers;
import dev.berth.application.placement.service.HostRanking;
import dev.berth.application.placement.service.Vacancies;
import dev.berth.application.server.port.in.CreateServerCommand;
import dev.berth.application.server.port.out.ServerAdmission;
import dev.berth.application.server.service.BillingHolds;
import dev.berth.application.server.service.LifecycleSettings;
import dev.berth.application.server.service.ServerChanges;
import dev.berth.application.server.service.ServerLifecycleService;
import dev.berth.application.server.service.ServerQueriesService;
import dev.berth.application.server.service.Suspensions;
import dev.berth.application.testdata.Fixtures;
import dev.berth.application.testdata.Repositories;
import dev.berth.domain.account.Booking;
import dev.berth.domain.account.Meter;
import dev.berth.domain.account.Money;
import dev.berth.domain.account.SshKeyId;
import dev.berth.domain.server.ServerName;
import dev.berth.domain.server.ServerRef;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The use cases as the program wires them, over one database. */
final class UseCases {
    final Repositories store;
    final Fixtures fixtures;
    final CatalogService catalog;
    final ServerLifecycleService lifecycle;
    final ServerQueriesService queries;
    final ApiTokensService tokens;
    final SshKeysService sshKeys;

    UseCases(Database database) {
        store = database.repositories();
        fixtures = new Fixtures(store);
        Clock clock = Clock.fixed(fixtures.now, ZoneOffset.UTC);
        ServerAdmission admission = database.ownAdmission(clock).orElseGet(() -> store.stepwiseAdmission(fixtures.now));
        CachedCatalog cached = new CachedCatalog(store.catalog(), store.transactions(), clock);
        catalog = new CatalogService(
                cached, new PlanOffers(cached, new Vacancies(store.hosts(), store.addresses(), clock)));
        SecureRandom random = new SecureRandom();
        lifecycle = new ServerLifecycleService(
                store.transactions(),
                store.servers(),
                store.holds(),
                new ServerChanges(store.servers(), store.operations(), LifecycleSettings.DEFAULT),
                store.accounts(),
                store.sshKeys(),
                new ServerMeters(store.meters(), store.accounts()),
                cached,
                new HostRanking(store.hosts(), random, clock),
                admission,
                LifecycleSettings.DEFAULT,
                () -> {},
                UUID::randomUUID,
                clock);
        queries = new ServerQueriesService(store.servers(), cached, clock);
        tokens = new ApiTokensService(
                store.transactions(),
                store.accounts(),
                store.apiTokens(),
                new TokenUses(store.apiTokens()),
                new AuditTrail(store.auditEntries(), clock),
                random,
                clock);
        sshKeys = new SshKeysService(store.transactions(), store.accounts(), store.sshKeys(), clock);
        for (String cidr : List.of("203.0.113.0/24", "2001:db8:1::/64")) {
            Fixtures.addPool(store.transactions(), store.addresses(), fixtures.location.code(), cidr);
        }
        store.transactions()
                .required(() -> store.accounts()
                        .book(
                                store.accounts().lock(fixtures.account.id()).orElseThrow(),
                                Booking.topUp(Money.of("1000"), "credit", ""),
                                fixtures.now));
    }

    /** What the billing holds after a grace of this, at this time. */
    BillingHolds billingHolds(Duration grace, Clock clock) {
        return new BillingHolds(
                store.transactions(),
                store.holds(),
                store.accounts(),
                new Suspensions(
                        store.transactions(),
                        store.servers(),
                        store.holds(),
                        new ServerChanges(store.servers(), store.operations(), LifecycleSettings.DEFAULT),
                        () -> {},
                        clock),
                grace,
                clock);
    }

    /** Has the server's hours counted, as from the end of its provisioning. */
    void meter(ServerRef server) {
        store.transactions().required(() -> {
            store.meters().insert(Meter.of(store.servers().lock(server).orElseThrow()));
            return server;
        });
    }

    CreateServerCommand createCommand() {
        return createCommand(null);
    }

    CreateServerCommand createCommand(@Nullable SshKeyId sshKey) {
        return new CreateServerCommand(
                fixtures.account.id(),
                new ServerName("web01"),
                null,
                fixtures.plan.id(),
                fixtures.os.id(),
                fixtures.location.code(),
                sshKey,
                false);
    }
}
