package dev.berth.bootstrap;

import dev.berth.application.account.port.out.ConfiguredToken;
import dev.berth.application.account.service.ConfiguredTokens;
import dev.berth.application.port.out.Transactions;
import dev.berth.domain.account.Scope;
import io.micronaut.context.annotation.Property;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What an empty installation needs before anybody can ask for anything: the first tokens, and the demo. */
@Singleton
final class FirstStart {
    private final Transactions transactions;
    private final ConfiguredTokens tokens;
    private final Demo demo;
    private final String databaseUrl;
    private final String demoWanted;
    private final String demoToken;
    private final String adminToken;

    FirstStart(
            Transactions transactions,
            ConfiguredTokens tokens,
            Demo demo,
            @Property(name = ComputedSettings.DATABASE_URL) String databaseUrl,
            @Property(name = "berth.first-start.demo", defaultValue = "") String demoWanted,
            @Property(name = "berth.first-start.demo-token", defaultValue = "") String demoToken,
            @Property(name = "berth.first-start.admin-token", defaultValue = "") String adminToken) {
        this.transactions = transactions;
        this.tokens = tokens;
        this.demo = demo;
        this.databaseUrl = databaseUrl;
        this.demoWanted = demoWanted;
        this.demoToken = demoToken;
        this.adminToken = adminToken;
    }

    /**
     * The secrets that were made here and now: the only time that they are to be had.
     *
     * @param adminToken the operator's first token
     * @param demoToken the demo account's
     */
    record NewSecrets(Optional<String> adminToken, Optional<String> demoToken) {}

    /**
     * Makes sure of it all; does nothing a second time, but that a changed token replaces the one before.
     *
     * @param onNewSecret told right before a secret's commit: whatever dies, none stays behind that nobody was told
     */
    NewSecrets ensure(BiConsumer<ConfiguredToken, String> onNewSecret) {
        boolean isDemoWanted = isDemoWanted();
        if (!adminToken.isEmpty() && adminToken.equals(demoToken)) {
            throw new InvalidSetting("BERTH_ADMIN_TOKEN and BERTH_DEMO_TOKEN must not be the same");
        }
        String givenAdminToken = given("BERTH_ADMIN_TOKEN", adminToken);
        String givenDemoToken = isDemoWanted ? given("BERTH_DEMO_TOKEN", demoToken) : null;
        // what is wrong with the settings alone was said before this, and has changed nothing
        Optional<String> newAdminToken = named(
                "BERTH_ADMIN_TOKEN",
                () -> ensureAdminToken(givenAdminToken, secret -> onNewSecret.accept(ConfiguredToken.ADMIN, secret)));
        Optional<String> newDemoToken = isDemoWanted
                ? named(
                        "BERTH_DEMO_TOKEN",
                        () -> demo.fillIn(givenDemoToken, secret -> onNewSecret.accept(ConfiguredToken.DEMO, secret)))
                : Optional.empty();
        return new NewSecrets(newAdminToken, newDemoToken);
    }

    private Optional<String> ensureAdminToken(@Nullable String given, Consumer<String> onNewSecret) {
        return transactions.required(() -> {
            Optional<String> secret = tokens.ensure(ConfiguredToken.ADMIN, null, Set.of(Scope.ADMIN), given)
                    .secret();
            secret.ifPresent(onNewSecret);
            return secret;
        });
    }

    /** Whether the database is a file of this process alone. */
    boolean isEmbedded() {
        return EmbeddedDatabase.is(databaseUrl);
    }

    private boolean isDemoWanted() {
        return switch (demoWanted) {
            case "true" -> true;
            case "false" -> false;
            case "" -> isEmbedded();
            default -> throw new InvalidSetting("BERTH_DEMO must be true or false");
        };
    }

    /** The token that the setting gives; null: it gives none. */
    private static @Nullable String given(String setting, String token) {
        return token.isEmpty() ? null : named(setting, () -> ConfiguredTokens.requireUsable(token));
    }

    private static <T> T named(String setting, Supplier<T> action) {
        try {
            return action.get();
        } catch (IllegalArgumentException e) {
            throw new InvalidSetting(setting + " " + e.getMessage());
        }
    }
}
