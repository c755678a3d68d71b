package dev.berth.bootstrap;

import dev.berth.application.account.port.out.ConfiguredToken;
import dev.berth.application.account.service.ConfiguredTokens;
import dev.berth.domain.account.Scope;
import io.micronaut.context.annotation.Property;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What an empty installation needs before anybody can ask for anything: the first tokens, and the demo. */
@Singleton
final class FirstStart {
    private final ConfiguredTokens tokens;
    private final Demo demo;
    private final String databaseUrl;
    private final String demoWanted;
    private final String demoToken;
    private final String adminToken;

    FirstStart(
            ConfiguredTokens tokens,
            Demo demo,
            @Property(name = ComputedSettings.DATABASE_URL) String databaseUrl,
            @Property(name = "berth.first-start.demo", defaultValue = "") String demoWanted,
            @Property(name = "berth.first-start.demo-token", defaultValue = "") String demoToken,
            @Property(name = "berth.first-start.admin-token", defaultValue = "") String adminToken) {
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

    /** Makes sure of it all; does nothing a second time, but that a changed token replaces the one before. */
    NewSecrets ensure() {
        if (!adminToken.isEmpty() && adminToken.equals(demoToken)) {
            throw new InvalidSetting("BERTH_ADMIN_TOKEN and BERTH_DEMO_TOKEN must not be the same");
        }
        Optional<String> newAdminToken = named(
                "BERTH_ADMIN_TOKEN",
                () -> tokens.ensure(ConfiguredToken.ADMIN, null, Set.of(Scope.ADMIN), orNull(adminToken))
                        .secret());
        Optional<String> newDemoToken =
                isDemoWanted() ? named("BERTH_DEMO_TOKEN", () -> demo.fillIn(orNull(demoToken))) : Optional.empty();
        return new NewSecrets(newAdminToken, newDemoToken);
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

    private static Optional<String> named(String setting, Supplier<Optional<String>> action) {
        try {
            return action.get();
        } catch (IllegalArgumentException e) {
            throw new InvalidSetting(setting + " " + e.getMessage());
        }
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
