package dev.berth.bootstrap;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The settings that application.yml cannot say, because one depends on another or on the JVM. */
final class ComputedSettings {
    static final String DATABASE_URL = "datasources.default.url";

    private static final String POSTGRESQL = "jdbc:postgresql:";
    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

    private ComputedSettings() {}

    /** @param overrides settings that take precedence */
    static Map<String, Object> from(Map<String, String> environment, Map<String, Object> overrides) {
        Map<String, Object> settings = from(environment);
        settings.putAll(overrides);
        String url = String.valueOf(settings.get(DATABASE_URL));
        if (url.startsWith(POSTGRESQL)) {
            settings.put(DATABASE_URL, PostgresUrl.bounded(url));
            settings.put("flyway.datasources.default.url", url); // a migration may take its time
        }
        return settings;
    }

    static Map<String, Object> from(Map<String, String> environment) {
        Map<String, Object> settings = new HashMap<>();
        String url = environment.getOrDefault("BERTH_DB_URL", "");
        String folder = environment.getOrDefault("BERTH_DATA_DIR", "./berth-data");
        settings.put(DATABASE_URL, url.isEmpty() ? EmbeddedDatabase.url(folder) : url);
        // nobody stands before an embedded database who could send requests elsewhere
        String drainTime = environment.getOrDefault("BERTH_DRAIN_TIME", "");
        settings.put("berth.drain-time", drainTime.isEmpty() ? (url.isEmpty() ? "0s" : "5s") : drainTime);
        List<String> origins = Stream.of(
                        environment.getOrDefault("BERTH_CORS_ORIGINS", "").split(","))
                .map(String::strip)
                .filter(origin -> !origin.isEmpty())
                .toList();
        if (!origins.isEmpty()) { // an empty list would let every origin in
            settings.put("micronaut.server.cors.enabled", true);
            settings.put("micronaut.server.cors.configurations.berth.allowed-origins", origins);
        }
        if (Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS) {
            settings.put("micronaut.executors.grpc.type", "thread_per_task");
            settings.put("micronaut.executors.grpc.virtual", true);
        }
        return settings;
    }
}
