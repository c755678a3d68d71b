package dev.berth.bootstrap;

import dev.berth.application.account.port.in.Accounts;
import dev.berth.application.account.port.in.AddCreditCommand;
import dev.berth.application.account.port.in.CreateAccountCommand;
import dev.berth.application.account.port.out.ConfiguredToken;
import dev.berth.application.account.service.ConfiguredTokens;
import dev.berth.application.account.service.ConfiguredTokens.Ensured;
import dev.berth.application.catalog.port.in.CatalogAdministration;
import dev.berth.application.placement.port.in.AddressPools;
import dev.berth.application.placement.port.in.Hosts;
import dev.berth.application.placement.port.in.RegisterHostCommand;
import dev.berth.application.port.out.Transactions;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.Money;
import dev.berth.domain.account.Scope;
import dev.berth.domain.audit.Actor;
import dev.berth.domain.catalog.Location;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.catalog.OperatingSystem;
import dev.berth.domain.catalog.OperatingSystemId;
import dev.berth.domain.catalog.Plan;
import dev.berth.domain.catalog.PlanId;
import dev.berth.domain.catalog.Resources;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import dev.berth.domain.placement.AddressBlock;
import dev.berth.hypervisor.simulated.SimulatedHypervisors;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a first start fills an empty installation with, so that the first request has something to ask for. */
@Singleton
final class Demo {
    private static final int HOSTS_PER_LOCATION = 4;
    private static final Resources HOST = new Resources(128, 262_144, 10_000);
    private static final int MAX_SERVERS = 500;
    private static final List<DemoLocation> LOCATIONS = List.of(
            new DemoLocation("us-west", "US West", "203.0.113.0/24", "2001:db8:1::/64"),
            new DemoLocation("us-east", "US East", "198.51.100.0/24", "2001:db8:2::/64"),
            new DemoLocation("eu-central", "EU Central", "192.0.2.0/24", "2001:db8:3::/64"));

    /** Each waits for another replica as long as a statement may, two seconds; what it waits for ends within a minute. */
    private static final int ATTEMPTS = 30;

    private final Transactions transactions;
    private final CatalogAdministration catalog;
    private final Hosts hosts;
    private final AddressPools pools;
    private final Accounts accounts;
    private final ConfiguredTokens tokens;

    Demo(
            Transactions transactions,
            CatalogAdministration catalog,
            Hosts hosts,
            AddressPools pools,
            Accounts accounts,
            ConfiguredTokens tokens) {
        this.transactions = transactions;
        this.catalog = catalog;
        this.hosts = hosts;
        this.pools = pools;
        this.accounts = accounts;
        this.tokens = tokens;
    }

    /**
     * Fills the installation in, unless that was done before; then only a given token takes the place of the old one.
     *
     * @param secret the demo account's token; null: a random one
     * @param onNewSecret told that token's secret right before the commit, if it is made here and now
     * @return the same
     */
    Optional<String> fillIn(@Nullable String secret, Consumer<String> onNewSecret) {
        for (int attempt = 1; ; attempt++) {
            try {
                return attempt(secret, onNewSecret);
            } catch (DomainException e) {
                if (e.code() != ErrorCode.UNAVAILABLE || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private Optional<String> attempt(@Nullable String secret, Consumer<String> onNewSecret) {
        if (tokens.isThere(ConfiguredToken.DEMO)) {
            if (secret != null) {
                tokens.ensure(ConfiguredToken.DEMO, null, Scope.customerScopes(), secret);
            }
            return Optional.empty();
        }
        try {
            return transactions.unhurried(() -> {
                Ensured token = tokens.ensure(ConfiguredToken.DEMO, account(), Scope.customerScopes(), secret);
                if (!token.isNew()) {
                    throw new FilledInMeanwhile();
                }
                catalog();
                LOCATIONS.forEach(this::location);
                token.secret().ifPresent(onNewSecret);
                return token.secret();
            });
        } catch (FilledInMeanwhile e) {
            return Optional.empty(); // by a replica that started together with this one
        }
    }

    private AccountId account() {
        AccountId account = accounts.create(Actor.BERTH, new CreateAccountCommand("Demo", MAX_SERVERS))
                .id();
        accounts.addCredit(
                Actor.BERTH, new AddCreditCommand(account, Money.of("1000"), "demo", "Credit to try Berth with"));
        return account;
    }

    private void catalog() {
        plan(1, "Standard VPS", new Resources(2, 4_096, 80), 2_048, "0.0150", "10");
        plan(2, "Performance VPS", new Resources(4, 8_192, 160), 4_096, "0.0300", "20");
        operatingSystem(1, "AlmaLinux 9");
        operatingSystem(2, "Debian 13");
        operatingSystem(3, "Debian 12");
        operatingSystem(4, "Ubuntu 24.04 LTS");
        operatingSystem(5, "Ubuntu 22.04 LTS");
        operatingSystem(6, "Rocky Linux 9");
    }

    private void plan(long id, String name, Resources resources, long bandwidth, String hourly, String monthly) {
        catalog.createPlan(
                Actor.BERTH,
                new Plan(new PlanId(id), name, resources, bandwidth, Money.of(hourly), Money.of(monthly), false));
    }

    private void operatingSystem(long id, String name) {
        catalog.createOperatingSystem(Actor.BERTH, new OperatingSystem(new OperatingSystemId(id), name, false));
    }

    private void location(DemoLocation demo) {
        LocationCode code = new LocationCode(demo.code());
        catalog.createLocation(Actor.BERTH, new Location(code, demo.name(), false));
        for (int i = 1; i <= HOSTS_PER_LOCATION; i++) {
            String name = "%s-%d".formatted(demo.code(), i);
            hosts.register(Actor.BERTH, new RegisterHostCommand(name, code, SimulatedHypervisors.ENGINE, null, HOST));
        }
        pools.create(Actor.BERTH, code, AddressBlock.parse(demo.ipv4()));
        pools.create(Actor.BERTH, code, AddressBlock.parse(demo.ipv6()));
    }

    private record DemoLocation(String code, String name, String ipv4, String ipv6) {}

    private static final class FilledInMeanwhile extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
